changequote([[,]])define([[mk]],[[interface(`$1',`allow $1;')]])mk(a)changequote`'
