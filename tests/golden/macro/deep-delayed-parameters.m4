define(`l',`ifelse($1,0,`$2',`l(decr($1),`$2x')')')l(200,`a')
