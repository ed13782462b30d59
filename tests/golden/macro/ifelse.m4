ifelse(a,a,yes,no) ifelse(a,b,yes,no) ifelse(a,b,yes) ifelse(a,b,1,c,c,2) ifelse(a,b,1,c,d,2,3) ifelse(`comment')
