# What a package cannot be: each fault is named with its place.
bytes() { printf '\217\377\174\371' >p.pp; printf "$@" >>p.pp; tecc link p.pp; echo "status $?"; }
one='\1\0\0\0'
text='\216\377\174\371' # file contexts
bytes ''
bytes "\\2\\0\\0\\0$one\\20\\0\\0\\0"
bytes "$one\\377\\377\\0\\0"
bytes "$one$one\\0\\1\\0\\0"
bytes "$one$one\\20\\0\\0\\0abcd"
bytes "$one\\0\\0\\0\\0"
bytes "$one\\2\\0\\0\\0\\24\\0\\0\\0\\30\\0\\0\\0\\220\\377\\174\\371\\220\\377\\174\\371"
bytes "$one$one\\20\\0\\0\\0\\220\\377\\174\\371"
echo 'module a 1.0; require { class process fork; } type a_t; allow a_t self:process fork;' >a.te
checkmodule -M -m a.te -o a.mod
echo 'system_u:staff_u:s0' >seusers
semodule_package -m a.mod -s seusers -o a.pp && tecc link a.pp
echo "status $?"
semodule_package -m a.mod -o a.pp && bzip2 a.pp && head -c 100 a.pp.bz2 >cut.pp.bz2 && tecc link cut.pp.bz2
echo "status $?"
