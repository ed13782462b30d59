# Each command says what it misses or does not know.
tecc build
tecc build a b
tecc build a --target=bsd
tecc build a -D TYPE
tecc build a --color=blue
tecc build a --error-limit=many
tecc check a --target=bsd
tecc headers a
tecc link a.pp -o x -o x
tecc link a.pp --handle-unknown=maybe
tecc link
tecc which
tecc which /a --questions b --file-contexts c
tecc why 'allow a b:c d'
tecc why 'allow a b:c d' p --target=bsd
tecc dump-ast
tecc dump-tree
tecc dump-tree t -D TYPE
tecc dump-package
checkpolicy -c 99
checkpolicy -c x
checkpolicy -t bsd
checkpolicy -t xen -c 25
checkpolicy -U maybe
checkpolicy a b
checkmodule -U maybe
checkmodule a b
semodule_expand -c 99 a b
semodule_link a
semodule_expand a
semodule_package -o x -m y z
