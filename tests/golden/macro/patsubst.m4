patsubst(`abc abc',`\(a\)b',`<\1>') patsubst(`abc',`',`-') patsubst(`a b',`\w',) patsubst(`aaa',`a*',`x') patsubst(`hello',`l',`\\') patsubst(`GNUs',`^',`OBS: ')
