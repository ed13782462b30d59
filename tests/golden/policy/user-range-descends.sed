/^user u roles r level s0 range s0 - s1:c0;$/c\
user u roles r level s1 range s1 - s0;
/^sid kernel u:r:a_t:s0$/c\
sid kernel u:r:a_t:s0:c1
