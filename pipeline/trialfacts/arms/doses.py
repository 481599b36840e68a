"""Arms that a list of doses tells apart: "5 and 7 ng/mL with zidolol |10 and 20 mg|, respectively"."""

from __future__ import annotations

import re

_DOSE_UNIT = r"(?:mg|\u00b5g|\u03bcg|mcg|g|IU|U|Gy|mL|ml|ppm)(?:/(?:kg|day|d|m2|mL|ml|h))?(?![A-Za-z0-9])"
_DOSE = rf"\d[\d.,]{{0,6}}(?:[ -]?{_DOSE_UNIT}|-(?=,| and | or ))?"
# "at the end of the |10-mg and 20-mg| infusion", "for zidolol |10, 20 and 40 mg| twice daily"
_DOSES = re.compile(
    rf"(?P<first>{_DOSE})(?P<more>(?:,? and |,? or |, | and the | vs\.? | versus ){_DOSE}"
    rf"(?:(?:,? and |,? or |, | vs\.? | versus ){_DOSE}){{0,8}}?)[ -]?(?P<unit>{_DOSE_UNIT})"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# What leads from the values to the doses; the name right before the first dose is the drug's.
_LEAD = re.compile(
    r"[^.;:\d()\[\]]{0,50}?[ )](?:for|in|with|after|of|receiving|on|at|following)[ ](?:all patients receiving[ ])?"
    r"(?:the[ ])?(?P<drug>[A-Za-z][A-Za-z0-9+/-]{1,24})?(?:[ ](?:doses?|dose of|at))?[ ]?"
)
_NO_DRUG = frozenset(("end", "the", "doses", "dose", "day", "days", "week", "weeks", "to", "about", "over", "least"))
_REACH = 110  # characters from the values to the doses


def listed_doses(text: str, end: int, limit: int, size: int) -> list[str] | None:
    """The arms of ``size`` values that end at ``end``, named by as many doses behind them; None where they are not."""
    stop = min(limit, end + _REACH)
    found = _DOSES.search(text, end, stop)
    if found is None:
        return None
    lead = _LEAD.fullmatch(text, end, found.start())
    amounts = _NUMBER.findall(text, found.start(), found.start("unit"))
    if lead is None or len(amounts) != size or len(set(amounts)) < size:
        return None
    drug = lead.group("drug") or ""
    unit = found.group("unit")
    return [f"{'' if drug in _NO_DRUG or not drug else drug + ' '}{amount} {unit}" for amount in amounts]


# "with |zidolol at doses of| 5, 10 and 20 mg than with placebo (|1.2"
_DRUG_BEFORE = re.compile(
    r"(?P<drug>[A-Za-z][A-Za-z0-9+/-]{2,24})(?:,? (?:at )?(?:(?:an? )?(?:daily |oral )?dos(?:es?|ages?) of"
    r"|in doses of|at))? $"
)
_TO_VALUES = re.compile(
    r"(?:/day|/d| daily| once daily| twice daily| [bt]\.?i\.?d\.?)?(?: (?:groups?|arms?|doses))?"
    r"(?:,? (?:than|compared (?:with|to)|versus|vs\.?)(?: (?:with|in"
    r"|for))?(?: the)? [A-Za-z-]{3,20}(?: groups?)?)? ?[(\[]"
)


def doses_before(text: str, start: int, begin: int, size: int) -> list[str] | None:
    """The arms of ``size`` values in a bracket that opens at ``begin``, named by as many doses before it.

    "greater with zidolol |5, 10 and 20 mg| than with placebo (|1.2, 1.4 and 1.9 mg/dL|, respectively)". None where they
    are not.
    """
    for found in _DOSES.finditer(text, max(start, begin - _REACH), begin):
        if _TO_VALUES.fullmatch(text, found.end(), begin) is None:
            continue
        amounts = _NUMBER.findall(text, found.start(), found.start("unit"))
        drug = _DRUG_BEFORE.search(text, max(start, found.start() - 60), found.start())
        if len(amounts) != size or len(set(amounts)) < size or drug is None or drug["drug"].lower() in _NO_DRUG:
            continue
        return [f"{drug['drug']} {amount} {found.group('unit')}" for amount in amounts]
    return None
