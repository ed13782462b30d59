/^level s1:c0;$/c\
level s1:c5;
