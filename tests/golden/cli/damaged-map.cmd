# A map that cannot be used is an error, not a policy without places.
tecc build -q $top/corpus/base --map -o out
cp out/policy.33.map map
printf '\377' | dd of=out/policy.33.map bs=1 seek=8 conv=notrunc status=none
tecc check out/policy.33
echo "status $?"
cp map out/policy.33.map
printf X | dd of=out/policy.33.map conv=notrunc status=none
tecc check out/policy.33
echo "status $?"
head -c 200 map >out/policy.33.map
tecc check out/policy.33
echo "status $?"
