# What only a loadable module can do wrong.
faulty() { cat >m.te; checkmodule -M -m m.te -o m.mod; echo "status $?"; }
faulty <<'TE'
require { type a_t; }
type b_t;
TE
faulty <<'TE'
module m 1.0;
type b_t;
module n 1.0;
TE
faulty <<'TE'
module m 1.0;
require { type a_t; class file read; }
optional { require { type x_t; } allow a_t x_t:file read; }
else { type y_t; attribute z; role r; typeattribute a_t q; }
TE
faulty <<'TE'
module m 1.0;
require { class file read; attribute d; role r; }
type b_t;
role r types x_t;
allow b_t d:file ~{ };
allow b_t { }:file read;
user u roles r;
TE
cat >m.te <<'TE'
module m 1.0;
require { class file read; }
type b_t;
allowxperm b_t self:file ioctl 1;
range_transition b_t b_t:file s0;
TE
checkmodule -m m.te -o m.mod
echo "status $?"
tecc compile --no-headers m.te --target=rhel7 -o m.pp
echo "status $?"
. $top/tests/golden/compile/setup
printf 'policy_module(n, 1.0)\nrefpolicyerr(`not here'\'')\n' >n.te
tecc compile -I include n.te
echo "status $?"
