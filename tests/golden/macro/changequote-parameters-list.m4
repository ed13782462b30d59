changequote([,])define([y],[$#:$1])define([x],[y($@)])x([a,b],c)
