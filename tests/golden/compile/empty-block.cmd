# A block that an ifdef leaves empty is told where the author wrote it.
. "$top/tests/golden/compile/setup"
daemon
cat >>beacon.te <<'TE'
optional_policy(`
	ifdef(`distro_nowhere',`
		dbus_system_bus_client(beacon_t)
	')
')
optional {
}
TE
cat >beacon.if <<'IF'
interface(`beacon_nothing',`
	optional_policy(`
	')
')
IF
printf 'beacon_nothing(%s)\n' beacon_t beacon_exec_t >>beacon.te
tecc compile beacon.te -I include
