/^sid kernel u:r:a_t:s0$/a\
fs_use_xattr ext4 u:object_r:a_t:s0;\
genfscon proc / u:object_r:b_t:s0\
genfscon proc /sys -d u:object_r:a_t:s0\
portcon tcp 80-90 u:object_r:b_t:s0\
portcon udp 80 u:object_r:b_t:s0\
netifcon eth0 u:object_r:a_t:s0 u:object_r:b_t:s0\
nodecon 10.0.0.0 255.0.0.0 u:object_r:a_t:s0\
nodecon ff00:: ff00:: u:object_r:b_t:s0
