# What the tree's Makefile gives to m4 in every setting; the same of headers.
. "$top/tests/golden/tree/setup"
cat >t/Makefile <<'END'
ifeq "$(TYPE)" "mls"
	M4PARAM += -D enable_mls
  ifdef X
M4PARAM += -D nested
  endif
M4PARAM += -D conditional
endif
M4PARAM += -D mls_num_sens=$(MLS_SENS) -D hide_broken_symptoms -Dtight=1 # -D no
M4PARAM	+=	-D	value=a=b
M4PARAM = -D set
M4PARAMS += -D other
M4PARAM += -D continued \
	-D in_next_line
X = a \
M4PARAM += -D in_other_variable
# comment \
M4PARAM += -D in_comment
define TEXT
M4PARAM += -D in_text
endef
  M4PARAM += -D indented # -D no
M4PARAM += -D hash# c
M4PARAM += -D x$(X)=1 -D 'quoted=1' -D 1st -D a-b -D
conf:
	@echo M4PARAM += -D recipe
M4PARAM += -D
override M4PARAM += -D override
M4PARAM += -D overridden
END
tecc dump-tree t | grep '^define '
cp t/Makefile t/policy/
cp t/build.conf t/policy/
tecc dump-tree --headers t/policy | grep '^define '
