define(`f',`<$1>')f(a # don't
)f(`b')
define(`g',``$1'')g(a # isn't
)x'y
