# Modules that cannot be linked together: each cause, with both modules.
tecc build $top/corpus/base --modules -o tree -q
base=tree/modules/base.pp
module() {
  printf 'module %s 1.0;\nrequire { class file read; type kernel_t; type etc_t; }\n%s\n' "$1" "$2" >"$1.te"
  tecc compile --no-headers -q "$1.te"
}
module a 'type shared_t; type_transition kernel_t etc_t:file shared_t;'
module b 'type shared_t;'
module d 'type d_t; type_transition kernel_t etc_t:file d_t;'
module c 'require { type nowhere_t; } allow kernel_t nowhere_t:file read;'
for modules in 'a b' 'a d' 'c'; do
  echo "== $modules"
  # shellcheck disable=SC2046
  tecc link $base $(printf '%s.pp ' $modules) -o out.33
done
echo '== no base'
tecc link a.pp d.pp -o out.33
echo '== two bases'
tecc link $base $base -o out.33
echo '== one module twice'
tecc link $base a.pp a.pp -o out.33
echo '== cut short'
head -c 300 a.pp >cut.pp
tecc link $base cut.pp -o out.33
ls out.33 2>/dev/null
echo '== good'
tecc link a.pp $base -o out.33 && tecc link $base a.pp -o again.33 && cmp out.33 again.33
