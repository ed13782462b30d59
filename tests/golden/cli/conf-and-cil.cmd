checkpolicy -b -F -C policy
