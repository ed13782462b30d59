# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
cat >>fc <<'END'
/etc/conf.*		system_u:object_r:b_t:s0
/etc/conf\.d	-d	system_u:object_r:a_t:s0
/etc/con.*	-l	system_u:object_r:a_t:s0
END
printf '/conf /etc/conf.d\n' >fc.subs_dist
tecc which /etc/conf.d dir --file-contexts fc
tecc which /etc/conf.d --file-contexts fc
tecc which //conf/ d --file-contexts fc
tecc which /tmp/x --file-contexts fc; echo "status $?"
tecc which /nowhere --file-contexts fc; echo "status $?"
tecc which /etc/conf.d l --file-contexts fc -q
tecc which /etc/conf.d dir --file-contexts fc --message-format=json
tecc which /nowhere --file-contexts fc --message-format=json
