shift(1,2,3) shift(1) shift(1,`a,b',`len(x)')
