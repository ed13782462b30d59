# Packages of one TYPE and a base of another: one error a module.
for type in standard mls; do
  tecc build -q $top/corpus/base -D TYPE=$type --modules -o $type
done
mkdir a b
cp standard/modules/*.pp a
cp mls/modules/{ssh,screen}.pp a
cp mls/modules/*.pp b
cp standard/modules/{ssh,screen}.pp b
tecc link a/*.pp -o policy
echo "status $?"
tecc link b/*.pp -o policy
