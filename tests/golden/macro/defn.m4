define(`x',`$1 `q' ,')defn(`x') define(`y',defn(`x')z)y(5) defn(`nothing')|
