. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		type shop_t;
	')
	allow $1 shop_t:file read;
')
## <summary>The second is for later.</summary>
## <param name="domain"><summary>Domain.</summary></param>
## <param name="role"><summary>Role.</summary></param>
#
interface(`shop_admin',`
	shop_read($1, $2, three)
')
X
te <<'X'
shop_read(shop_t)
shop_read(shop_t, bin_t)
shop_admin(shop_t, system_r)
X
build
