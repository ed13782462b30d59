translit(`abcdef',`a-c',`A-C') translit(`abc',`b') translit(`a-b',`-',`_') translit(`abc',`c-a',`x-z') translit(`aab',`aa',`xy') translit(`abc',`abc',`a-b')
