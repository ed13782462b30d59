changequote([,])define([x],[<$1>])x([a,b])[quo ` ted [nested]]changequote `back'
