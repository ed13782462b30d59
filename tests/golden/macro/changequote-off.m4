changequote(,)`a' b changequote `a'
