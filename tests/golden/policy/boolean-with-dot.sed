/^bool a_bool true;$/c\
bool a.b true;
