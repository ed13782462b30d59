define(`f',`<$1>')f(f(f(a)))f(`f(b)')
