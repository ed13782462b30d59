/^sid kernel u:r:a_t:s0$/a\
genfscon proc /tty -x u:object_r:b_t:s0
