. $top/tests/golden/compile/setup
daemon
tecc compile --no-headers beacon.te
