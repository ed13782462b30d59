echo 'this is no policy' > policy
checkpolicy -b policy
