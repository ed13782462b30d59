/^user u roles r level s0 range s0 - s1:c0;$/a\
user u roles r level s1 range s0 - s1:c0;
