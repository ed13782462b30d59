. $top/tests/golden/compile/setup
daemon
tecc compile -I include beacon.te --depfile=beacon.d
grep -v '^include.*:$' beacon.d | sed 's/spt.*/spt \\/' | sort -u
tecc compile -I include beacon.te --list-inputs | grep -v spt | sort
