. $top/tests/golden/lint/setup
te <<'X'
ifdef(`distro_debain',`',`')
ifdef(`enable_mls',`',`')
ifdef(`shop_macro',`',`')
define(`shop_known')
ifdef(`shop_known',`',`')
ifdef(`ntp_stub',`',`')
X
build
