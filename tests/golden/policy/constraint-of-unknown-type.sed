/^constrain file write ( u1 == u2 );$/c\
constrain file write ( t1 == { a_t x_t } );
