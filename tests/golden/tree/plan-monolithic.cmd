. "$top/tests/golden/tree/setup"
printf 'kernel = base\nmail = module\nweb = off\n' >t/policy/modules.conf
printf '# a comment\nweb_can_send = true\nmail_x=false\n' >t/policy/booleans.conf
: >t/config/appconfig-mcs/seusers
: >t/config/appconfig-mcs/systemd_contexts
: >t/config/appconfig-mcs/systemd_contexts.orig
: >t/config/appconfig-mcs/default_contexts
: >t/config/appconfig-mcs/default_type
: >t/config/appconfig-mcs/media
: >t/config/appconfig-mcs/root_default_contexts
: >t/config/local.users
tecc dump-tree t -D MONOLITHIC=y -D DISTRO=debian
