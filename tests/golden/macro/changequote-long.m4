changequote(`<<',`>>')<<a>>b<<c<<d>>>>x changequote(<<`>>,<<'>>)`ok'
