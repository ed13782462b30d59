define include ifdef len (a) substr popdef format eval
