# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
tecc build "$top/corpus/base" -q -o out --map
for q in "-s init_t -c process" "-t shadow_t" "-c dir -p write"; do
  tecc why $q "$top/corpus/base" -q >source 2>&1
  tecc why $q out/policy.33 >map 2>&1
  cmp source map && [ "$(wc -l <map)" -gt 5 ] && echo same
done
