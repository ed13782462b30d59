# A target tree of packages: what they carry, and what of contexts/ was there
# before stays; wrong names and modules.
tecc build -q $top/corpus/base --modules -o out
cd out/modules
mkdir -p r/etc/selinux/shop/contexts
echo mine >r/etc/selinux/shop/contexts/dbus_contexts
tecc link -q *.pp --root=r --name=shop --mode=permissive --store --priority=200
echo "status $?"
(cd r && find . -type f | grep -v '/modules/200/' | sort)
ls r/var/lib/selinux/shop/active/modules/200/ssh
cat r/etc/selinux/config r/etc/selinux/shop/seusers
cat r/etc/selinux/shop/contexts/dbus_contexts
printf 'module -d screeen\nmodule -d base\nmodule -e sshd\n' >local
tecc link -q *.pp --root=r --customizations=local
echo "status $?"
tecc link -q *.pp --root=r --name=a/b
echo "status $?"
tecc link -q *.pp --name=shop --store
echo "status $?"
semodule_unpackage ssh.pp ssh.mod
rm ssh.pp
tecc link -q *.pp ssh.mod --root=r --store
echo "status $?"
