# Each command says what it misses or does not know.
usage() { "$@"; echo "status $?"; }
usage tecc build
usage tecc build a b
usage tecc build a --target=bsd
usage tecc build a -D TYPE
usage tecc build a --color=blue
usage tecc build a --error-limit=many
usage tecc check a --target=bsd
usage tecc headers a
usage tecc link a.pp -o x -o x
usage tecc link a.pp --handle-unknown=maybe
usage tecc link
usage tecc which
usage tecc which /a --questions b --file-contexts c
usage tecc why 'allow a b:c d'
usage tecc why 'allow a b:c d' p --target=bsd
usage tecc dump-ast
usage tecc dump-tree
usage tecc dump-tree t -D TYPE
usage tecc dump-package
usage checkpolicy -c 99
usage checkpolicy -c x
usage checkpolicy -t bsd
usage checkpolicy -t xen -c 25
usage checkpolicy -U maybe
usage checkpolicy a b
usage checkmodule -U maybe
usage checkmodule a b
usage semodule_expand -c 99 a b
usage semodule_link a
usage semodule_expand a
usage semodule_package -o x -m y z
