# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh

# Shell functions that the test suites share; to be sourced.
#
# Uses: BUILD, the build folder (default build/ of this tree).
# Gives: top, BUILD (absolute), TECC, work (the suite's scratch folder).

top=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-$top/build}
mkdir -p "$BUILD/tests"
BUILD=$(cd "$BUILD" && pwd)
TECC=${TECC:-$BUILD/tecc}
CC=${CC:-cc}
export LC_ALL=C

passed=0
failed=0

ok() {
  echo "ok $1"
  passed=$((passed + 1))
}

# fail NAME [FILE]: the first lines of FILE say why.
fail() {
  echo "FAIL $1"
  if [ $# -gt 1 ]; then head -n 20 "$2" | cut -c 1-400 | sed 's/^/    /'; fi
  failed=$((failed + 1))
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# Prints a message and ends the suite as failed.
give_up() {
  echo "FAIL $1"
  failed=$((failed + 1))
  finish
}

# The folder of the modules that Debian ships: its package builds a policy
# store when it is installed, so it is only unpacked.
debian_packages() {
  shipped=$BUILD/selinux-policy-default
  "$top/tests/lib/unpack-package" selinux-policy-default "$shipped" &&
    echo "$shipped/usr/share/selinux/default"
}

cflags='-std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra'

# compile PROGRAM SOURCE.. [LIBRARY..]: to $BUILD/tests/PROGRAM, unless it is
# newer than all of its sources and the headers beside them.
compile() (
  program=$BUILD/tests/$1
  shift
  cd "$top" || exit
  if [ -x "$program" ]; then
    newer=$(find tests/lib tests/kernel -name '*.[ch]' -newer "$program")
    if [ -z "$newer" ]; then exit 0; fi
  fi
  # shellcheck disable=SC2086
  $CC $cflags -I. -o "$program.$$" "$@" || exit 1
  mv "$program.$$" "$program"
)

build_poldump() {
  compile poldump tests/lib/poldump.c tests/lib/facts.c tests/lib/polview.c \
    tests/lib/symfacts.c tests/lib/rulefacts.c tests/lib/confacts.c \
    tests/lib/ctxfacts.c tests/lib/cond.c tests/lib/xperms.c \
    tests/lib/avflat.c -l:libsepol.a
}
