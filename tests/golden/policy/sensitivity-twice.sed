/^sensitivity s0;$/a\
sensitivity s1;
