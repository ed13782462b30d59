. $top/tests/golden/lint/setup
te <<'X'
type shop_shelf_t;
X
build -W error=unused-type
build -W no-unused-type
