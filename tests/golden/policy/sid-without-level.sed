/^sid kernel u:r:a_t:s0$/c\
sid kernel u:r:a_t
