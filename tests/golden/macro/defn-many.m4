define(`x',`a')define(`y',`b')defn(`x',`y')
