. $top/tests/golden/compile/setup
daemon
{
  echo '/a(/.*?	<<none>>'
  echo '/b[a-	<<none>>'
  echo '/c(/.*)?	<<none>>'
  echo '/c(/.*)?	<<none>>'
  printf '/d\0e.*	<<none>>\n'
} >beacon.fc
tecc compile -I include beacon.te 2>&1 | tr '\0' '@'
