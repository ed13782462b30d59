define(`outer',`inner(`$1 and `$2'',`$2')')define(`inner',`<$1|$2|$3>')outer(a,`b,c')outer(`x`y'z',q)
