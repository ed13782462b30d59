# SPDX-License-Identifier: LGPL-2.1-or-later
# The rules of corenetwork are generated: the line that the author wrote is
# that of its .te.in or .if.in.
cp -rL "$top/corpus/base" tree
chmod -R u+w tree
core=tree/policy/modules/kernel/corenetwork
tecc why 'allow sshd_t ssh_port_t:tcp_socket name_bind' tree
tecc build tree -q --map -o out
tecc why 'allow sshd_t ssh_port_t:tcp_socket name_bind' out/policy.33
sed -i 's/^network_port(ssh,/network_prt(ssh,/' $core.te.in
grep -n network_prt $core.te.in
tecc build tree 2>&1 | head -n 3
echo 'typ corenet_x_t;' >>$core.te.in
grep -c '' $core.te.in
tecc build tree 2>&1 | grep -A 3 corenet_x_t
printf 'interface(`corenet_lines_up'\'',`\n\tallow $1 self:file rad;\n'\'')\n' >>$core.if.in
grep -c '' $core.if.in
echo 'corenet_lines_up(kernel_t)' >>tree/policy/modules/kernel/kernel.te
sed -i '$d; s/^network_prt/network_port/' $core.te.in
tecc build tree 2>&1
sed -i '$d' $core.if.in
sed -i 's/^type $1_port_t, port_type, defined_port_type;/type $1_port_t, port_type, defined_port_type/' $core.te.m4
# An editor would put a fix of the text that was made into the author's.
tecc build tree --message-format=json 2>&1 >/dev/null | grep defined_port_type | head -n 1
