/^level s1:c0;$/a\
level s2:c0;
