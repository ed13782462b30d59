define(`fe',`ifelse(`$2',,,`[$1=$2]fe(`$1',shift(shift($@)))')')fe(`x',`a',`b',`c')
