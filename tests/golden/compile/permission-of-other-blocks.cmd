# What optional blocks require is a permission of the whole module to
# checkmodule; the rule is kept, with a warning.
. "$top/tests/golden/compile/setup"
cat >m.te <<'TE'
module m 1.0;
require { type a_t; class file read; }
allow a_t a_t:file { read write };
optional {
	require { type b_t; class file write; }
	allow a_t b_t:file { write read };
}
TE
checkmodule -M -m m.te -o m.mod && semodule_package -o m.pp -m m.mod
rules m.pp allow
