define(`f',`<$1>')f(é)“f(x)” len(é)
