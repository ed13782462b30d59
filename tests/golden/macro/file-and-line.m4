__line__
define(`l',`__line__')l(
) l __line__
__file__
