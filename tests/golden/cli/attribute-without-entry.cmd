# Modules in which one byte before the name of an attribute is another: it is no
# entry of its own, or of a kind that there is not.  What the reference
# says comes second.  (Of versions 20 to 23 they take the former: libsepol
# takes the version for that of a kernel policy, validate_array_init.)
cat >m.te <<X
module m 1.0;
require { class file read; attribute x_attr; type b_t; }
type a_t, x_attr;
allow x_attr b_t:file read;
X
verdict() { "$@" >log 2>&1 && echo taken || echo refused; }
change() { # FORMAT OFFSET BYTE
  /usr/bin/checkmodule -M -m -c "$1" m.te -o m.mod >log
  python3 - "$2" "$3" <<X
import sys
data = bytearray(open('m.mod', 'rb').read())
data[data.index(b'x_attr') - int(sys.argv[1])] = int(sys.argv[2])
open('changed.mod', 'wb').write(data)
X
  semodule_package -m changed.mod -o changed.pp
  echo "status $?"
  verdict /usr/bin/semodule_package -m changed.mod -o changed.pp
}
change 19 36 1
change 19 36 0
change 8 32 1
change 8 32 7
