/^sid kernel u:r:a_t:s0$/a\
genfscon proc / u:object_r:b_t:s0\
genfscon proc / u:object_r:a_t:s0
