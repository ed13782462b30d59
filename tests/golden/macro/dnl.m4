a`'dnl gone ` x
b dnl gone
c
