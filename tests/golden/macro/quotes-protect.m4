define(`x',`1')x `x' ``x'' `a`x'b'
