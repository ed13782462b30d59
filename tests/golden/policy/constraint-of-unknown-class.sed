/^constrain file write ( u1 == u2 );$/c\
constrain lnk_file write ( u1 == u2 );
