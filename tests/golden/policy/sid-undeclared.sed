/^sid kernel u:r:a_t:s0$/a\
sid network u:r:a_t:s0
