. "$top/tests/golden/tree/setup"
printf 'a = true\nb = false\n' >t/policy/booleans.conf
tecc dump-tree --definitions t
