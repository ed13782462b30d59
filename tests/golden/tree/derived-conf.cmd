. "$top/tests/golden/tree/setup"
cat >>t/policy/modules/services/web.if <<'END'
template(`web_site_template',`
	gen_tunable(allow_$1_cgi, false)
	inner_template($2)
')
template(`inner_template',`
	gen_bool($1_inner, true)
')
END
cat >>t/policy/modules/services/mail.te <<'END'
gen_tunable(`mail_quoted', true)
	gen_bool(mail_indented, false)
gen_tunable(mail_other, maybe)
web_site_template(shop, shop_t)
unknown_template(shop)
END
echo 'gen_tunable(global_one, false)' >t/policy/global_tunables
echo 'gen_bool(global_two, true)' >t/policy/global_booleans
rm t/policy/modules/services/mail.if
tecc dump-tree t | grep -E '^(base|module|off|boolean) '
