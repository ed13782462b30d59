# As root every folder can be written; a file system that is read-only cannot.
tecc build $top/corpus/base -q -o /proc/tecc
