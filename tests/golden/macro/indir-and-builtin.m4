define(`x',`[`$0':$1]')indir(`x',a)builtin(`len',abc)builtin(`ifelse',a,a,`y')
