tecc build --frobnicate x
