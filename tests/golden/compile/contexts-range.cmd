. $top/tests/golden/compile/setup
daemon
cat >beacon.fc <<'FC'
/a	system_u:object_r:beacon_etc_t
/b	system_u:object_r:beacon_etc_t:s1
/c	system_u:object_r:beacon_etc_t:s0:c0.c1024
/d	system_u:object_r:beacon_etc_t:s0-s0:c0.c1023
FC
tecc compile -I include beacon.te
tecc compile -I include -D TYPE=mls beacon.te
tecc compile -I include -D TYPE=standard beacon.te
