/^class dir { search }$/a\
default_range file source;
