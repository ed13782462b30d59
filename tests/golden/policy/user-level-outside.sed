/^user u roles r level s0 range s0 - s1:c0;$/c\
user u roles r level s1:c0 range s0 - s0:c1;
