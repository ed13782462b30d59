define(`x',`y($*)')define(`y',`$#:$1|')define(`z',`y($@)')x(`a,b',c)z(`a,b',c)
