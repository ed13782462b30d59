. $top/tests/golden/lint/setup
te <<'X'
type shop_shelf_t;
X
prints() {
  build --message-format=sarif >$1.sarif
  python3 $top/tests/golden/check-sarif $1.sarif >$1.text
  grep fingerprint $1.text
}
prints one >one
sed -i '1a # a line\n' tree/policy/modules/services/shop.te
prints two >two
cmp one two && grep -c : one
