mkdir policy.conf
checkpolicy policy.conf -o out
