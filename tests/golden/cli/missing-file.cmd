checkpolicy -M nowhere.conf -o out
