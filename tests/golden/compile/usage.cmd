. $top/tests/golden/compile/setup
tecc compile
tecc compile a.te b.te
tecc compile no.te
checkmodule -m -U allow x
checkmodule -m -b x
checkmodule -L x
checkmodule -C x
checkmodule -V
semodule_package -o x
semodule_package -o x -o y
semodule_unpackage x
