/^sid kernel u:r:a_t:s0$/a\
sid kernel u:r:a_t:s0
