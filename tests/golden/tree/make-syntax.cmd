. "$top/tests/golden/tree/setup"
cat >t/build.conf <<'END'
# comment \
TYPE = standard
TYPE = $(KIND)
KIND = m${LAST}
LAST := ls
LAST = cs
NAME := before-$(LAST)
override UBAC := y
DISTRO ?= debian
DISTRO ?= redhat
include more.conf
ifeq ($(TYPE),mls)
WERROR = y
else ifeq "$(TYPE)" 'mcs'
SYSTEMD = y
else
MONOLITHIC = y
endif
export QUIET
END
echo 'CUSTOM_BUILDOPT += one \
two # three' >t/more.conf
tecc dump-tree t -D UBAC=n -D KIND=mcs | grep -E '^(type|name|distro|variable|define)'
# Conditions nest as deep as they like.
{
  printf 'ifndef NOTHING\n%.0s' $(seq 40)
  echo 'NAME = deep'
  printf 'endif\n%.0s' $(seq 40)
} >t/build.conf
tecc dump-tree t | grep '^name'
