"""The outcome that follows what an estimate is called: "the hazard ratio for |death| was"."""

from __future__ import annotations

import re

from trialfacts.outcomes.after_value import named_by_for
from trialfacts.outcomes.clauses import VERB, is_arm
from trialfacts.outcomes.place import Place
from trialfacts.outcomes.wording import last_match, told, without_brackets


def of_factors(place: Place) -> str | None:
    """What factors of it are told one after the other: "risk factors for |falls| were A (OR 3.1), B (OR 1.9)"."""
    lead = place.document.text[place.floor : place.start]
    said = last_match(_FACTORS, lead) if any(map(lead.__contains__, _FACTOR_STEMS)) else None
    if said is None:
        return None
    since = max(0, place.since - place.floor)
    if since > said.end() and VERB.search(without_brackets(lead, since, len(lead))):
        return None  # "the risk of falls was lower (RR 0.6), |and death was| less frequent (RR"
    return told(said["what"])


def after_name(place: Place) -> str | None:
    """What follows the name of the estimate, before or behind its value."""
    text, name = place.document.text, place.name
    if name is not None and place.listed <= name[1]:
        own = _NAME_OF.match(text, name[1], max(name[1], place.end)) or _NAME_TO_VALUE.match(text, name[1], place.end)
        if own and own["joint"] != "in" and _COMPARES.search(own.group()):
            return named_by_for(text, place.end, place.stop)  # "HR of smoking versus none was 1.3 |for recurrence|"
        if own and not _NO_OUTCOME.match(own["what"]) and not is_arm(place.document, own["what"]):
            more = _MORE_OF_LIST.match(text, own.end("what"), place.start)
            return told(own["what"] + (more["items"] if more else ""))
    if name is not None and place.kind == "r" and (pair := _CORRELATION_OF.match(text, name[1])):
        return told(pair["what"])
    if name is not None and place.listed <= name[1]:
        late = _NAME_FOR.search(text, name[1], place.start)
        if late and not is_arm(place.document, late["what"]):
            return told(late["what"])
    if "eed" in text[slice(*name) if name else slice(place.start, place.end)]:
        spared = _TO_PREVENT.search(text, *(name or (place.floor, place.start)))
        return told(spared["what"]) if spared else None
    return None


_NAME_OF = re.compile(
    r"[)\]]?(?:[ ](?:and|with)[ ][^.;]{0,35}intervals?)?[ ](?:[(\[][^()\[\]]{1,40}[)\]] ?)?(?P<joint>for|of"
    r"|in)[ ](?:the[ ])?(?P<what>[^.;:()\[\]=]{2,90}?)(?:,|[ ](?:was|were|is|in the|with|for|between|among"
    r"|compared|relative to|vs|versus|of(?= -?\d| (?:the )?(?:[\w/+-]+ ){0,3}(?:groups?|arms?|patients)\b)|at|from)\b"
    r"|[ ]?[(\[:=]|$)"
)
# "relative risk of |relapse| 1.8"
_NAME_TO_VALUE = re.compile(r" (?P<joint>for|of) (?:the )?(?P<what>[^.,;:()\[\]=\d]{2,60}?) (?=\d)")
# "hazard ratio for |zidolol versus| placebo": what is compared, and no outcome
_COMPARES = re.compile(r"\b(?:vs|versus|relative to|as compared|compared)$")
# "for the scores of A|, B, and C| were"
_MORE_OF_LIST = re.compile(r"(?P<items>(?:, [^.;:(),\d]{2,40}){0,6},? and [^.;:(),\d]{2,40}?) (?:was|were|is|are) ")
# "hazard ratios (adjusted for age) for |death| were 1.7": between the name and the value
_NAME_FOR = re.compile(
    r"(?<!favour)(?<!favor) (?:for|of) (?:the )?(?P<what>[^.;:()\[\]\d=]{2,60}?) (?:was|were|is|are) $"
)
# "correlations between |pain and stiffness| were 0.4"
_CORRELATION_OF = re.compile(r" between (?:the )?(?P<what>[^.;:()]{3,90}?) (?:was|were|is|are|ranged)\b")
# "number needed to treat to prevent one |death|", "to find one |case|, 20 people need to be screened"
_TO_PREVENT = re.compile(
    r"\b[Tt]o (?:prevent|avoid|achieve|obtain|avert|find|detect|yield|gain|save|see) (?:1|one|an?)"
    r"(?: single| further)? (?P<what>[^.;:(),]{3,70})"
)
# "risk factors for |X| were A (OR 3.1), B (OR 1.9)", "odds for |X| were higher with A (OR 2.8)"
_FACTOR_STEMS = (
    "isk of",
    "azard of",
    "redict",
    "actor",
    "eterminant",
    "orrelate",
    "dds ",
    "ikelihood ",
    "robability ",
    " models for ",
)
_FACTORS = re.compile(
    r"\b(?:[Pp]redictors?|[Pp]redictive(?= of)|(?:[Rr]isk |[Pp]rognostic )?[Ff]actors?|[Dd]eterminants?"
    r"|[Cc]orrelates?|[Oo]dds|[Rr]isk|[Hh]azard|[Ll]ikelihood|[Pp]robability|models?)"
    r" (?:of|for|associated with) (?:developing |achieving |having )?(?P<what>[^.;:()]{3,80}?)"
    r" (?:was|were|included?|includes|are|is|showed that|revealed that|indicated that):? "
)
# What follows "odds ratio for" and is no outcome.
_NO_OUTCOME = re.compile(
    r"(?:(?:an? )?events?$|patients|those|men|women|males|females|favou?r"
    r"|-?\d[\d.]*(?!-?[\d.]*-(?:year|month|week|day))"
    r"|(?:[\w/+-]+ ){0,4}(?:groups?|arms?|recipients|cohorts?)\b|[a-z]{1,2}\d{4,}"
    r"|interaction|trend|\w+ in (?:men|women|males|females))"
)
