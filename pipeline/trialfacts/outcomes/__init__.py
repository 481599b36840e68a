"""Which outcome a number speaks of, in the words of the text.

No parser: a result is said in few ways. What happened stands before the number as the subject of its clause or as the
noun before a bracket, or after it as the predicate of those counted.

``of_proportions`` and ``of_estimates`` are what the extractors ask. For an estimate ``around_estimates`` tries the ways
of saying it in its sentence (``in_lists``, ``after_name``, ``correlated``, ``after_value``, ``in_brackets``,
``subjects``), ``elsewhere`` looks outside of it, and ``bare`` strips what was found; ``sharing`` then gives each of a
run its own. For a proportion ``of_proportions`` tries in turn what stands behind it (``behind_value``), what
the value before it was of (``going_on``) and what stands before it; ``nameless`` tells what a rate without a name is
of, and ``coordinated`` gives each value its own of the outcomes that are told together. ``clauses`` and ``wording``
are common to all.
"""
