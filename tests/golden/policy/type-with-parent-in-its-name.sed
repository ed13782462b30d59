/^type b_t;$/a\
type b_t.c;\
allow b_t.c b_t:file write;
