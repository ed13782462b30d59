# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf </dev/null
echo '# nothing' >empty
sefcontext_compile empty
echo '/a(b u:r:t:s0' >bad
sefcontext_compile bad
echo '/c system_u:object_r:gone_t:s0' >gone
sefcontext_compile -p p.conf gone
sefcontext_compile -t vax bad
sefcontext_compile
tecc link none.pp --file-contexts-bin=debian12
ls
