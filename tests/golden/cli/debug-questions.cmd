# libsepol leaks the loaded policy when `set` makes it load another.
export ASAN_OPTIONS=detect_leaks=0
cat $top/tests/golden/prelude.conf $top/tests/golden/postlude.conf > policy.conf
checkpolicy -M -d policy.conf 2>/dev/null <<'Q'
access system_u:system_r:kernel_t:s0 system_u:object_r:etc_t:s0 file
transition system_u:system_r:kernel_t:s0 system_u:object_r:etc_t:s0 file
valid system_u:user_r:kernel_t:s0
bools
set a_bool 0
bools
quit
Q
