. $top/tests/golden/lint/setup
te <<'X'
type shop_shelf_t;
type shop_sign_t; # tecc-disable: unused-type
type shop_door_t;
allow shop_t shop_door_t:file read;
X
build
