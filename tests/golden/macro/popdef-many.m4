define(`x',1)define(`y',2)popdef(`x',`y')x y
