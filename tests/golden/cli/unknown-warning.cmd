tecc build x -Wno-such-thing
