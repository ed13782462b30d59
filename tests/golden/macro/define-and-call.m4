define(`x', `[$1|$2|`$0']')x(a, b)x(a)x()x
