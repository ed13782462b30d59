. $top/tests/golden/compile/setup
daemon
echo old >beacon.pp
echo 'allow beacon_t no_t:file read;' >>beacon.te
tecc compile -I include beacon.te
cat beacon.pp
