define(`decl',`
`define(`$1',` dnl
	pushdef(`depth',incr(depth)) dnl
$2 dnl
	popdef(`depth') dnl
'')')define(`depth',0)decl(`my_read',`allow $1 my_t:file depth;')my_read(x_t)
