define(`x',`[$1] `q'')changequote([,])x([y]) changequote
x(y)
