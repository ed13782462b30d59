# A module says a file name or role transition once, by what it knows of its
# attributes itself.
cat >m.te <<'TE'
module m 1.0;
require {
	attribute domain;
	attribute file_type;
	type etc_t, bin_t;
	role r, system_r;
	class file read;
	class dir read;
	class process fork;
}
type a_t, domain;
type b_t;
typealias b_t alias also_b_t;
type_transition a_t etc_t:file a_t "same";
type_transition a_t etc_t:{ dir file } a_t "same";
type_transition domain etc_t:file a_t "attribute";
type_transition { a_t b_t } etc_t:file b_t "attribute";
type_transition b_t self:file a_t "alias";
type_transition also_b_t b_t:file a_t "alias";
type_transition { file_type -etc_t } etc_t:file a_t "unknown";
type_transition bin_t etc_t:file a_t "unknown";
type_transition { domain -a_t } etc_t:file a_t "taken out";
type_transition a_t etc_t:file a_t "taken out";
type_transition a_t { b_t self }:file b_t "self";
type_transition a_t { a_t self }:file b_t "self and itself";
type_transition domain { a_t self }:file b_t "self and an attribute";
typealias also_b_t alias still_b_t;
type_transition b_t a_t:file a_t "alias of an alias";
type_transition still_b_t a_t:file a_t "alias of an alias";
optional {
	require { type c_t; }
	type_transition a_t c_t:file a_t "optional";
	typeattribute b_t domain;
	role_transition r c_t:process system_r;
}
optional {
	require { type c_t; }
	type_transition a_t c_t:file a_t "optional";
	role_transition r c_t:process system_r;
}
type_transition b_t bin_t:file a_t "of an optional";
type_transition domain bin_t:file a_t "of an optional";
role_transition r domain:process system_r;
role_transition { r system_r } a_t:process system_r;
TE
checkmodule -M -m m.te -o m.mod
