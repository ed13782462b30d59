define(`ifndef',`ifdef(`$1',`$3',`$2')')define(`opt',`optional {`'pushdef(`in_opt')
$1
ifelse(`$2',`',`',`} else {
$2
')}`'popdef(`in_opt')`'ifndef(`in_opt',` # end')
')opt(`a opt(`b $1',`c')',`d')
