indir(`define',`a-b',`[$1]')indir(`a-b',q)ifdef(`a-b',yes,no)
