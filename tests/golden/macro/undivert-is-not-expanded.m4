define(`x',1)divert(1)`x' divert`'undivert(1)
