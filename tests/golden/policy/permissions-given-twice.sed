/^class dir { search }$/a\
class dir { add }
