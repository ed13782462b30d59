/^class dir { search }$/a\
default_user file source;\
default_user { file dir } target;
