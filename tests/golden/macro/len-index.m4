len() len(abc) len(`a b,c') index(abc,b) index(abc,x) index(abc,) index(abcabc,ca)
