# SPDX-License-Identifier: LGPL-2.1-or-later
# What a kernel and a policy know that the other does not, at the policy's line.
{
  cat <<'END'
class process
class io_uring
class lockdown
class bpf
class dbus
sid kernel
class process { transition dyntransition fork }
class io_uring { sqpoll cmd }
class lockdown { integrity }
class bpf { map_create }
class dbus { send_msg }
policycap ioctl_skip_cloexec;
policycap memfd_class;
type t;
role r;
role r types t;
allow t self:process fork;
user u roles r;
sid kernel u:r:t
END
} >p.conf
for kernel in 5.10.209 5.15 6.19-rc1; do
  echo "kernel $kernel"
  tecc check p.conf --kernel $kernel 2>&1 |
    grep -E -A 2 'checks (io_uring|lockdown|bpf|memfd_file) |asks|ignores'
done
checkpolicy -U reject -o p.bin p.conf >/dev/null
tecc check p.bin --kernel 5.4 2>&1 | grep -E 'reads|checks (fd|node) '
echo "status ${PIPESTATUS[0]}"
tecc check p.conf --kernel 3.10
tecc check p.conf --kernel six
