substr(`hello',1,3)|substr(hello,-1)|substr(hello,10)|substr(`hello',2)|substr(hello,1,0)|substr(hello,1,-3)|
