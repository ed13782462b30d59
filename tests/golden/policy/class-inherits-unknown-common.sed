/^class dir { search }$/c\
class dir inherits d { search }
