. $top/tests/golden/compile/setup
daemon
echo 'files_runtime_filetrans(beacon_t, beacon_etc_t)
files_search_etc()' >>beacon.te
tecc compile -I include beacon.te 2>&1 | sed 's/\.if:[0-9]*/.if:N/; s/^ *[0-9]* | \t/    N | \t/'
