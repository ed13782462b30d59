define(`x',`1')x # x `x' don't 
x#x
