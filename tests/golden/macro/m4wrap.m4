m4wrap(`A
')m4wrap(`B
',`C ')m4wrap(`m4wrap(`E
')D
')body
