# What a version of the format cannot hold is left out, with a warning, or is an
# error where the policy would allow more without it.
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
type_transition a_t etc_t:file log_t "name";
allowxperm a_t etc_t:file ioctl 0x10;
expandattribute domain true;
END
for version in 24 28 33; do
  checkpolicy -M -c $version p.conf
  echo "status $?"
done
cat >m.te <<'END'
module m 1.0;
require { type a_t; attribute d; class file { read ioctl }; }
expandattribute d true;
allow a_t self:file read;
END
for version in 14 17 19; do
  checkmodule -M -m -c $version m.te -o m.mod
  echo "status $?"
done
