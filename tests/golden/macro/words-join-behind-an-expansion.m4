define(`foo',`a')define(`ab',Z)foo()b foo`'b foo
