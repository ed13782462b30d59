# What a module requires for its file contexts is used, in a tree and alone.
. $top/tests/golden/lint/setup
te <<'X'
gen_require(`
	type bin_t, etc_t;
')
X
fc <<'X'
/opt/shop/bin(/.*)?	gen_context(system_u:object_r:bin_t,s0)
X
build
tecc headers tree -o include
mkdir own
printf 'policy_module(stall)\ngen_require(`\n\ttype bin_t, etc_t;\n%s)\ntype stall_t;\nallow stall_t self:process signal;\n' "'" >own/stall.te
cp $shop.fc own/stall.fc
tecc compile own/stall.te -I include
