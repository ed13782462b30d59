# Lines of customizations that cannot apply: each at its word, and nothing is
# written.
cat >local <<'END'
boolean -m -1 allow_ssh_keysing
boolean -m -1 httpd_unified
boolean -m -0 httpd_unified
port -a -t httpd_port_t -p tcp 81
port -a -t etc_t -p tcp 81
port -a -t port_type -p tcp 81
port -a -t http_port_t -p icmp 81
port -m -t http_port_t 81
port -a -t http_port_t -p tcp 90-80
port -a -t http_port_t -p tcp 65536
port -a -t http_port_t -p tcp http
port -a -t http_port_t -r s0:c5000 -p tcp 81
port -a -t http_port_t -p tcp 8000-8010
port -a -t ssh_port_t -p tcp 8005
port -a -t ssh_port_t -p tcp 8000-8010
port -m -t ssh_port_t -p tcp 4444
port -d -p tcp 4444
port -d -p tcp 80
interface -m -t netif_t eth9
interface -d lo
node -a -t node_t -p ipv4 10.0.0.0
node -a -t node_t -M /33 10.0.0.0
node -a -t node_t -M 255.0.0.0 -p ipv6 10.0.0.0
node -a -t node_t -M 255.0.0.0 -p ipv5 10.0.0.0
node -a -t node_t -M 255.0.0.0 -p ipv4 10.0.0.1
node -a -t node_t -M 255.0.0.0 -p ipv4 ten
user -a -R 'user_r stafff_r' shop_u
user -a -R staff_role shop_u
user -a -R user_r -L s0:c1 shop_u
user -a -R user_r -r s1 shop_u
user -d staff_u
user -d shop_u
permissive -a sshd
permissive -d sshd_t
ibpkey -a -t default_ibpkey_t -x fe80::1 7
ibpkey -a -t default_ibpkey_t -x fe80:: 0x10000
ibendport -a -t subnet_manager_ibendport_t -z mlx4_0 0
ibendport -a -t subnet_manager_ibendport_t -z mlx4_0 1-2
dontaudit maybe
END
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
cat >local <<'END'
login -a -s stafff_u joe
login -a -s staff_u -r s9 ann
login -a -s user_u -r s0-s0:c5 tom
login -m -s staff_u nobody
login -d root
login -a -s staff_u eve
login -a -s user_u eve
fcontext -a -t etcc_t /shop
fcontext -a -t sshd_t /shop
fcontext -a -t etc_t -f x /shop
fcontext -a -t etc_t -s nobody_u /shop
fcontext -a -t etc_t '/shop a'
fcontext -a -t etc_t '/shop(a'
fcontext -a -t etc_t /bin/shop
fcontext -m -t etc_t /nothing
fcontext -d '/var/www(/.*)?'
fcontext -a -e /var/www /shop/
fcontext -a -e /var/www /shop/www
fcontext -a -e /var/ftp /shop/www
fcontext -a -t etc_t /shop/www/conf
fcontext -a -t etc_t /shop/conf
fcontext -a -t var_t /shop/conf
END
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
printf 'module -d sceen\nmodule -d kernel\n' >local
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
ls
