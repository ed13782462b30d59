/^sid kernel$/a\
sid unlabeled
