. "$top/tests/golden/tree/setup"
cd t/policy/modules/kernel
: >net.te.in
: >net.te.m4
: >net.if.in
: >net.if.m4
cd ../../..
tecc dump-tree . | grep -E '^(generated|base|module) '
: >policy/modules/kernel/odd.te.in
tecc dump-tree .
