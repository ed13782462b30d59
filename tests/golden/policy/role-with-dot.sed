/^role q;$/a\
role a.b;
