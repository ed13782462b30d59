/^dominance { s0 s1 }$/c\
dominance { s0 s1 s0 }
