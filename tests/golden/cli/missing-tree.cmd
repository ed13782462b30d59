tecc build nowhere -o out
ls
