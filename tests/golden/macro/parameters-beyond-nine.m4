define(`x',`$11-$10-$1')x(a,b,c,d,e,f,g,h,i,j,k)
