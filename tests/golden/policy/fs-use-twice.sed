/^sid kernel u:r:a_t:s0$/a\
fs_use_xattr ext4 u:object_r:a_t:s0;\
fs_use_task ext4 u:object_r:b_t:s0;
