# SPDX-License-Identifier: LGPL-2.1-or-later
# One character too many, too few or in the wrong place is one mistake for a
# person, and mostly for tecc.
. $top/tests/golden/compile/setup
cat >beacon.if <<'IF'
template(`beacon_template',`
	type $1_beacon_t;
	domain_type($1_beacon_t)
')
interface(`beacon_admin',`
	gen_require(`type beacon_t;')
	ps_process_pattern($1, beacon_t)
	role $2 types beacon_t;
	allow $3 beacon_t:process signal_perms;
')
IF
change() {
  echo "== $1"
  daemon
  cat >>beacon.te <<'TE'
beacon_template(far)
allow far_beacon_t beacon_t:process signal_perms;
beacon_admin(init_t, beacon_r, beacon_t)
attribute_role beacon_r;
optional_policy(`
	files_search_etc(beacon_t)
')
tunable_policy(`init_x',`
	filetrans_pattern(beacon_t, beacon_etc_t, beacon_exec_t, file)
')
TE
  sed -i "$1" "beacon.${2:-te}"
  tecc compile -I include -o beacon.pp beacon.te 2>&1 | grep -v '^ .*|' |
    sed 's/\.\(if\|spt\):[0-9]*:/.\1:N:/'
}
change 's/beacon_r, beacon_t/beacon_r,, beacon_t/'
change 's/^beacon_template/beacon_templat/'
change 's/(far)/(far;x)/'
change 's/(far)/(far}x)/'
change 's/(far)/(far:_x)/'
change 's/files_search_etc/files_`search_etc/'
change 's/^optional_policy(/optional_policy/'
change 's/^optional_policy/opt`ional_policy/'
change 's/^files_config/files`_config/'
change 's/filetrans_pattern(/filetrans_pattern)(/'
change 's/^allow/alow/'
change 's/^type beacon_t;/type beacon_t/'
change 's/^type beacon_t;/type beacon;_t;/'
change 's/^tunable_policy(`init_x/tunable_policy(init_x/'
change 's|/etc|`/etc|' fc
