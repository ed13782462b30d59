# Faulty files of logins: each line at its place, and nothing is written.
cp -rL $top/corpus/base tree
cat >>tree/config/appconfig-mcs/seusers <<'END'
alice:nobody_u:s0
bob:user_u:s0-s0:c5
carol:staff_u:s7
dora:staff_u:s0:c0.c9999
erna
END
cat >passwd <<'END'
root:x:0:0:root:/root:/bin/bash
short:x:1
minus:x:-1:0::/home/minus:/bin/sh
blank:x:1000:1000::/home/two words:/bin/sh
END
echo 'users:x:many:alice' >group
tecc build -q tree --root=r --passwd=passwd --group=group
echo "status $?"
cp -L $top/corpus/base/config/appconfig-mcs/seusers tree/config/appconfig-mcs/
tecc build -q tree --root=r -D NAME=../../outside
echo "status $?"
tecc build -q tree --root=r -D NAME=.
echo "status $?"
ls
