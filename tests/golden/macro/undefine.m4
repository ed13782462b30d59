define(`x',1)undefine(`x')x ifdef(`x',yes,no)undefine(`len')len(a)
