# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Brings a policy.conf that was read back from a binary into a form in which
# two such texts can be compared line by line.  The file is given twice.
#
# A role's types go one to a line.  With -v merge=merge, attributes with the
# same types get one name in access vector rules.

# "typeattribute TYPE ATTR, ATTR;" of the first reading
NR == FNR {
  if ($1 != "typeattribute" || merge == "") next
  for (i = 3; i <= NF; i++) {
    sub(/[,;]$/, "", $i)
    members[$i] = members[$i] " " $2
  }
  next
}

FNR == 1 {
  for (attribute in members) {
    set = members[attribute]
    if (!(set in name) || attribute < name[set]) name[set] = attribute
  }
}

function canonical(word) {
  return word in members ? name[members[word]] : word
}

merge != "" && $1 ~ /^(allow|auditallow|dontaudit)$/ && $3 ~ /:/ {
  match($0, /^ */)
  indent = substr($0, 1, RLENGTH)
  split($3, target, ":")
  $2 = canonical($2)
  $3 = canonical(target[1]) ":" target[2]
  $0 = indent $0
}

$1 == "role" && $3 == "types" {
  for (i = 4; i <= NF; i++)
    if ($i !~ /^[{};]+$/) {
      sub(/;$/, "", $i)
      print "role " $2 " types " $i
    }
  next
}

{ print }
