"""Which arm each value of a sentence belongs to.

The arms that a sentence names stand before a value ("in the |A| group it was 5"), after it ("5 in the |A| group"), or
are told for a whole list of values ("5 and 7 in |A| and |B|", "lower in |A| than in |B| (5 vs. 7)"). Each mention
between two values is first given to the one or the other; then each list of values reads the mentions around it.
"""
