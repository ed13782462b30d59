. $top/tests/golden/compile/setup
daemon
tecc compile -I nowhere beacon.te
mkdir empty
tecc compile -I empty beacon.te
