define(`x',`<$1>')x (a) x
(b) x`'(c)
