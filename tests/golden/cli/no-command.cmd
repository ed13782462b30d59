tecc
