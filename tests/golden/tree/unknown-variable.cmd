. "$top/tests/golden/tree/setup"
cat >>t/build.conf <<'END'
DISTR0 = debian
HELPER = deb
DISTRO = $(HELPER)ian
QUIET = n
NONSENSE = 1
END
tecc dump-tree t -D TYP=mls | grep "^distro"
