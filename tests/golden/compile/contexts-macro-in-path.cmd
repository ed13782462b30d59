. $top/tests/golden/compile/setup
daemon
echo '/usr/share/shift/dnl/search_dir_perms	-d	gen_context(system_u:object_r:beacon_etc_t,s0)' >beacon.fc
tecc compile -I include beacon.te && semodule_unpackage beacon.pp beacon.mod fc && cat fc
