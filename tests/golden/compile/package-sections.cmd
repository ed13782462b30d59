. $top/tests/golden/compile/setup
daemon
tecc compile -I include beacon.te -o beacon.mod
for part in contexts seusers extra netfilter; do echo "$part:x" >$part; done
: >nothing
semodule_package -o x.pp -m beacon.mod -s seusers -u extra
semodule_package -o beacon.pp -m beacon.mod -f contexts -n netfilter
tr -c '[:print:]\n' '\n' <beacon.pp | grep ':x'
semodule_unpackage beacon.pp again.mod fc && cmp beacon.mod again.mod && cat fc
semodule_package -o plain.pp -m beacon.mod -f nothing
semodule_unpackage plain.pp again.mod none; ls none
semodule_package -o x.pp -m contexts
