/^bool a_bool true;$/a\
class lnk_file
