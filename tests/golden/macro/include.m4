before include(`part.inc')after x
