# A mistake that many lines follow from is told once.
. $top/tests/golden/compile/setup
module() { cat >k.te; tecc compile -I include k.te 2>&1 | sed "s|$PWD/||"; }
echo "- no policy_module"
module <<'TE'
type k_t;
files_read_etc_files(k_t)
TE
echo "- nothing"
module </dev/null
echo "- not closed"
printf 'policy_module(k, 1.0' | module
echo "- an argument is missing"
module <<'TE'
policy_module(k, 1.0)
type k_t;
files_read_etc_files()
manage_file_pattern(k_t, k_t, k_t)
TE
echo "- an optional block"
module <<'TE'
policy_module(k, 1.0)
type k_t;
optional_policy(`
	files_read_etc_fils(k_t)
')
TE
echo "- bytes that nobody sees"
printf '\357\273\277policy_module(k, 1.0)\ntype k_t;\nallow k_t self:file\302\240read;\n\1\n' | module
echo "- a path that is none"
printf '\357\273\277/etc/k\tgen_context(system_u:object_r:k_t,s0)\netc/l\tgen_context(system_u:object_r:k_t,s0)\nHOME_DIR/x\tgen_context(system_u:object_r:k_t,s0)\n' >k.fc
module <<'TE'
policy_module(k, 1.0)
type k_t;
files_type(k_t)
TE
echo "- UTF-16"
printf '\377\376p\000o\000l\000i\000c\000y\000' | module
echo "- a call that does not end"
module_te='policy_module(k, 1.0)\ntype k_t;\nfiles_type(k_t)\n'
printf '/etc/k\tgen_context(system_u:object_r:k_t,s0\n/etc/l\tgen_context(system_u:object_r:k_t,s0)\n' >k.fc
printf "$module_te" | module
echo "- a quote that is not closed"
printf '/etc/k\tgen_context(`system_u:object_r:k_t,s0)\n' >k.fc
printf "$module_te" | module
echo "- a type that is not declared for a fault"
printf '/etc/k\tgen_contxt(system_u:object_r:k_t,s0)\n/etc/l\tgen_context(system_u:object_r:l_t,s0)\n' >k.fc
printf "${module_te}typ l_t;" | module
