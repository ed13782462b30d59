. $top/tests/golden/lint/setup
te <<'X'
attribute shop_thing;
neverallow shop_t shop_thing:file read;
neverallow { shop_t -shop_t } bin_t:file write;
X
build
