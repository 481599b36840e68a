"""Arms that a run of bare values follows in order: "to A, B or placebo ... Weight fell by |3, 4 and 1 kg|"."""

from __future__ import annotations

import re

from trialfacts.arms.mentions import ArmMention
from trialfacts.attachment.sentence_values import SentenceValues, distinct
from trialfacts.attachment.value_lists import list_end
from trialfacts.document import Document

# Fewer arms than these are told by other words: "5 vs. 7".
_FEWEST = 3
_ASSIGNING = re.compile(
    r"\b(?:randomi[sz]\w*|assigned|allocated|allotted|divided|receiv\w+|given|treated|compared?|underwent|to:)\b", re.I
)
# From one arm of a list to the next.
_GAP = re.compile(
    r"(?: \([^()]{0,60}\))?(?: (?:groups?|arms?))?(?:[,;]|(?=:))?(?: (?:and|or|vs\.?|versus))?"
    r"(?: (?:a|an|the|to|with|by|either|[a-z-]{2,14})){0,2}(?: \d[\d.,]*(?: ?[A-Za-z/%]{1,8}){1,2})? ?"
)
_VERB = re.compile(r"\b(?:was|were|had|than|compared|while|whereas|but|who|which|then|followed)\b")


def arms_in_order(document: Document) -> list[str]:
    """The names of the first list of three arms or more that people were assigned to; empty where none is told."""
    for sentence in document.sentences:
        if sentence.section in ("results", "conclusions"):
            break
        mentions = document.arms.within(sentence.start, sentence.end)
        if len(mentions) < _FEWEST or not _ASSIGNING.search(document.text, sentence.start, sentence.end):
            continue
        names = [mention.name for mention in distinct(_listed(document.text, mentions))]
        if len(names) >= _FEWEST:
            return names
    return []


def _listed(text: str, mentions: list[ArmMention]) -> list[ArmMention]:
    """The longest stretch of mentions that follow one another as a list does."""
    best: list[ArmMention] = []
    run = mentions[:1]
    for one, two in zip(mentions, mentions[1:]):
        gap = text[one.end : two.start]
        if not _GAP.fullmatch(gap) or _VERB.search(gap):
            run = []
        run.append(two)
        best = max(best, run, key=len)
    return list(best)


def name_in_order(values: SentenceValues, names: list[str]) -> None:
    """Gives the arms of a list to the values of a run of as many, of one measure and time, of which none has an arm."""
    at = 0
    while at < len(values.spans):
        stop = list_end(values, at)
        alike = values.keys is None or len(set(values.keys[at:stop])) == 1
        if stop - at == len(names) and alike and not any(values.out[at:stop]):
            values.set_list(at, [*names])
        at = stop
