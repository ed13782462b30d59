cat $top/tests/golden/prelude.conf $top/tests/golden/postlude.conf > policy.conf
checkpolicy -M policy.conf -o policy
checkpolicy -b policy
