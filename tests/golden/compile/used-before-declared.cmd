# checkmodule wants what a membership or an alias names declared before it.
cat >m.te <<'TE'
module m 1.0;
require { class process signal; role r; }
type a_t, late;
typeattribute a_t late;
attribute late;
typealias b_t alias c_t;
type b_t;
roleattribute r late_r;
attribute_role late_r;
allow d_t self:process signal;
type d_t;
TE
tecc compile --no-headers m.te
