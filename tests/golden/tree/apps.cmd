. "$top/tests/golden/tree/setup"
printf 'kernel = base\nmail = module\nweb = off\n' >t/policy/modules.conf
tecc dump-tree t -D APPS_OFF=mail -D APPS_BASE=web | grep -E '^(base|module|off) '
echo 'APPS_OFF = mail web' >>t/build.conf
tecc dump-tree t -D APPS_BASE=web -D 'APPS_MODS=gone mail'
