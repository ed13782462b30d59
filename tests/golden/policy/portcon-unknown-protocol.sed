/^sid kernel u:r:a_t:s0$/a\
portcon icmp 80 u:object_r:b_t:s0
