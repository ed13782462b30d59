regexp(`GNUs not Unix', `\<[a-z]\w+') regexp(`abc',`b') regexp(`abc',`x') regexp(`abc',`b',`[\&]') regexp(`abc',`\(a\)\(b\)',`\2\1') regexp(`abc',`x',`no')|
