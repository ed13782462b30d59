tecc dump-tree nowhere
echo "status $?"
mkdir empty
tecc dump-tree empty
echo "status $?"
tecc dump-tree --headers empty
