/^constrain file write ( u1 == u2 );$/c\
constrain file write ( u1 == x_u );
