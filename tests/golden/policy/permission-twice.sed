/^class dir { search }$/c\
class dir { search add search }
