"""The two things that a correlation is of: "A correlated with B (r = 0.5)" is one of "A and B"."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.clauses import VERB, subject_of_clause
from trialfacts.outcomes.wording import last_match, tidy, without_brackets

_BETWEEN = re.compile(r"\bbetween (?P<what>[^.;:()]{3,120} (?:and|with|to|versus|vs\.?) [^.;:()]{2,100})$")
_OF = re.compile(
    r"\bcorrelations? (?:of|for) (?:the )?(?P<one>[^.;:()]{2,80}?) (?:with|to|and) (?P<other>[^.;:()]{2,80})$"
)
_WITH = re.compile(
    r"\b(?:correlat(?:ed?|es|ing|ions?)|(?:association|relation(?:ship)?)s?|associated|related)(?: {1,40}[a-z]+){0,3}? "
    r"{1,40}(?:with|to) "
)
_LINKS = re.compile(r"[ )\],;]*(?:(?:and|or|but|with|to|also|as|well|not|[a-z]{3,14}ly) )*")
_LATER = re.compile(
    r",? (?:after|at|during|over|among|on day|in (?:the|both|all)|in [\w -]{2,30}(?:group|arm|patients)s?)\b"
)
_LONGEST = 120  # characters of the second of the two, at most


def correlated(document: Document, floor: int, since: int, end: int) -> str | None:
    """What is correlated, by the words from ``floor`` to ``end``; None where they do not say it.

    ``since``: where the estimate before ended, behind which the second of the two is looked for.
    """
    stem = without_brackets(document.text, floor, end)
    if "elat" not in stem and "ssociat" not in stem:
        return None
    last = max(0, since - floor)
    between = _BETWEEN.search(stem, max(last, stem.rfind("between ")))
    if between:
        return tidy(between["what"])
    of = _OF.search(stem, last)
    if of:
        return f"{tidy(of['one'])} and {tidy(of['other'])}"
    match = last_match(_WITH, stem)
    if match is None:
        return None
    start = max(match.end(), last)
    start = _LINKS.match(stem, start).end()  # type: ignore[union-attr]
    other = _LATER.split(stem[start:], maxsplit=1)[0]
    if len(other) > _LONGEST or VERB.search(other):
        return None
    one = subject_of_clause(document, floor, floor + match.start(), telling=False)
    both = [name for name in (one, tidy(other)) if name]
    return " and ".join(both) or None
