# Home directories of the target's accounts.
cp -rL $top/corpus/base tree
cat >>tree/config/appconfig-mcs/seusers <<'END'
alice:staff_u:s0
gone:staff_u:s0
END
cat >passwd <<'END'
root:x:0:0:root:/root:/bin/bash
alice:x:1000:1000::/home/alice/:/bin/bash
bob:x:1001:100::/export/people/bob:/bin/sh
fish:x:1002:100::/export/fish/fish:/usr/bin/fish
service:x:999:999::/srv/service/home:/bin/sh
www:x:1004:33::/var/www:/bin/sh
END
homes() {
  tecc build tree -q --root=r "$@"
  grep -E 'Context for|user_home_dir_t.*|HOME|USER' \
    r/etc/selinux/base/contexts/files/file_contexts.homedirs |
    tr -s '\t' ' '
}
homes --passwd=passwd -Wno-home-directory
echo /usr/bin/fish >shells
homes --passwd=passwd --shells=shells -Wno-unknown-login --uid-min=2000
homes --homedir-base=/data/home/ --homedir-base=/mnt/home -q -D TYPE=standard
