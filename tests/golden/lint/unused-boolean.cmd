. $top/tests/golden/lint/setup
te <<'X'
gen_tunable(shop_sells, false)
gen_bool(shop_buys, true)
gen_tunable(shop_opens, true)
tunable_policy(`shop_opens',`
	allow shop_t self:process fork;
')
X
build
