define(`x',`<$1>')x(`a,b')x(``a,b'')x(`)')x(a`,'b)
