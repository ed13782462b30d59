. $top/tests/golden/compile/setup
cat >local.te <<'TE'
module local 1.0;
require {
	type sshd_t, user_home_t;
	class file { read open getattr };
}
allow sshd_t user_home_t:file { read open };
TE
tecc compile -v --no-headers local.te
rules local.pp allow
