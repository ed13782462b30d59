# An .if without a .te is read like those of modules, behind them.
. "$top/tests/golden/tree/setup"
echo 'kernel = base' >t/policy/modules.conf
: >t/policy/modules/kernel/zone.if
: >t/policy/modules/services/aged.if
: >t/policy/modules/services/zone.if
: >t/policy/modules/services/notes.txt
tecc dump-tree t | sed -n '/^run interfaces/,/^run globals/p'
