/^sid kernel u:r:a_t:s0$/a\
nodecon 10.0.0.0 255.0.0.0 u:object_r:a_t:s0\
nodecon 10.0.0.0 255.0.0.0 u:object_r:b_t:s0
