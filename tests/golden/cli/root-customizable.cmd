# Types that a comment on their line calls customizable, as refpolicy's do.
cp -rL $top/corpus/base tree && chmod -R u+w tree
printf 'type own_data_t; # customizable\nfiles_type(own_data_t)\n' >>tree/policy/modules/apps/screen.te
tecc build -q tree --root=r
echo "status $?"
grep own_data_t r/etc/selinux/base/contexts/customizable_types
