# What an earlier build left in the root and the target would still read.
echo 'fcontext -a -t etc_t /srv/x' >local
tree=$top/corpus/base
tecc build -q $tree --root=r --customizations=local --store \
  --file-contexts-bin=debian12 --policy-version=33
touch r/etc/selinux/base/policy/policy.30
tecc build $tree --root=r --policy-version=31 | sed 's/;.*//'
tecc build $tree --root=r -D APPS_OFF=apache --store -Wno-older-file |
  sed 's/;.*//'
tecc build $tree --root=r -D APPS_OFF=apache --store --customizations=local \
  --file-contexts-bin=debian12 | sed 's/;.*//'
tecc build $tree --root=r --werror --policy-version=31 | sed 's/;.*//'
ls r/etc/selinux/base/policy
