# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
tecc build "$top/corpus/base" -q -o out --map
printf x >>out/policy.33.map
f() { sed "s/near byte [0-9]*/near byte N/"; }
tecc check out/policy.33 2>&1 | f
cp out/policy.33.map other.map
tecc build "$top/corpus/base" -q -O -o out
mv other.map out/policy.33.map
tecc check out/policy.33
