mkdir -p h/support h/services h/admin
cat >h/build.conf <<'END'
TYPE ?= mcs
NAME ?= default
DISTRO ?= debian
MONOLITHIC ?= n
DIRECT_INITRC ?= y
SYSTEMD ?= y
CUSTOM_BUILDOPT ?= 
override UBAC := y
override MLS_SENS := 16
override MLS_CATS := 1024
override MCS_CATS := 1024
END
: >h/support/obj_perm_sets.spt
: >h/support/all_perms.spt
: >h/support/divert.m4
: >h/services/web.if
: >h/admin/tool.if
: >h/admin.xml
tecc dump-tree --headers h -D UBAC=n -D TYPE=mls -D CUSTOM_BUILDOPT=extra | grep -v '^variable'
