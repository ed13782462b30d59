cp -rL $top/corpus/base tree
tecc build tree -D TYP=mls
