# Words of customizations that cannot be read, and words that are missing.
cat >local <<'END'
port -a -t http_port_t -p tcp 80x
port -a -t http_port_t -p tcp 80-
node -a -t node_t -M 255.0.0 -p ipv4 10.0.0.0
node -a -t node_t -M ffff:: -p ipv6 10.0.0.0
ibpkey -d 7
ibendport -d 1
user -a -R user_r -L s9 shop_u
user -a -R user_r -L s0-s0:c1 shop_u
END
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
cat >local <<'END'
fcontext -m -s staff_u /shop
fcontext -a -e /var/www /usr
END
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
cat >local <<'END'
ibpkey -a -t default_ibpkey_t 7
ibendport -a -t subnet_manager_ibendport_t 1
fcontext -a /shop
END
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
ls
