define(`q',``$1'')define(`r',`$1')q(r(1)) r(`r(2)') q(`a,b')
