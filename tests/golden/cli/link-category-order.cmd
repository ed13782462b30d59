# A module numbers categories in its own order; a range counts in the base's.
cp $top/tests/golden/prelude.conf base.conf
cat $top/tests/golden/postlude.conf >>base.conf
checkmodule -q -M base.conf -o base.mod && semodule_package -m base.mod -o base.pp
for range in c0.c1 c1.c0; do
  cat >m.te <<X
module m 1.0;
require { sensitivity s0; category c1; category c0; class process transition;
  type a_t, b_t; }
range_transition a_t b_t:process s0:$range;
X
  /usr/bin/checkmodule -M -m m.te -o m.mod
  semodule_package -m m.mod -o m.pp
  tecc link base.pp m.pp -o policy
  echo "status $?"
done
checkpolicy -b -M -F policy -o conf
grep range_transition conf
