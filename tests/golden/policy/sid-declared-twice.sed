/^class dir$/a\
sid kernel
