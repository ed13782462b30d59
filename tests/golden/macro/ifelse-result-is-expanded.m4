define(`x',1)ifelse(a,a,`x',no) ifelse(a,a,``x'')
