. $top/tests/golden/compile/setup
daemon
tecc compile -v -I include beacon.te | tail -n 1
tecc compile -v -I include -c 19 beacon.te | tail -n 1
echo 'type_transition beacon_t beacon_etc_t:file beacon_exec_t "lamp";' >>beacon.te
tecc compile -v -I include beacon.te | tail -n 1
tecc compile -I include -c 10 beacon.te
tecc compile -I include -c 25 beacon.te
tecc compile -I include --target=rhel8 beacon.te && ls *.pp
tecc compile -I include --target=vax beacon.te
