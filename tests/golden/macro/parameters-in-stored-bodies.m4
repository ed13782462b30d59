define(`mk',`define(`got',`<$1>$2')')mk(a,`b')got(c)mk(`$1',`$'`2')got(d,e)
