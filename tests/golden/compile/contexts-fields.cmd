. $top/tests/golden/compile/setup
daemon
cat >beacon.fc <<'FC'
/a
/b	-x	gen_context(system_u:object_r:beacon_etc_t,s0)
/c	--
/d	--	gen_contxt(system_u:object_r:beacon_etc_t,s0)
/e	--	gen_context(system_u:object_r:beacon_etc_t,s0) more
/f	--	gen_context(object_r:beacon_etc_t)
FC
tecc compile -I include beacon.te
