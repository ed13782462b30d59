. "$top/tests/golden/tree/setup"
cat >t/build.conf <<'END'
all: build
NAME = $(shell date)
WERROR = $(open
A = $(B)
B = $(A)
include missing.conf
else
ifeq TYPE mcs
endif
ifdef X
UBAC = $(open
else
else nonsense
endif
endif
END
echo 'ifdef Y' >>t/build.conf
tecc dump-tree t
