"""Chosen names that are the rules' names spoiled: "mg/day zidolol" of "20 mg/day zidolol", "nausea" of "no nausea"."""

from __future__ import annotations

import re
from collections.abc import Set

# What a name loses, and tells another thing without: "|20 |mg/day zidolol", "|no |nausea", "|no or mild |nausea"
_LOST = re.compile(
    r"(?:\d[\d.,]*(?:-\d[\d.,]*)?|not|non|at|without(?: any)?"
    r"|(?:little (?:or|to) )?no(?: (?:or|to)(?: only| very| mild| slight| minimal| minor){0,2})?)[ -]?",
    re.I,
)
# "blood loss| >=500 mL|"
_LIMIT = re.compile(r" (?:[<>\u2264\u2265]=?|of (?:at least|more than)|more than|at least) ?\d.{0,30}")
# What is put before a name and belongs to other words: "in the A |group |urate", "|prolonged the |time to surgery"
_GAINED = re.compile(
    r"groups? |arms? |(?:significantly |a |the )*"
    r"(?:prolong|reduc|increas|improv|lower|decreas|higher|greater|larger|smaller|longer"
    r"|shorter|better|worse|fewer|delay|shorten|superior|demonstrat|show)[a-z]*(?: the| in| of)? ",
    re.I,
)


# "relief| more rapidly|"
_TRAILING = re.compile(
    r" (?:significantly |much )?(?:(?:more|less) [a-z]+ly|earlier|later|sooner|faster)(?: with [^.;,]+)?"
    r"|(?: (?:was|were))?(?: (?:significantly|markedly|statistically|considerably|slightly))?"
    r"(?: (?:reduced|decreased|increased|improved|lower|higher|shorter|longer|fell|rose))?"
)
# "|receiving |zidolol", "zidolol| group": what makes no other group of one
_LED, _CALLED = (
    re.compile(
        r"(?:the|receiv(?:ing|ed)|taking|took|given|on|treated with|performed|undertook|consumed|practi[sc]ed) "
    ),
    re.compile(r"[ -](?:groups?|arms?|treated)$"),
)


def _same_arm(name: str, answer: str) -> bool:
    """Whether two names are of one arm, once called a group and once not: a table calls it by the shorter."""
    return _CALLED.sub("", _LED.sub("", name)) == _CALLED.sub("", _LED.sub("", answer))


def is_spoiled(name: str | None, answer: str | None, others: Set[str]) -> bool:
    """Whether a chosen name only spoils the rules' ``answer``; ``others``: the rules' answers for the other facts."""
    if not name or not answer or name == answer:
        return False
    if len(name) > len(answer) and _same_arm(name, answer):
        return True
    if answer.startswith(f"{name} ") and any(one != answer and one.startswith(f"{name} ") for one in others):
        return True  # "zidolol 10 mg" beside "zidolol 20 mg": two arms
    if answer.startswith(name) and _LIMIT.fullmatch(answer[len(name) :]):
        return True
    if answer.endswith(name) and _LOST.fullmatch(answer[: -len(name)]):
        return True
    if name.endswith(answer) and _GAINED.fullmatch(name[: -len(answer)]):
        return True
    if name.startswith(answer) and _TRAILING.fullmatch(name[len(answer) :]):
        return True
    first, joint, second = name.partition(" and ")
    return bool(joint) and first != second and {first, second} <= others  # each of the two has its own
