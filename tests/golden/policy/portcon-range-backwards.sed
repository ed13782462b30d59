/^sid kernel u:r:a_t:s0$/a\
portcon tcp 90-80 u:object_r:b_t:s0
