define(`x',`<$1><$2>')x((a,b),c(d,e))
