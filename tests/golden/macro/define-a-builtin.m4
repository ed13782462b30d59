define(`len2',defn(`len'))len2(abc)define(`d',defn(`define'))d(`u',`v')u
