# The report of a build: digests of all that went in and came out, the blocks
# that were left out; the same from other folders.
cp -RL $top/corpus/base tree
mkdir elsewhere
cp -R tree elsewhere
printf 'boolean -m -1 allow_ssh_keysign\n' >local
cp local elsewhere
tecc build -q tree --root=r -o out --store --customizations=local \
  --report=report
echo "status $?"
(cd elsewhere && tecc build -q ./tree/ --root=../r2 -o o --store \
  --customizations=local --report=../report2)
cmp report report2 && echo same
cat >check.py <<'END'
import hashlib, json, os
report = json.load(open("report"))
def holds(entry, folders):
    for folder in folders:
        path = os.path.join(folder, entry["path"])
        if os.path.exists(path):
            data = open(path, "rb").read()
            return (len(data) == entry["bytes"] and
                    hashlib.sha256(data).hexdigest() == entry["sha256"])
    return False
for key, folders in ("inputs", ["tree", "."]), ("outputs", ["out", "r"]):
    print(key, len(report[key]) > 30,
          [e["path"] for e in report[key] if not holds(e, folders)])
listed = {e["path"] for e in report["outputs"]}
for folder in "out", "r":
    for at, _, files in os.walk(folder):
        for name in files:
            path = os.path.relpath(os.path.join(at, name), folder)
            if path not in listed:
                print("not listed:", path)
inputs = [e["path"] for e in report["inputs"]]
print([p for p in ("local", "build.conf", "policy/modules/services/ssh.te")
       if p not in inputs])
print(report["options"]["root"], report["options"]["variables"]["TYPE"])
print(report["counts"]["dead_optionals"] == len(report["dead_optionals"]))
print(*sorted({(d["missing"]["kind"], d["missing"]["name"])
               for d in report["dead_optionals"]}))
for dead in report["dead_optionals"]:
    line = open("tree/" + dead["file"]).read().splitlines()[dead["line"] - 1] \
        if os.path.exists("tree/" + dead["file"]) else "optional_policy"
    if "optional_policy" not in line:
        print(dead, line)
END
python3 check.py
tecc build -q tree --report=no-folder/report
echo "status $?"
printf 'policy_module(shop)\nallow shop_t self:file read;\n' \
  >tree/policy/modules/apps/shop.te
rm report
sed -i 's/^TYPE.*/TYPE = nothing/' tree/build.conf
tecc build -q tree --report=report 2>/dev/null
echo "status $?"
ls report
