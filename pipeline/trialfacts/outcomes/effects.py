"""What something is associated with, or has an effect on: "a difference in |pain|", "associated with |relapse|"."""

from __future__ import annotations

import re

from trialfacts.outcomes.clauses import VERB

ASSOCIATED = re.compile(
    r"\b(?:associated with|predict(?:ed|ors? (?:of|for)|ive of)|risk factors? for|related to|predictors? (?:of"
    r"|for)|factors for|(?:odds|likelihood|risk|chance) (?:of|for(?! (?:the )?(?:patients|participants|subjects"
    r"|women|men|children|those)\b))"
    r"|likely to"
    r"|probability of)[ ](?P<what>[^.;:()\[\]]{3,90})"
)
DIFFERENCE_IN = re.compile(
    r"\b(?:differences?|effects?|reductions?|increases?|improvements?|decreases?|declines?|changes?|benefits?"
    r"|gain|difference \([^()]*\))(?: between (?:the )?(?:two )?groups| in favou?r of [^.;,()]{3,40}?| from baseline)?"
    r"[ ](?:in|on|for|of)[ ](?!favou?r|-?\d|[€$£])(?:the[ ])?(?P<what>[^.;:()\[\]=]{3,90}?)"
    r"(?=[ ](?:was|were|is|between|at|compared"
    r"|of (?=-?\d|[€$£])|favou?r\w*|with"
    r"|versus|vs|than|amounted|which|in the)\b|[ ]?[(\[:=,]|$)"
)
DIFFERENCE_FOR = re.compile(
    r"\b(?:differences?|interactions?|effects?|improvements?|benefits?|advantages?|reductions?|increases?)\b[^.;:()]{0,70}?"
    r"\b(?:in|on|for) (?!favou?r)(?:the "
    r")?(?P<what>[^.;:()]{2,60})$"
)
# "zidolol increased |walking distance| by 42 m"
CHANGED_BY = re.compile(
    r"\b(?:increas|decreas|reduc|improv|lower|rais|prolong|shorten|extend|delay)(?:ed|es|ing) (?!by |from |with |in )"
    r"(?:the |its |their |his |her )?(?P<what>[^.;:()\[\]\d,]{3,70}?) by (?:about |approximately |an? [a-z ]{3,20})?$"
)


def of_effect(phrase: str) -> str:
    """What an effect is on: "zidolol on |survival| did not vary"."""
    on = _ON.search(phrase)
    phrase = phrase[on.end() :] if on else phrase
    verb = VERB.search(phrase)
    return phrase[: verb.start()] if verb else phrase


_ON = re.compile(r"^[^,]{2,50}? on (?:the )?(?=\S{2})")


def until_arm(phrase: str) -> str:
    """A phrase up to the words that say in whom or compared with what: "relapse |in the zidolol arm|"."""
    return _ARM_FOLLOWS.split(phrase, maxsplit=1)[0]


_ARM_FOLLOWS = re.compile(
    r"(?:(?<!increase)(?<!decrease)(?<!reduction)(?<!improvement)(?<!change) in|,[ ]in"
    r"|,?[ ](?:among|for|with|compared|than|versus|vs\.?|by|adjusted|after|independently|when|between|at|during))[ ]"
)
