# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh

# How the differential tests look at differences; to be sourced after
# tests/lib/common.sh.

known=$top/tests/differential/known-differences

# unknown_differences FILE: prints the lines "- ..." and "+ ..." that are not
# among the known ones, and succeeds if there are none.
unknown_differences() {
  grep '^[-+] ' "$known" >"$1.known" || true
  if grep '^[-+!]' "$1" | grep -Fxv -f "$1.known" >"$1.unknown"; then
    cat "$1.unknown"
    return 1
  fi
  return 0
}

# compare_lines A B: two sorted files, line by line.
compare_lines() {
  {
    comm -23 "$1" "$2" | sed 's/^/- /'
    comm -13 "$1" "$2" | sed 's/^/+ /'
  } >"$2.all"
  unknown_differences "$2.all"
}

# read_back POLICY TEXT [merge]: the policy as sorted lines of policy.conf
# (normal.awk tells what is changed).  Whether it is an MLS policy is asked of
# the policy itself.
read_back() {
  mls=
  if "$BUILD/tests/poldump" -p -s header "$1" 2>/dev/null |
    grep -q 'mls 1'; then
    mls=-M
  fi
  checkpolicy $mls -b -F "$1" -o "$2.text" >"$2.log" 2>&1 || {
    cat "$2.log"
    return 1
  }
  awk -v merge="${3:-}" -f "$top/tests/differential/normal.awk" \
    "$2.text" "$2.text" | sort >"$2"
}
