cat >shop.te <<'X'
module shop 1.0;
require {
	type etc_t, bin_t;
	class file { read };
	attribute domain; # selint-disable: W-003
}
type shop_t;
allow shop_t etc_t:file read;
X
tecc compile shop.te -o shop.pp && test -s shop.pp
