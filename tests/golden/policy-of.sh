# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# For the cases of check/ and why/: policy FILE takes rules from standard
# input and writes them between the common declarations to FILE.
policy() {
  {
    cat "$top/tests/golden/prelude.conf"
    printf '#line 1 "rules.te"\n'
    cat
    printf '#line 1 "postlude.conf"\n'
    cat "$top/tests/golden/postlude.conf"
    echo
  } >"$1"
}
# kernel CONF FILE: compiles without the neverallow check.
kernel() { checkpolicy -M -N "$1" -o "$2"; }
