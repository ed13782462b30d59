. $top/tests/golden/compile/setup
daemon
mkdir -p out
tecc compile -I include beacon.te -o out/beacon.mod
semodule_package -o beacon.pp -m out/beacon.mod -f beacon.fc
rules beacon.pp beacon_etc_t
