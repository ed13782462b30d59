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

# read_back POLICY TEXT: the policy as sorted lines of policy.conf.  Whether
# it is an MLS policy is asked of the policy itself.  A role's types go one
# to a line, so that a difference is small.
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
  sed -E '/^role .* types \{/{s/ types \{ ?/ types /;s/ ?\};$//;:a
s/^(role [^ ]+ types )([^ \n]+) ([^\n]+)/\1\2\n\1\3/;ta
}' "$2.text" | sort >"$2"
}
