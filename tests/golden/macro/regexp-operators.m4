regexp(`aaa bb',`a+') regexp(`ab.c',`\.') regexp(`foo|bar',`bar\|foo',`<\&>') regexp(`xay',`a\|b',`\&') regexp(`ab
cd',`^cd') regexp(`t1 && t2',`\w+\(.*\)', `\1')
