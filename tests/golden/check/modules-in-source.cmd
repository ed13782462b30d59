# SPDX-License-Identifier: LGPL-2.1-or-later
# Modules that are not compiled yet are held against the packages of a policy,
# and asked about; what is no policy is named for what it is.
tecc build "$top/corpus/base" --modules -o tree -q
headers=$(dirname "$(command -v tecc)")/share/tecc/include
all="tree/modules/*.pp"
cat >beacon.te <<'TE'
policy_module(beacon, 1.0)
require { type shadow_t; }
type beacon_t;
domain_type(beacon_t)
beacon_talk(beacon_t)
allow beacon_t shadow_t:file read;
gen_tunable(beacon_writes, false)
tunable_policy(`beacon_writes',`
	allow domain shadow_t:file append;
')
TE
sed -i '2s/}/attribute domain; }/' beacon.te
cat >talk.if <<'IF'
interface(`beacon_talk',`
	gen_require(`type shadow_t;')
	allow $1 shadow_t:file { getattr relabelto };
')
IF
echo 'policy_module(talk, 1.0)
type talk_t;' >talk.te
show() {
  echo "\$ tecc $*" | sed 's|\([a-z]*/modules\)/apache.*|\1/*.pp|'
  tecc "$@" -I "$headers" 2>&1 | sed "s|$headers|include|"
  echo "status ${PIPESTATUS[0]}"
}
show check beacon.te talk.te $all
tecc build "$top/corpus/base" --modules -o mapped -q --map
show check beacon.te talk.te mapped/modules/*.pp
show why 'allow beacon_t shadow_t:file getattr' talk.te beacon.te $all
show check beacon.te
echo 'alow beacon_t self:process signal;' >>talk.te
show check talk.te $all
mv talk.te talk.fc
echo '/srv/talk gen_context(system_u:object_r:talk_t,s0)' >talk.fc
cp "$top/corpus/base/build.conf" other
show check talk.fc
show why 'allow a_t b_t:file read' talk.if
show why beacon.te 'allow a_t b_t:file read'
show check other tree/modules/base.pp
