/^mlsconstrain file read ( h1 dom h2 );$/c\
mlsconstrain file raed ( h1 dom h2 );
