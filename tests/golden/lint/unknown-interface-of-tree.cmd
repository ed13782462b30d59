. $top/tests/golden/lint/setup
te <<'X'
ntp_stubb(shop_t)
allow shop_t nosuch_t:file read;
X
build
