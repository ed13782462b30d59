/^class file inherits c { execute }$/c\
class file inherits c { execute read }
