# SPDX-License-Identifier: LGPL-2.1-or-later
# A build for a kernel takes a policy version that it reads, and no newer one.
tecc build "$top/corpus/base" -o out --kernel 5.6 -q && ls out
tecc build "$top/corpus/base" -o new --kernel 5.6 --policy-version=33 -q
echo "status $?"
ls
