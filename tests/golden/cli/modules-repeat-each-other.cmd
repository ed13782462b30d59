# Modules may say the same twice, also when they are built as one policy, unless
# the tree is for one policy; a file of interfaces needs no module.
cp -rL "$top/corpus/base" tree
chmod -R u+w tree
services=tree/policy/modules/services
for name in shop stall; do
  cat >$services/$name.te <<TE
policy_module($name, 1.0)
gen_require(\`
	attribute domain;
')
type ${name}_t;
type ${name}_etc_t;
domain_type(${name}_t)
files_type(${name}_etc_t)
fair_filetrans(domain)
TE
  echo "$name = module" >>tree/policy/modules.conf
done
cat >$services/fair.if <<'IF'
## <summary>Fairs.</summary>
interface(`fair_filetrans',`
	gen_require(`
		type etc_t;
		class file read;
	')
	type_transition $1 etc_t:file etc_t "fair";
')
IF
sed -i "s/^MONOLITHIC.*/MONOLITHIC = n/" tree/build.conf
tecc build tree -q && tecc build tree -q --modules && echo built
tecc build tree -q -D MONOLITHIC=y
