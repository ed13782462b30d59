/^sid kernel u:r:a_t:s0$/a\
nodecon 10.0.0.300 255.0.0.0 u:object_r:a_t:s0
