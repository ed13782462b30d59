. "$top/tests/golden/tree/setup"
cat >t/build.conf <<'END'
TYPE = mcx
UNK_PERMS = ignore
MONOLITHIC = yes
MLS_SENS = 0
MLS_CATS = many
MCS_CATS := 70000
OUTPUT_POLICY = 12
DISTRO = my-distro
NAME = a/b
CUSTOM_BUILDOPT = good 2bad
M4PARAM = -D ok=1 -s
END
tecc dump-tree t
