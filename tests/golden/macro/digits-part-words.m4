define(`a',X)1a a1 2a2 _a a_
