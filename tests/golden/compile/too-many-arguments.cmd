. $top/tests/golden/compile/setup
daemon
echo 'files_search_etc(beacon_t, beacon_etc_t)' >>beacon.te
tecc compile -I include beacon.te
ls *.pp
