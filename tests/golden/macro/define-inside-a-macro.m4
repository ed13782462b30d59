define(`mk',`define(`$1',`$'`1-$'`2$'`#')')mk(`q')q(5,6,7)
