cat $top/tests/golden/prelude.conf $top/tests/golden/postlude.conf |
  checkpolicy -M - -o - | head -c 16 | od -An -tx1
