define(`ell',FOUND)substr(`hello',1,3) substr(``quoted'',1,3)'
