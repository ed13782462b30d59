# SPDX-License-Identifier: LGPL-2.1-or-later
cat >fc <<'END'
/.*	system_u:object_r:default_t:s0
/usr/lib/x\-y/z/.*\.so	--	system_u:object_r:lib_t:s0
/usr/lib/x\.y	-d	system_u:object_r:lib_t:s0
/usr/lib/x\.y	-l	<<none>>
END
sefcontext_compile -t debian13 fc
od -A d -t x1z fc.bin
