/^category c1;$/c\
category c1 alias c0;
