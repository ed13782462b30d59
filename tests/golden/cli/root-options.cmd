# Options of a target tree: wrong ones, and those that go with --root alone.
tree=$top/corpus/base
tecc build $tree --passwd=passwd
tecc build $tree --root=r --mode=off
tecc build $tree --root=r --homedir-base=home
tecc build $tree --root=r --homedir-base=/
tecc build $tree --store
tecc build $tree --root=r --store --priority=0
tecc build $tree --root=r --store --priority=1000
tecc build $tree --root=r --uid-min=x
tecc build $tree --root=r --uid-min=5 --uid-max=4
tecc build -q $tree --root=r --passwd=no-such-file
echo "status $?"
ls
