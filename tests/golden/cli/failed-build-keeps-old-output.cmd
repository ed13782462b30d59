echo old > out
echo 'class' > bad.conf
checkpolicy bad.conf -o out
cat out
ls
