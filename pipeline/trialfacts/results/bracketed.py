"""What a number in brackets is said of: a label, or a change or a difference that is told right before it.

All patterns but those that are matched after a number read lower-cased text.
"""

from __future__ import annotations

import re

from trialfacts.results.readings import Reading, Verdict

VERSUS_AFTER = re.compile(r"[ ](?:vs?\.?|versus|against(?=[ ][-+]?\d)|compared (?:with|to)(?=[ ][-+]?\d))[ ]")
# "a fall in X in the |A| group (12%) than": what a percentage in brackets right after it is said of.
CHANGED = re.compile(
    r"(?:(?P<change>increas|decreas|reduc|declin|improve|deteriorat|rise|rose|fell|lower(?:ed|ing))"
    r"|(?P<more>lower|higher|greater|larger|smaller|longer|shorter))[^.;()%]{3,90}[(\[]$"
)
# What is counted in people or events.
COUNTED = re.compile(
    r"(?:incidence|prevalence|proportion|rates?|risk|mortality|frequency|number|percentage|patients|participants"
    r"|subjects|children|responders|women|cases|events|complications|survival|recurrence|remission|success"
    r"|response rate)s?(?![a-z])"
)
_CLOSES = re.compile(r"[ ]?[);,]|[ ](?:vs?|versus|in|for|to|and)(?![a-z])")
# "did not improve survival (|79% and 77%, HR 0.87|": two levels
_PAIR_WITH_RATIO = re.compile(
    r"[(\[][\d.]{1,5} ?% (?:vs\.?|versus|and) [\d.]{1,5} ?%[^()\d]{1,18}\b(?:[HOR]R|hazard|odds|relative risk)"
)
# "improvements were found in X (": none of people, in whom an improvement would be found.
_CHANGE_SEEN = re.compile(
    r"(?:increase|decrease|reduction|improvement|decline|gain|rise)s?(?:[ ](?:was|were)[ ](?:also[ ])?[a-z]{4,10})?"
    r"[ ]in[ ][^.;,()%]{3,70}[(]$"
)


def compared(text: str, item: Reading, before: str) -> str | None:
    """Whether a percentage in brackets is a "change" or a "difference": "glucose was lower after A (12%, P = 0.03)"."""
    if not _CLOSES.match(text, item.end) or _is_level(text, item):
        return None
    found = CHANGED.search(before, max(0, len(before) - 110))
    if found is None or COUNTED.search(before, max(0, found.start() - 60)):
        return None
    return "change" if found.group("change") else "difference"


def _is_level(text: str, item: Reading) -> bool:
    """Whether a percentage is one of two that a ratio compares: "did not improve survival (79% and |77%|, HR 0.87"."""
    start = item.number.start
    opening = max(text.rfind("(", start - 20, start), text.rfind("[", start - 20, start))
    return opening >= 0 and _PAIR_WITH_RATIO.match(text, opening) is not None


def in_bracket(text: str, item: Reading) -> Verdict:
    """A percentage in brackets right after what it is said of: "lower glucose in A (12%)", "urea fell (12 and 15%)"."""
    before = item.before
    if before.find("(") < 0 and before.find("[") < 0:
        return None
    before = _SHARED_BRACKET.sub(r"\1", _STATISTICS.sub("", before))
    if before[-1:] not in ("(", "[") or (stat := compared(text, item, before)) is None:
        return None
    item.stat = stat
    seen = _CHANGE_SEEN.search(before, max(0, len(before) - 110))
    return ("change-in", 0.95) if seen else ("percent-bracket", 0.9 if stat == "change" else 0.85)


# " |(P < 0.05)|", " |(61 and 66%, respectively)|": the statistics of what is told before
_STATISTICS = re.compile(
    r"[ ][(\[](?:p ?[<=>\u2264] ?[\d.]{1,6}"
    r"|\d[\d.]{0,5}[ ]?%?(?:(?:[,;]|[,;]? and) \d[\d.]{0,5}[ ]?%?){1,3}(?:,? respectively)?"
    r"|\d[\d.]{0,5}[ ]?%(?=[)\]] and ))[)\]]"
)
_SHARED_BRACKET = re.compile(r"([(\[])(?:\d[\d.]{0,5}[ ]?%?(?:,|,? and) ){1,3}$")  # "(24 and |31%|"
# "(treated arm |", "vs. controls |", "; group B: |": the label of a value in a bracket.
_LABEL = re.compile(
    r"(?:[(\[]|[;,][ ]|[ ](?:vs\.?|versus)[ ])(?:the[ ])?"
    r"(?P<label>[a-z][\w+/-]{0,20}(?:[ ][\w+-]{1,20}){0,2})[ ]?[:=,]?[ ]$"
)
# Words that make a phrase of it, or another statistic.
_NO_LABEL_WORDS = """
    p n ci sd se sem iqr range ranged ranging after at for in by over until to dose doses or rr hr md r b d t f z df
    beta up about less more than least only week weeks day days month months year years of on from with within during
    and was were is are had vs versus power alpha z-score total median mean average per every between x each using
    under below above around approximately nearly difference reduction increase decrease change odds hazard ratio risk
    interval irr icc auc kappa adjusted effect size t1 q1 q3 first second then followed plus received given
"""
_NO_LABEL = frozenset(_NO_LABEL_WORDS.split())


def is_labelled(before: str) -> bool:
    """Whether a mere label stands between the number and the bracket, or the value before it in the bracket."""
    if before.rfind("(") <= before.rfind(")") and before.rfind("[") <= before.rfind("]"):
        return False
    found = _LABEL.search(before, max(0, len(before) - 70))
    return found is not None and _NO_LABEL.isdisjoint(found.group("label").split())
