ifelse(`a b',`a'` '`b',same,not) ifelse(` ',`  ',same,not) ifelse(`a1',a`'1,same,not) ifelse(``a'',`a',same,not)ifelse(,,empty)
