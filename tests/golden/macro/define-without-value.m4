define(`x')<x>define(`y',)<y>
