/^role r types a_t;$/c\
role r types { a_t x_t };
