define(`x',1)changecom(`/*',`*/')x /* x *$*/ x $#/ $*/ x
