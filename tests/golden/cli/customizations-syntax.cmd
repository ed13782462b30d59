# Lines of customizations that are none: each at its word.
cat >local <<'END'
# a comment, and a line of blanks
	  
bolean -m -1 allow_ssh_keysign
boolean allow_ssh_keysign
boolean -m allow_ssh_keysign
boolean -m -1 -0 allow_ssh_keysign
boolean -a -1 allow_ssh_keysign
port -a -p tcp 80
port -a -t http_port_t -p tcp
port -a -t http_port_t -p tcp 80 81
port -a -t http_port_t -t ssh_port_t -p tcp 80
port -a -m -t http_port_t -p tcp 80
port -a -q http_port_t 80
port -m -p tcp 80 -t
login --add --seuser=staff_u --rang=s0 joe
user -m staff_u
fcontext -a -t etc_t '/shop(/.*)?
fcontext -D /shop
fcontext -a -t '' /shop
module -a shop.pp
END
tecc build -q $top/corpus/base --root=r --customizations=local
echo "status $?"
tecc build -q $top/corpus/base --root=r --customizations=missing
echo "status $?"
tecc build -q $top/corpus/base --customizations=local
echo "status $?"
ls
