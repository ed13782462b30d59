divert(-1)define(`x',1) text
divert`'x
