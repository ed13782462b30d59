checkpolicy -V
checkpolicy -V -c 30
