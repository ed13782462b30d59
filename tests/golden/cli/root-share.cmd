# What goes below usr/share/selinux: packages, and headers to compile against.
tree=$top/corpus/base
tecc build -q $tree --root=r --packages --headers
echo "status $?"
(cd r && find usr var -type f 2>/dev/null | grep -v include/system/ | sort)
printf 'policy_module(own, 1.0)\ntype own_t;\nfiles_type(own_t)\n' >own.te
tecc compile -q own.te -I r/usr/share/selinux/base/include -o own.pp
echo "status $?"
cd r/usr/share/selinux/base
bzip2 *.pp
tecc link -q *.pp.bz2 ../../../../../own.pp --root=r2 --name=shop --packages --report=report
echo "status $?"
(cd r2 && find usr var -type f 2>/dev/null | sort)
cmp base.pp.bz2 r2/usr/share/selinux/shop/base.pp.bz2
python3 - <<'P'
import hashlib, json
report = json.load(open("report"))
for file in report["inputs"]:
    data = open(file["path"], "rb").read()
    print(file["path"], file["bytes"] == len(data) and
          file["sha256"] == hashlib.sha256(data).hexdigest())
print(report["options"])
print(len(report["outputs"]), report["outputs"][0]["path"], report["counts"]["modules"])
P
tecc build $tree --packages -o out
tecc build $tree --headers -o out
tecc link *.pp.bz2 --root=r3 --headers
echo "status $?"
