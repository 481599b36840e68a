"""Whether a label before an estimate says in whom it was seen, and not what: "in women with |asthma| (HR 0.5"."""

from __future__ import annotations

import re

from trialfacts.outcomes.clauses import VERB


def names_subgroup(text: str, label: str, start: int) -> bool:
    """Whether a label before the estimate at ``start`` names a subgroup or a factor, and no outcome."""
    at = text.rfind(label, max(0, start - 140), start)
    if at < 0:
        return False
    if _EFFECT_OF.search(text, max(0, at - 30), at) and " on " not in text[at:start]:
        return True
    if "(" in text[at + len(label) + 2 : start] or VERB.search(text, at, start):
        return False
    if _IN_WHOM.search(text, max(0, at - 60), at):
        return True
    if label.startswith(_PREPOSITIONS) and _PEOPLE_LAST.search(text, max(0, at - 40), at):
        return True
    return _PEOPLE.search(label) is not None and text.endswith(_IN, 0, at)


_ANYBODY = (
    "patients|participants|subjects|women|men|children|adults|males|females|boys|girls|infants|individuals|people|those"
    "|users|smokers|drinkers|carriers|populations?|subgroups?|cohorts?|tumou?rs"
)
_PEOPLE = re.compile(rf"\b(?:{_ANYBODY})\b")
# "in participants |without diabetes|"
_PREPOSITIONS = ("with ", "without ", "aged ", "who ", "having ", "receiving ")
_PEOPLE_LAST = re.compile(rf"\b(?:in|for|among) (?:the |those |all )?(?:[a-z-]+ )?(?:{_ANYBODY}) $")
_IN = ("in ", "for ", "among ", "in the ", "for the ")
# "|among| smokers", "|in patients with| asthma", "|in the subgroup of| men"
_IN_WHOM = re.compile(
    rf"\b(?:among (?:the )?|(?:in|for|among) (?:the |those |all )?(?:subgroups? of )?(?:[a-z-]+ )?(?:{_ANYBODY})"
    r" (?:with|who|of|aged|having|receiving|without|completing) (?:an? |at least )?)$"
)
# "the |effect of| this genotype was the same (HR"
_EFFECT_OF = re.compile(r"\b(?:effects?|impact|influence|benefits?) of (?:the |an? )?$")
