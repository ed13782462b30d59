# SPDX-License-Identifier: LGPL-2.1-or-later
# What is no part of an interface: nobody would miss it before the first call.
. "$top/tests/golden/lint/setup"
cp $shop.if before
interface <<'END'
## <summary>A quote is missing.</summary>
interface(shop_read',`
	gen_require(`
		type shop_t;
	')
	allow $1 shop_t:process signal;
')
END
build
cp before $shop.if
interface <<'END'
## <summary>Misspelt.</summary>
interfac(`shop_read',`
	allow $1 shop_t:process signal;
')
END
build
cp before $shop.if
interface <<'END'
## <summary>What a macro makes is read.</summary>
define(`shop_made',`define(`shop_$1',`allow $'1 self:process signal;)')
shop_made(signal)
END
build
