# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
tecc label root --check
echo "status $?"
mkdir -p root/etc/selinux/small/contexts/files
printf '# which\nSELINUX=enforcing\n SELINUXTYPE=small \n' >root/etc/selinux/config
cp fc root/etc/selinux/small/contexts/files/file_contexts
echo '/home/[^/]* -d system_u:object_r:b_t:s0' >root/etc/selinux/small/contexts/files/file_contexts.homedirs
echo '/var /etc' >root/etc/selinux/small/contexts/files/file_contexts.subs_dist
mkdir -p root/var; touch root/var/passwd
tecc label root --check
tecc which /home/ann dir --root root
tecc which /var/passwd file --root root
sed -i s/small/..\\/../ root/etc/selinux/config
tecc label root --check
