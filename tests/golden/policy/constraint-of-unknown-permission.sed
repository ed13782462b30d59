/^constrain file write ( u1 == u2 );$/c\
constrain file search ( u1 == u2 );
