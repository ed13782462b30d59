checkpolicy -F policy.conf
