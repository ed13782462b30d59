define(`f',`a # $1 don`'t
b')f(x)f(y
z)end
