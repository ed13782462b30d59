. $top/tests/golden/compile/setup
daemon
tecc compile -I include beacon.te
ls
rules beacon.pp beacon_etc_t
rules beacon.pp self
tail -n 3 cil
semodule_unpackage beacon.pp beacon.mod beacon.out
cat beacon.out
