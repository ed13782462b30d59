# Modules that take the same name for different things.
cat >base.te <<'END'
class process
sid kernel
class process { fork }
attribute a;
type a_t;
role a_r; role a_r types a_t;
bool b true;
tunable c true;
user a_u roles a_r;
sid kernel a_u:a_r:a_t
END
checkmodule base.te -o base.mod && semodule_package -m base.mod -o base.pp
cat >one.te <<'END'
module one 1.0;
require { type a; role a_t; attribute a_t; bool b; class process fork; }
allow a self:process fork;
END
cat >two.te <<'END'
module two 1.0;
require { bool b, c; type a_t; class process fork; }
if (b && c) { allow a_t self:process fork; }
END
for name in one two; do
  checkmodule -m $name.te -o $name.mod && semodule_package -o $name.pp -m $name.mod
  tecc link base.pp $name.pp
  echo "status $?"
done
