"""How counts of participants are read: the numbers, what they count, whose they are, the total."""
