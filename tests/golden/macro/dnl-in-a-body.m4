define(`x',`a dnl gone
b')x x(1)dnl gone
end
