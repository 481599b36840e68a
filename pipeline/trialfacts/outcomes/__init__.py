"""Which outcome a number speaks of, in the words of the text.

No parser: a result is said in few ways. What happened stands before the number as the subject of its clause or as the
noun before a bracket, or after it as the predicate of those counted.

``of_proportions`` and ``of_estimates`` are what the extractors ask. For an estimate ``around_estimates`` tries the ways
of saying it in its sentence (``in_lists``, ``after_name``, ``correlated``, ``after_value``, ``in_brackets``,
``subjects``), ``elsewhere`` looks outside of it, and ``bare`` strips what was found; ``sharing`` then gives each of a
run its own. ``clauses`` and ``wording`` are common to all.
"""
