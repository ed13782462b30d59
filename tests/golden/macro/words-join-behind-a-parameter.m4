define(`foo_t',`found')define(`x',`$1_t')x(foo)x(bar)
