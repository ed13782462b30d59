/^sid kernel u:r:a_t:s0$/a\
pirqcon 5 u:object_r:a_t:s0
