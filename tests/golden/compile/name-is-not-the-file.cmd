. $top/tests/golden/compile/setup
daemon
mv beacon.te lamp.te
tecc compile -I include lamp.te
tecc compile -q -I include lamp.te -o beacon.pp && ls *.pp
