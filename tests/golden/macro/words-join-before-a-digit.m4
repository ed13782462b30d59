define(`a1',found)define(`x',`$1')x(a)1 x(`a')`'1 a1
