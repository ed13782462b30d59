/^class dir { search }$/a\
default_type lnk_file source;
