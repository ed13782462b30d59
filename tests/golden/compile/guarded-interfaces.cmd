# A module brings interfaces for headers that lack them; of one that is there
# twice, what follows in the file is read all the same.
. "$top/tests/golden/compile/setup"
daemon
cat >>beacon.te <<'TE'
beacon_new(beacon_t)
beacon_read(beacon_t)
TE
cat >beacon.if <<'IF'
## <summary>A beacon.</summary>
ifndef(`files_config_file',`
	interface(`files_config_file',`
		allow $1 self:process signal;
	')
')
ifndef(`beacon_new',`
	interface(`beacon_new',`
		allow $1 self:process sigkill;
	')
')
ifdef(`files_config_file',`',`
	interface(`beacon_read',`
		allow $1 self:process sigstop;
	')
')
ifdef(`files_config_file',`
	interface(`beacon_read',`
		allow $1 self:process sigchld;
	')
')
IF
cat >>beacon.if <<'IF'
interface(`beacon_old',`
	ifdef(`corecmd_exec_sbin',`
		allow $1 self:process setpgid; # no: it is of other headers
	',`
		allow $1 self:process getpgid;
	')
')
IF
echo 'beacon_old(beacon_t)' >>beacon.te
tecc compile beacon.te -I include && rules beacon.pp '(process'
cat >>beacon.if <<'IF'
interface(`files_config_file',`
	allow $1 self:process signal;
')
interface(`beacon_write',`
	allow $1 self:process getsched;
')
IF
echo 'beacon_write(beacon_t)' >>beacon.te
tecc compile beacon.te -I include
