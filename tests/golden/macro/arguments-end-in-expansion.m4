define(`foo',`<$1|$2>')define(`rest',`b)c')foo(a,rest
