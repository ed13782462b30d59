# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
touch -d @1000000000 root/etc/passwd
mkdir -p "root/etc/$(printf 'x%.0s' {1..120})"
ln root/etc/passwd root/etc/passwd2
tecc label root --file-contexts fc --format=tar --owner=0:0 --mtime=1700000000 -o out.tar
tar tvf out.tar --numeric-owner --utc | sed 's/2[0-9-]* [0-9:]*/DATE/'
python3 - <<'END'
import tarfile
for member in tarfile.open("out.tar"):
    print(member.name[:20], member.uid, member.mtime if member.isfile() else "",
          repr(member.pax_headers.get("SCHILY.xattr.security.selinux")))
END
tecc label root --file-contexts fc --format=tar --owner=0:0 --mtime=1700000000 | cmp - out.tar
