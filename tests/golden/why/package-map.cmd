# SPDX-License-Identifier: LGPL-2.1-or-later
# Maps of packages: a link with them answers as the tree does, the rules in
# another order.
. "$top/tests/golden/policy-of.sh"
tecc build "$top/corpus/base" -q -o out --modules --map
tecc link out/modules/*.pp -o linked.33 -o linked.pp --map
for q in "-s init_t -c process" "-t shadow_t" "-c dir -p write"; do
  tecc why $q "$top/corpus/base" -q 2>&1 | sort >source
  for given in linked.33 linked.pp "out/modules/*.pp"; do
    tecc why $q -q $given 2>&1 | sort >map
    cmp source map && [ "$(wc -l <map)" -gt 5 ] && echo same
  done
done
for policy in linked.33 linked.pp out/modules/apache.pp; do
  [ "$(stat -c %s $policy.map)" -lt "$(stat -c %s $policy)" ] && echo smaller
done
# Diagnostics of the link know the lines, too, of compressed packages also.
cat >bad.te <<'END'
policy_module(bad)
gen_require(`type httpd_t, shadow_t;')
allow httpd_t shadow_t:file read;
END
tecc compile -I "$top/build/share/tecc/include" bad.te --map
bzip2 bad.pp
tecc link -q out/modules/*.pp bad.pp.bz2 -o none
ls none bad.pp.map
# Without the base nothing can be asked.
tecc check out/modules/apache.pp out/modules/ssh.pp
tecc check out/modules/base.pp out/modules/base.pp
