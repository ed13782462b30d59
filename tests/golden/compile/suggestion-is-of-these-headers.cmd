# No name is suggested that only other headers have.
. "$top/tests/golden/compile/setup"
daemon
echo 'corecmd_exec_sbinx(beacon_t)' >>beacon.te
tecc compile beacon.te -I include
