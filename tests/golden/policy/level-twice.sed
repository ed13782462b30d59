/^level s1:c0;$/a\
level s1:c1;
