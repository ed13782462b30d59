# SPDX-License-Identifier: LGPL-2.1-or-later
# What the output's form cannot hold, and a pattern that costs too much.
. "$top/tests/golden/label/setup"
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("root/tmp/socket")'
tecc label root --file-contexts fc --format=tar -o out.tar
echo "status $?"
{ printf '/%070000d' 0; echo ' system_u:object_r:etc_t:s0'; } >long
sefcontext_compile -t debian13 long 2>&1 | cut -c 1-80
ls
echo >root/etc/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
echo '/etc/((a+)+)+[bc] system_u:object_r:etc_t:s0' >>fc
tecc label root --file-contexts fc --check
echo "status $?"
