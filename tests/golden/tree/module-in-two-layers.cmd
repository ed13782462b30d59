. "$top/tests/golden/tree/setup"
module kernel web
tecc dump-tree t >/dev/null
