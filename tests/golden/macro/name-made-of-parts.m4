define(`cat',$1$2)cat(`le',`n')(abc) define(`c2',`$1$2')c2(`le',`n')(abcd)
