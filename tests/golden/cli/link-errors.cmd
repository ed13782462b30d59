cat > one.te <<'END'
module one 1.0;
require { type two_t; type nowhere_t; class process fork; }
allow two_t nowhere_t:process fork;
END
cat > two.te <<'END'
module two 1.0;
require { class process fork; }
optional { require { type absent_t; } type two_t;
  allow two_t absent_t:process fork; }
END
for name in one two; do
  checkmodule -M -m $name.te -o $name.mod && semodule_package -o $name.pp -m $name.mod
done
cat > base.te <<'END'
class process
sid kernel
class process { fork }
sensitivity s0;
dominance { s0 }
category c0;
level s0:c0;
mlsconstrain process fork ( l1 eq l2 );
type a_t;
role a_r; role a_r types a_t;
user a_u roles a_r level s0 range s0;
sid kernel a_u:a_r:a_t:s0
END
checkmodule -M base.te -o base.mod && semodule_package -o base.pp -m base.mod
tecc link -v one.pp two.pp base.pp -o policy.33
echo "status $?"; ls policy.33
tecc link two.mod base.mod base.pp
echo "status $?"
tecc link two.mod two.pp base.pp
echo "status $?"
tecc link two.pp base.mod -o policy.33 -o linked.pp && semodule_expand linked.pp expanded && cmp policy.33 expanded
