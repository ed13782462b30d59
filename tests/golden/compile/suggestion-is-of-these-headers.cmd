# No name is suggested that only other headers have.
. "$top/tests/golden/compile/setup"
daemon
echo 'files_runtime_fil(beacon_t)' >>beacon.te
tecc compile beacon.te -I include
