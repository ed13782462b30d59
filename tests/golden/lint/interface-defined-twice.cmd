# SPDX-License-Identifier: LGPL-2.1-or-later
# The same body twice does no harm; arguments for an interface without any do
# none, but are not what was meant.
. "$top/tests/golden/lint/setup"
interface <<'END'
## <summary>Nothing.</summary>
interface(`shop_nothing',`
	gen_require(`
		type shop_t;
	')
	allow shop_t self:process fork;
')
## <summary>Nothing.</summary>
interface(`shop_nothing',`
	gen_require(`
		type shop_t;
	')
	allow shop_t self:process fork;
')
END
echo 'shop_nothing(shop_t, bin_t)' | te
build
sed -i 10,16d $shop.if
build
