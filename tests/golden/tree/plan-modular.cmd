. "$top/tests/golden/tree/setup"
cd t
printf 'kernel = base\nmail = module\nweb = off\n' >policy/modules.conf
tecc dump-tree . | grep -v '^variable'
