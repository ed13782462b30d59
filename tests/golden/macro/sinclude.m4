[sinclude(`absent.inc')][sinclude(`list.inc')]
