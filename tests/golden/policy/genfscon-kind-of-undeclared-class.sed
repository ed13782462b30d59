/^sid kernel u:r:a_t:s0$/a\
genfscon proc /tty -c u:object_r:b_t:s0
