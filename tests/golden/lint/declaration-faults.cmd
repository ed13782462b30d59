# SPDX-License-Identifier: LGPL-2.1-or-later
# What a faulty statement was to declare is not said to be undeclared, too.
. "$top/tests/golden/lint/setup"
te <<'END'
typ shop_a_t;
type shop_b_t shop_c_t;
type shop_d_t, domain, shop_e_t
	shop_f_t;
attribute dom;
type shop_g_t, dom;
allow { shop_a_t shop_b_t shop_c_t shop_d_t shop_f_t shop_g_t } shop_t:process signal;
allow dom shop_t:process signal;
allow shop_x_t shop_t:process signal;
optional_policy(`
	gen_require(`type shop_y_t;')
	allow shop_y_t shop_t:process signal;
')
allow shop_y_t shop_t:process signull;
END
interface <<'END'
interface(`shop_faulty',`
	gen_require(`type shop_t')
	allow $1 shop_t:file read write;
	shop_misspelt($1)
')
END
te <<'END'
shop_faulty(shop_t)
shop_faulty(init_t)
END
build
