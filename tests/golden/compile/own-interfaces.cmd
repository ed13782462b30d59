. $top/tests/golden/compile/setup
daemon
cat >beacon.if <<'IF'
## <summary>A beacon.</summary>
interface(`beacon_read_config',`
	gen_require(`
		type beacon_etc_t;
	')
	allow $1 beacon_etc_t:file read_file_perms;
')
interface(`files_search_etc',`
	allow $1 etc_t:dir search;
')
IF
echo 'beacon_read_config(beacon_t)' >>beacon.te
tecc compile -I include beacon.te 2>&1 | sed 's/\.if:[0-9]*/.if:N/; s/^ *[0-9]* | interface/    N | interface/'
sed -i '/files_search_etc/,$d' beacon.if
tecc compile -I include beacon.te
rules beacon.pp '(allow beacon_t beacon_etc_t (file'
