/^constrain file write ( u1 == u2 );$/c\
constrain file write ( t1 == { } );
