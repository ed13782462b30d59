# What a line switches off another may switch on, as in make; that is doubtful.
. "$top/tests/golden/tree/setup"
cat >t/policy/modules.conf <<'END'
kernel = base
web = off
web = module
mail = module
mail = off
END
tecc dump-tree t | grep -E '^(base|module|off) '
