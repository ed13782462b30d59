/^sid kernel u:r:a_t:s0$/a\
portcon tcp 70000 u:object_r:b_t:s0
