. $top/tests/golden/compile/setup
daemon
cat >beacon.fc <<'FC'
/a	gen_context(system_u:object_r:beacon_ect_t,s0)
/b	gen_context(sytsem_u:object_r:etc_t,s0)
/c	gen_context(system_u:objectr:beacon_etc_t,s0)
/d	gen_context(system_u:object_r:beacon_ect_t,s0)
FC
tecc compile -I include beacon.te
ls *.pp
