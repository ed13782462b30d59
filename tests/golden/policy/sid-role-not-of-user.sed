/^role q;$/a\
role q types a_t;
/^sid kernel u:r:a_t:s0$/c\
sid kernel u:q:a_t:s0
