/^class file$/a\
class dir
