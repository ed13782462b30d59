. "$top/tests/golden/tree/setup"
echo 'kernel = off' >t/policy/modules.conf
tecc dump-tree t -D MONOLITHIC=y
echo 'kernel = module' >t/policy/modules.conf
tecc dump-tree t
rm t/policy/modules.conf t/policy/modules/kernel/kernel.if
tecc dump-tree t
echo 'kernel = module' >t/policy/modules.conf
tecc dump-tree t -D MONOLITHIC=y | grep -E '^(base|module) '
