/^constrain file write ( u1 == u2 );$/c\
constrain file write ( r1 == x_r );
