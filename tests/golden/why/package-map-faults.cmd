# SPDX-License-Identifier: LGPL-2.1-or-later
# A map of another package is not used; what is no map is an error.
cat >a.te <<'END'
module a 1;
require { type b_t; class file read; }
type a_t;
allow a_t b_t:file read;
END
tecc compile --no-headers a.te --map
ls a.pp*
sed -i 's/a_t;/a_t; type c_t;/' a.te
tecc compile --no-headers a.te
tecc link a.pp
tecc link a.pp -Wno-stale-map
echo map >a.pp.map
tecc link a.pp
rm a.pp.map
mkdir a.pp.map
tecc link a.pp
echo "status $?"
tecc compile --no-headers a.te --map -o b.mod
tecc link --map a.pp
