cat $top/tests/golden/prelude.conf $top/tests/golden/postlude.conf > policy.conf
mkdir out
checkpolicy -M policy.conf -o out
ls out
