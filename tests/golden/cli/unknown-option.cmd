# Options: unknown, near to a known one, ambiguous, and what lacks a value or
# has one too many; a terminal is shown nothing raw.
tecc build --frobnicate x
tecc build --polcy-version=33 x
tecc build --m x
tecc build --map=yes x
tecc build x --output
tecc build x -o
tecc build -qZv x
tecc build $'--\e[31mred' x
tecc build $'-\e' x
checkmodule --mls-modle
semodule_link --
