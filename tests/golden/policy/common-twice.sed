/^common c { read write }$/a\
common c { read }
