/^dominance { s0 s1 }$/a\
dominance { s1 s0 }
