"""Outcomes that are the want of something: "30% of patients reported |no nausea|", "|no pain| was felt by 12%"."""

from __future__ import annotations

import re

from trialfacts.document import Document

_HAS = (
    r"(?:(?:had|have|having|report|experienc|show|develop|requir|need|receiv|exhibit|demonstrat|display|felt|suffer"
    r"|present|achiev)[a-z]*|was|were|with)"
)
# "| and 2% of patients reported |no nausea", "| had |no pain", "most (63%|) of the men had |no pain"
_BEHIND = re.compile(
    r"[)\]]?(?: ?\([^()]{1,30}\))?(?:(?:,| and|,? versus|,? vs\.?) \d[\d.]*(?: ?%)?(?: ?\([^()]{1,30}\))?)?"
    rf"(?: of [^.;:,()\d]{{2,60}}?| in [^.;:,()\d]{{2,40}}?)? {_HAS}(?: had)? (?P<no>no|without) (?P<any>any )?"
)
# "|No |pain| was reported by |30%"
_AHEAD = re.compile(r" (?:was|were) (?:[a-z]+ ){1,2}(?:by|in|for|among) (?:about |only )?$")


def with_denial(document: Document, start: int, end: int, outcome: str) -> str:
    """An outcome with the "no" before it, where what was counted at ``start``..``end`` are those without it."""
    text = document.text
    if text.startswith(("0%", "0 ", "0/"), start):
        return outcome
    sentence = document.sentence_at(start)
    if text.find("no ", end, end + 160) >= 0 or text.find("without ", end, end + 160) >= 0:
        behind = _BEHIND.match(text, end)
        if behind is not None and text.startswith(outcome, behind.end()):
            return text[behind.start("no") : behind.end() + len(outcome)]
    if "%" in text[start:end] and _AHEAD.search(text, max(sentence.prose, start - 50), start):
        at = text.rfind(outcome, sentence.prose, start)
        if at > 3 and text[at - 3 : at] in ("No ", "no ") and _AHEAD.fullmatch(text, at + len(outcome), start):
            return "no " + outcome
    return outcome
