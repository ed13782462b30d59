divert(1)one
divert`'a undivert(1)b divnum
