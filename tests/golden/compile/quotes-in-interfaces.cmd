# SPDX-License-Identifier: LGPL-2.1-or-later
# The same in the interfaces of the module.
. $top/tests/golden/compile/setup
cat >beacon.te <<'TE'
policy_module(beacon, 1.0)
require { type bin_t; }
type beacon_t;
beacon_talk(beacon_t)
beacon_read(beacon_t)
allow beacon_t bin_t:file read;
TE
try() {
  echo "== $*"
  cat >beacon.if
  cat >>beacon.if <<'IF'
interface(`beacon_read',`
	gen_require(`
		type bin_t;
	')
	allow $1 bin_t:file read;
')
IF
  tecc compile -I include beacon.te 2>&1
}
try no opening quote <<'IF'
interface(`beacon_talk',`
	optional_policy(
		netutils_domtrans_ping($1)
	')
')
IF
try no closing quote <<'IF'
interface(`beacon_talk',`
	optional_policy(`
		netutils_domtrans_ping($1)
	)
')
IF
try an apostrophe in a comment <<'IF'
interface(`beacon_talk',`
	# This doesn't matter.
	optional_policy(`
		netutils_domtrans_ping($1)
	')
')
IF
try no quotes at all <<'IF'
interface(`beacon_talk',`
	optional_policy(
		netutils_domtrans_ping($1)
	)
')
IF
