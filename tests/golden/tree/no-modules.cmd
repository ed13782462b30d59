. "$top/tests/golden/tree/setup"
rm -r t/policy/modules
tecc dump-tree t
