/^class dir { search }$/a\
class chr_file { read }
