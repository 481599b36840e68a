"""Two values that are set against each other and are of one arm at two times: "fell in A (|6.1 vs. 3.2|)"."""

from __future__ import annotations

import re

from trialfacts.attachment.sentence_values import CLAUSE_END, SentenceValues

_EARLIER = r"(?:baseline|before(?![a-z])|pre-?(?:treatment|test|operative|intervention|training|therapy|dose|exercise))"
# "from |baseline|", "than |before|", "before and after", "pre- vs. post-treatment"
_TIMES = re.compile(
    rf"(?<![a-z])(?:(?:from|than|to|with|vs\.?|versus|over)[ ](?:at[ ]|in[ ]|the[ ]|their[ ]|that[ ])?{_EARLIER}"
    rf"|(?:{_EARLIER}|pre-?)[^.;,()\d]{{0,20}}[ ](?:and|vs\.?|versus|to|compared (?:with|to))[ ](?:after|post|at[ ]))",
    re.I,
)
_FALL = re.compile(
    r"(?<![a-z])(?:reduc|decreas|lowered|fell|declin|dropp?ed|diminish|shorten|attenuat)[a-z]{0,4}(?![a-z])"
)
_RISE = re.compile(r"(?<![a-z])(?:increas|rose|raised|elevat|enhanc|prolong)[a-z]{0,4}(?![a-z])")
_COMPARED = re.compile(
    r"(?<![a-z])(?:compared|than|versus|vs|relative|comparison|between|both|groups|higher|lower|greater|less|more)"
    r"(?![a-z])"
)
# "remained |unchanged| in the placebo group (", "did |not change| with A ("
_STAYED = re.compile(
    r"(?<![a-z])(?:unchanged|unaltered|not change|not (?:significantly |markedly )?(?:changed|altered)"
    r"|no (?:significant |marked )?changes?"
    r"|remained (?:the same|stable|constant|similar)|was stable|were stable)(?![a-z])"
)
_NUMBER = re.compile(r"[+-]?[ ]?\d+(?:[.,]\d+)?")
_FAR = 300  # characters of a clause before its values


def is_over_time(values: SentenceValues, at: int) -> bool:
    """Whether value ``at`` and the next are those of one arm at two times, as the clause before them says.

    It names an earlier time for the comparison; or it compares with nothing, and the change goes the way of its verb or
    there was none.
    """
    text, begin = values.text, values.spans[at][0]
    start = max(values.start, begin - _FAR)
    for clause in CLAUSE_END.finditer(text, start, begin):
        start = clause.end()
    if _TIMES.search(text, start, begin):
        return True
    if _COMPARED.search(text, start, begin):
        return False
    if _STAYED.search(text, start, begin):
        return True
    low, high = (first_number(text, *values.spans[one]) for one in (at, at + 1))
    if low is None or high is None:
        return False
    falls, rises = _FALL.search(text, start, begin), _RISE.search(text, start, begin)
    return low > high if falls and not rises else low < high if rises and not falls else False


def first_number(text: str, start: int, end: int) -> float | None:
    """The first number of a value; None where it has none in digits."""
    number = _NUMBER.search(text, start, end)
    return float(number.group().replace(" ", "").replace(",", ".")) if number else None
