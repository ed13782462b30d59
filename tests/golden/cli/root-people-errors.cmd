# Logins that the target's accounts do not fit.
cat >passwd <<'END'
root:x:0:0:root:/root:/bin/bash
ann:x:1000:100::/home/ann:/bin/bash
www:x:1001:33::/var/www:/bin/bash
END
cat >group <<'END'
sales:x:200:ann
staff:x:201:ann
END
cat >local <<'END'
login -a -s staff_u gone
login -a -s staff_u %nobody
login -a -s staff_u %sales
END
homes() {
  tecc build $top/corpus/base --root=r --passwd=passwd --group=group --customizations=local "$@" >/dev/null
  echo "status $?"
}
homes 2>&1 | sed "s|^$top/||"
echo 'login -a -s user_u %staff' >>local
rm -r r
homes -Wno-unknown-login -Wno-home-directory
ls
