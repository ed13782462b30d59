define(`f',`<$1|$2>')f(include(`list.inc'),c)
