cp -r $top/corpus/base tree
tecc build tree -D TYP=mls -q
