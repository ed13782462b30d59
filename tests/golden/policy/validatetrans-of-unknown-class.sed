/^constrain file write ( u1 == u2 );$/a\
validatetrans lnk_file ( u1 == u2 );
