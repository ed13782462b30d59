. $top/tests/golden/compile/setup
cat >local.tmp <<'TE'
module local 1.0;
require {
	type sshd_t;
	class file { read open };
}
type local_t;
allow sshd_t local_t:file { read open };
TE
checkmodule -M -m local.tmp && ls
checkmodule -M -m local.tmp -o local.mod && semodule_package -o local.pp -m local.mod
rules local.pp allow
checkmodule -M -m local.tmp -o other.mod
checkmodule -M -m -C local.tmp -o local.cil && grep allow local.cil
checkmodule -M local.tmp
checkmodule -M -b local.mod
