{
  cat "$top/tests/golden/prelude.conf"
  echo '#line 1 "a file.te"'
  echo 'allow a_t lgo_t:file read;'
  echo 'allow a_t etc_t:file read'
  echo 'type_transition a_t etc_t:file nosuch_t "name";'
} >policy.conf
checkpolicy --message-format=json -M policy.conf
