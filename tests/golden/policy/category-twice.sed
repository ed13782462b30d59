/^category c0;$/a\
category c1;
