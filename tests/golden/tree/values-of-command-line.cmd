. "$top/tests/golden/tree/setup"
tecc dump-tree t -D TYPE=mcx -D UBAC=1 -D MLS_CATS=-1
