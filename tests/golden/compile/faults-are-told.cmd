# SPDX-License-Identifier: LGPL-2.1-or-later
# What explains one fault hides no other, and no policy is taken for want of an
# error.
. $top/tests/golden/compile/setup
try() {
  echo "== $1"
  { echo 'policy_module(beacon, 1.0)' && echo 'type beacon_t;' && cat; } >beacon.te
  tecc compile -I include beacon.te 2>&1 | sed 's/\.\(if\|spt\):[0-9]*:/.\1:N:/; s/^ *[0-9]* |/   N |/'
  echo "status ${PIPESTATUS[0]}"
}
try "a call that is left open by another, which is in order" <<'TE'
define(`require_open',`gen_require(')
require_open`type b_t;')
require_open`type b_t;')
allow beacon_t b_t:file read;
no_such_interface(beacon_t)
TE
try "the same of a quote" <<'TE'
changequote([,])define([quote_open],[`])changequote([`],['])
require { type b_t; }
quote_open'
quote_open'
allow beacon_t b_t:file read;
no_such_interface(beacon_t)
TE
try "the end in an argument" <<'TE'
define(`nothing',`')
allow beacon_t self:file nothing(m4exit)
TE
try "other names and permissions than those of a faulty rule" <<'TE'
require { type b_t; class file { read write }; }
allow beacon_t self:file read
allow b_t self:file wriite;
allow self_x_t b_t:file write;
TE
try "a missing argument behind the same word told before" <<'TE'
attribute user;
define(`beacon_mark',`attribute user; allow $1 $2:file read;')
beacon_mark(beacon_t)
TE
try "a list that a macro makes" <<'TE'
define(`two',`beacon_t,beacon_t')
define(`rule',`allow $1 $2:file $3;')
rule(two, { read write)
rule(two, { read write })
TE
try "word operators are no calls" <<'TE'
bool some_b true;
TE
printf 'interface(`beacon_if'\'',`\n\tif (not(some_b) and(other_b)) { allow $1 self:file read; }\n\trefpolicyerr(`use x() instead'\'')\n\tifdef(`beacon_opt'\'',`beacon_opt($1)'\'')\n'\'')\n' >beacon.if
try "nor are messages, or what an ifdef asks for" <<'TE'
allow beacon_t self:file { read write };
TE
rm beacon.if
printf '/a\t--\tgen_context(system_u:object_r:beacon_t,s0)\n/yyyy ifelse(m4exit' >beacon.fc
try "the end in an argument, in file contexts" <<'TE'
files_type(beacon_t)
TE
rm beacon.fc
try "a quote that closes nothing, and one that does" <<'TE'
files_type(beacon_t)'
`type b_t;'
TE
try "the same slip in two calls" <<'TE'
type b_t;
files_search_etc({ beacon_t b_t)
files_search_etc({ b_t beacon_t)
tunable_policy(`a_b && ',`allow beacon_t self:file read;')
tunable_policy(`b_b &&',`allow beacon_t self:file read;')
filetrans_pattern(beacon_t, , b_t, file)
filetrans_pattern(b_t, , beacon_t, file)
TE
try "three in a block" <<'TE'
require {
	typ b_t;
	clas file read;
	type c_t:
}
TE
try "a statement behind an unknown call" <<'TE'
nosuch(beacon_t)
alow beacon_t self:file read;
TE
try "a macro that a quote keeps from being called" <<'TE'
files`_type(beacon_t)'
TE
try "the end of the text" <<'TE'
allow beacon_t self:
TE
try "a macro that is defined too late" <<'TE'
my_rules(beacon_t)
define(`my_rules',`files_type($1)')
TE
echo "== interfaces in UTF-16: of a file that was given, and among the headers"
echo 'policy_module(beacon, 1.0)' >beacon.te
printf '\377\376i\0' >wide.if
tecc compile -I include -i wide.if beacon.te
echo "status $?"
mkdir wide
cp -r include/. wide
mv wide.if wide/kernel/wide.if
{ echo 'type beacon_t;' && echo 'files_type(beacon_t)'; } >>beacon.te
tecc compile -I wide beacon.te
