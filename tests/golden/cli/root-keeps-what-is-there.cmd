# A root that holds other things keeps them; links do not lead out of it.
mkdir -p r/etc/selinux/base/policy outside
echo kept >r/etc/passwd
echo kept >r/etc/selinux/base/policy/policy.30
ln -s ../../../../outside/victim r/etc/selinux/base/seusers
(umask 077 && tecc build -q $top/corpus/base --root=r)
cat r/etc/passwd r/etc/selinux/base/policy/policy.30 r/etc/selinux/config
stat -c '%A %n' r/etc/selinux/base/contexts r/etc/selinux/base/seusers
ls -A outside
rm -r r/etc/selinux
ln -s ../../outside r/etc/selinux
tecc build -q $top/corpus/base --root=r
echo "status $?"
rm r/etc/selinux
mkdir -p r/etc/selinux/base/policy/policy.33
tecc build -q $top/corpus/base --root=r
echo "status $?"
(cd r && find . | sort)
