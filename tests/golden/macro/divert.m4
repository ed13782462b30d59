divert(2)two
divert(1)one
divert(-1)gone
divert(0)zero
