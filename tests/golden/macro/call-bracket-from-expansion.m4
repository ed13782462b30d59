define(`open',`foo(')define(`foo',`<$1|$2>')open a,b)
