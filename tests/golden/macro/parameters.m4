define(`x',`a$1b$0c$#d$@e$*f${1}g$10h$01i$')x(1,`2 3',,)
x
x()
x(
)
