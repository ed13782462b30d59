/^level s1:c0;$/d
