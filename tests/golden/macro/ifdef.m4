define(`x')ifdef(`x',yes,no) ifdef(`y',yes,no) ifdef(`y',yes) ifdef(`ifdef',`[yes]')
