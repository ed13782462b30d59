# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/lint/setup"
te <<'END'
type shop_data_t;
files_type(shop_data_t)
type shop_log_t;
files_type(shop_log_t)
END
fc <<'END'
/srv/shop(/.*)?	gen_context(system_u:object_r:shop_data_t,s0)
/srv/shop(/.*)?	gen_context(system_u:object_r:shop_log_t,s0)
/srv/shop/a	--	gen_context(system_u:object_r:shop_log_t,s0)
/srv/shop/[a-z]*	--	gen_context(system_u:object_r:shop_log_t,s0)
END
build -Wshadowed-file-context
sed -i 2d $shop.fc
build -Wshadowed-file-context
