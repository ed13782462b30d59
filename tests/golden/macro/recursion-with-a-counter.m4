define(`upto',`ifelse($1,$2,`c$1',`c$1 upto(incr($1),$2)')')upto(0,300)
