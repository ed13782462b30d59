eval(0x1f) eval(0b101) eval(017) eval(0r3:12) eval(255,16) eval(5,2,8) eval(-5,2) eval(-255,16,4) eval(10,1) eval(35,36)
