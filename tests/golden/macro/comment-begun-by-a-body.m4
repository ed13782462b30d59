define(`f',`a #')define(`x',1)f x
x
