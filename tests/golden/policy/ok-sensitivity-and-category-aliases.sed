/^category c1;$/c\
category c1 alias { blue green };
/^level s1:c0;$/c\
level s1:c0,blue;
/^user u roles r level s0 range s0 - s1:c0;$/c\
user u roles r level s0 range s0 - s1:c0,green;
