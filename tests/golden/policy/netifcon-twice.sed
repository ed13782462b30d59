/^sid kernel u:r:a_t:s0$/a\
netifcon eth0 u:object_r:a_t:s0 u:object_r:b_t:s0\
netifcon eth0 u:object_r:a_t:s0 u:object_r:a_t:s0
