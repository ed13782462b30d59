/^level s0:c0\.c1;$/c\
level s0:c1.c0;
