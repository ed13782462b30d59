/^constrain file write ( u1 == u2 );$/c\
constrain file write ( u1 == u2 and t3 == a_t );
