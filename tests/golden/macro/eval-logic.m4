eval(1==1) eval(1!=1) eval(3<4) eval(3>=4) eval(!0) eval(!5) eval(~0) eval(1||0) eval(1&&0) eval(6&3) eval(6|3) eval(6^3) eval(1||1/0) eval(0&&1/0)
