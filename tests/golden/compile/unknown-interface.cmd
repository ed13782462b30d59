. $top/tests/golden/compile/setup
daemon
echo 'logging_send_sylog_msg(beacon_t)
beacon_has_no_such(beacon_t)' >>beacon.te
tecc compile -I include beacon.te 2>&1 | sed 's/\.if:[0-9]*/.if:N/; s/^ *[0-9]* | interface/    N | interface/'
ls *.pp
