. "$top/tests/golden/tree/setup"
mkdir -p local/policy/modules/own local/policy/support
: >local/policy/modules/own/mine.te
: >local/policy/support/own.spt
echo 'UBAC = y' >local/build.conf
printf 'kernel = base\nmine = module\n' >local/policy/modules.conf
echo 'LOCAL_ROOT = ../local' >>t/build.conf
tecc dump-tree t | grep -E '^(variable|layer|support|base|module|off) '
tecc dump-tree t -D LOCAL_ROOT=/nowhere
