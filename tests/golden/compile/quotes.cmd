# SPDX-License-Identifier: LGPL-2.1-or-later
# A quote that is missing or misplaced in the arguments of a call: one error,
# at the call, and none of what the text has become.
. $top/tests/golden/compile/setup
try() {
  echo "== $*"
  { cat <<'TE' && cat; } >beacon.te
policy_module(beacon, 1.0)
require { type bin_t; type etc_t; }
type beacon_t;
TE
  echo 'allow beacon_t etc_t:file read;' >>beacon.te
  tecc compile -I include beacon.te 2>&1
}
try no opening quote <<'TE'
optional_policy(
	allow beacon_t bin_t:file { read write };
')
TE
try no opening quote, and a call with commas in its text <<'TE'
optional_policy(
	netutils_domtrans_ping(beacon_t)
')
TE
try no quotes at all <<'TE'
optional_policy(
	netutils_domtrans_ping(beacon_t)
)
TE
try other quotes <<'TE'
optional_policy("
	netutils_domtrans_ping(beacon_t)
")
TE
try a closing quote for an opening one <<'TE'
optional_policy('
	netutils_domtrans_ping(beacon_t)
')
TE
try no opening quote before a name <<'TE'
tunable_policy(beacon_reads',`
	allow beacon_t bin_t:file read;
')
TE
try an apostrophe in a comment <<'TE'
optional_policy(`
	# This doesn't matter, and more.
	netutils_domtrans_ping(beacon_t)
')
TE
try two such calls <<'TE'
optional_policy(
	netutils_domtrans_ping(beacon_t)
')
optional_policy('
	netutils_domtrans_ping(beacon_t)
')
TE
try no closing quote <<'TE'
optional_policy(`
	netutils_domtrans_ping(beacon_t)
)
TE
try no bracket <<'TE'
optional_policy(`
	netutils_domtrans_ping(beacon_t)
'
TE
try no mistake: text without a comma needs no quotes <<'TE'
optional_policy(
	gen_require(`type lib_t;')
	allow beacon_t lib_t:file read;
)
TE
