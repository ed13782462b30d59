. "$top/tests/golden/tree/setup"
cat >t/policy/modules.conf <<'END'
# comment
kernel = base
web = on
mail = module
mail = base
gone = module # and no such module
kernel base
web = module please
END
printf 'x = yes\ny =\n' >t/policy/booleans.conf
tecc dump-tree t
