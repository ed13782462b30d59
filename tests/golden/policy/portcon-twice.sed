/^sid kernel u:r:a_t:s0$/a\
portcon tcp 80 u:r:a_t:s0\
portcon tcp 80 u:object_r:b_t:s0
