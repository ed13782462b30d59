define(`x',`<$1><$2>')x(  a ,
	 b c )x( `' a,  `  b')
