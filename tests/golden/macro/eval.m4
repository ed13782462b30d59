eval(1+2*3) eval((1+2)*3) eval(2**3**2) eval(7/2) eval(-7/2) eval(-7%3) eval(10-3-2) eval(-2**2)
