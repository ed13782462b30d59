/^sid kernel u:r:a_t:s0$/a\
portcon tcp 80-90 u:object_r:b_t:s0\
portcon udp 80 u:object_r:b_t:s0\
portcon tcp 85 u:object_r:a_t:s0
