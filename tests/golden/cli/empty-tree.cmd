mkdir tree
tecc build tree -o out
