/^constrain file write ( u1 == u2 );$/a\
validatetrans file ( u1 == u2 or t3 == a_t );
