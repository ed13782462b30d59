. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		type shop_t;
	')
	# etc_t is in a comment
	refpolicywarn(`bin_t is in a text')
	allow $1 { shop_t bin_t }:file read;
	allow $1 bin_t:dir search;
')
X
build
