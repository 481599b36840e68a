"""The outcome of an estimate without the words that only lead to it."""

from __future__ import annotations

import re

# "X significantly |prolonged the| survival", "the children scored |higher on| the test": what was changed.
_DONE_TO = re.compile(
    r"^(?:[^,]{2,80}? )?(?:(?:[a-z]+ly|also) )?(?:prolonged|accelerated|shortened|enhanced|delayed|prevented|raised"
    r"|lowered|helped|boosted|slowed"
    r"|(?:scored|outperformed|performed|did)[^,]{1,50}? on|spent (?:[a-z]+ )?(?:longer|more time) on|achieved"
    r"|experienced) (?:the |all )?(?P<what>.{2,80})$"
)
# "|terms of| quality of life", "favour of X |on| pain", "pain, |with a large effect size|"
_ODD_FRONT = re.compile(
    r"[Nn]either |[Nn]or |(?:also )?(?:beneficial|detrimental|effective|helpful|good|moderate|excellent|fair|poor"
    r"|substantial|high|low|strong|weak|significant|small|smaller|medium|large|larger|negligible|modest|not)"
    r" (?:for|in|on) |(?:terms of"
    r"|(?:relation|respect|regard) to|favou?r of [^.;,()]{2,40}? (?:on|in|for))"
    r" (?:the )?"
)
_ODD_BACK = re.compile(
    r",? with (?:an? )?(?:(?:large|medium|moderate|small|between-group|mean) ){0,3}(?:effect|difference).*$"
    r"| (?:hazard|odds|risk|rate) ratios?$| in (?:the )?presence of .*$| (?:irrespective|regardless) of .*$"
    r"| from baseline\b(?!.* (?:in|of|for) ).*$| as (?:the |a )?(?:primary|main) (?:outcome|end ?point)$"
    r"|,? (?:as )?(?:measured|assessed|evaluated|defined|estimated|recorded|determined) (?:by|at|with|using"
    r"|on|as|in)\b.*$"
    r"| (?:per|by|on) (?:an? )?(?:independent|central|blinded|investigator|local)\b.*$"
    r"| at (?:the )?(?:clinical |data )?cut-?off\b.*$"
)
# "|2,098 patients randomly assigned, median| survival"
_AMONG = re.compile(
    r"^[\d,]{1,7} (?:[a-z-]+ )?(?:patients|participants|women|men|children|subjects|adults|people)\b[^,;]{0,50}, "
    r"(?:the )?(?:mean |median )?(?=[A-Za-z])"
)
# "28 |thromboses| on placebo and 44 on zidolol"
_COUNTED = re.compile(
    r"\d[\d,]* (?!patients|participants|women|men|children|subjects)(?P<what>[A-Za-z][^,;]{2,50}?) (?:on|in|with|among"
    r"|for) [^,;]{2,60}(?:\band|\bversus|\bvs\.?|\bv|compared with|\bthan) (?:only )?\d"
)
# "evidence of a difference in |pain| between the X group and"
_DIFFERENCE_BETWEEN = re.compile(
    r"\b(?:differences?|effects?|improvements?|reductions?|increases?) (?:in"
    r"|on) (?:the )?(?P<what>.{2,60}?),? between\b"
)
# "|the primary outcome|, pain", "|primary outcome of| pain"
PRIMARY = re.compile(
    r"(?:the )?(?:primary|main|secondary|principal) (?:efficacy )?(?:outcome|end ?-?point)s?(?: measures?)?,? (?:of )?"
    r"(?:the )?(?=\S{3})(?!in\b|at\b|for\b|and\b|between\b|among\b|with\b|or\b|after\b)"
)
_WORD = re.compile(r"[A-Za-z]{2}")


def bare(found: str) -> str | None:
    """An outcome without the subject and the words that only lead to it; None where no word is left."""
    front = _ODD_FRONT.match(found)
    found = _ODD_BACK.sub("", found[front.end() :] if front else found)
    found = _AMONG.sub("", PRIMARY.sub("", found))
    counted = _COUNTED.match(found)
    if counted:
        return counted["what"]
    done = _DONE_TO.match(found) or _DIFFERENCE_BETWEEN.search(found)
    if done:
        found = done["what"]
    return found if _WORD.search(found) else None
