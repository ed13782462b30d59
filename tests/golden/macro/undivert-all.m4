divert(3)c divert(1)a divert(2)b divert`'[undivert]
