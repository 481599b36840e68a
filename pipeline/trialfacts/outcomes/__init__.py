"""Which outcome a number speaks of, in the words of the text.

No parser: a result is said in few ways. What happened stands before the number as the subject of its clause or as the
noun before a bracket, or after it as the predicate of those counted.
"""
