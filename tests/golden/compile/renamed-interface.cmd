. $top/tests/golden/compile/setup
daemon
echo 'corecmd_exec_sbin(beacon_t)
corecmd_read_bin_symlinks(beacon_t)
allow beacon_t beacon_etc_t:file r_file_perms;' >>beacon.te
tecc compile -I include beacon.te 2>&1 | grep -v '^ '
tecc compile -W error=deprecated-interface -q -I include beacon.te 2>&1 | grep -c 'is called'
tecc compile -q -I include beacon.te && rules beacon.pp "beacon_t bin_t"
