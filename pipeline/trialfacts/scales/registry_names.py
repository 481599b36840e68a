"""Instruments of the registry, by their long names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.cleaning.words import TextWords
from trialfacts.scales.instruments import Instrument, registry
from trialfacts.scales.named import Named

# After a short form that is also a word or another thing's name: what shows that a scale is meant.
_SCORED_AFTER = re.compile(
    r"[- ]?\d{0,2}\)?[ ](?:[a-z-]+[ ]){0,2}(?:scores?|scales?|subscales?|questionnaires?|ind(?:ex|ices)|ratings?|total"
    r"|assessments?|domains?|points?|criteria|responses?)\b| [A-Z][a-z]{5,14} items?\b|[ ]grade(?= ?[\u2265>]?\d)"
    r"|[ ]?[<>=\u2264\u2265]"
)
SCORED_BEFORE = re.compile(
    r"(?:(?:scores?|criteria) (?:of|on|for|in)(?: the)?|using(?: the)?"
    r"|(?:measured|assessed|evaluated|rated|graded|scored?) (?:by(?: means of)?|with|on|using)(?: the)?|scales?:?"
    r"|(?:outcomes?|end-?points?) (?:was|were|is|are|included?|measure was)(?: the)?|questionnaires?:?)[ ]?$",
    re.I,
)
_SCALE_AFTER = re.compile(r"[ ](?:total )?(?:scores?|scales?|ind(?:ex|ices)|questionnaire|instrument)\b")
# "Medical Research Council": who made a scale, funded a trial or ran it
_BODY = frozenset(("council", "group"))
# "(RTOG) acute toxicity criteria"
_BODY_SCALE_AFTER = re.compile(
    r"(?: ?\([A-Z]{2,6}\))?(?: [a-z-]{3,15}){0,3}? (?:scores?|scales?|criteria|grad(?:e|es|ing)|classification)\b"
)
# "the Child-Pugh and MELD scores"
_SHARED_SCALE = re.compile(r"[ ]and [A-Z][\w-]{1,12} (?:scores?|scales?|ind(?:ex|ices))\b")
# "the brief pain inventory, hospital anxiety and depression, and neuropathic pain questionnaires"
_CLOSED_LIST = re.compile(r",? and [a-zA-Z' -]{3,40} (?:scales|questionnaires|inventories)\b")
HEAD_AFTER = re.compile(r"[)\]][ ](?:[a-z]+[ ])?(?:scores?|scales?|questionnaires?|index|inventory|subscales?)\b")
_SHORT_FOLLOWS = re.compile(r"[ ]?\((?P<short>[A-Z][A-Za-z0-9-]{1,9})\)")
# "OAA/S (Observer's Assessment of Alertness/Sedation)"
_SHORT_BEFORE = re.compile(r"(?P<short>[A-Z][\w/-]+) ?[(\[]$")
# "Medical Research Council (MRC) model"
NO_SCALE_AFTER = re.compile(
    r" (?:software|statistical|version|Institute|package|model|framework|guid\w+|trial|study|group|grant"
    r"|enzyme|assay|ELISA|antibod\w+|gene|protein)\b"
)
_SCORED_SHORT = re.compile(r"\b([A-Z][A-Za-z0-9-]{1,9}) (?:scores?|scales?|index)\b")
PART_OF = re.compile(r"[ ](?:of|on|in|from)(?: the)?[ ](?:[A-Z][\w-]*[A-Z0-9]|[A-Z][a-z]+[ ](?:and[ ]|of[ ])?[A-Z])")
# No name goes on over a bracket or the end of a sentence.
_BREAK = re.compile(r"[()]|[.;] ")
_SPELLED = {"analogue": "analog", "behaviour": "behavior", "behavioural": "behavioral"}


def long_names(words_of: TextWords) -> Iterator[Named]:
    """Long names of the registry, word by word, whatever their hyphens, case and spelling."""
    text, tokens, names = words_of.text, words_of.tokens, registry()
    # Most words begin no name, and most that do are not followed by its second word.
    pairs = enumerate(zip(map(names.names.get, tokens), [*tokens[1:], ""], strict=False))
    beginnings = [index for index, (seconds, word) in pairs if seconds and (word in seconds or "" in seconds)]
    past = 0
    for index in beginnings:
        if index < past:
            continue
        for phrase, instrument, needs_context in names.beginning(tuple(tokens[index : index + 3])):
            stop = index + len(phrase)
            if stop > len(tokens) or not all(_same(t, w) for t, w in zip(tokens[index:stop], phrase, strict=True)):
                continue
            start, end = words_of.starts[index], words_of.starts[stop - 1] + len(tokens[stop - 1])
            if needs_context and not _scored_name(words_of, start, end, len(phrase), instrument):
                continue
            if text[start].islower() and PART_OF.match(text, end):
                continue  # "physical component score of the SF-36"
            if _BREAK.search(text, start, end):
                continue
            if text[max(0, start - 9) : start].lower() == "modified ":
                start -= 9
            yield Named(start, end, "registry", 0.9, instrument)
            past = stop
            break


def _same(token: str, word: str) -> bool:
    if token == word:
        return True
    token = _SPELLED.get(token, token)
    return token == word or token == word + "s"


def _scored_name(words_of: TextWords, start: int, end: int, size: int, instrument: Instrument) -> bool:
    """Whether a name without its "scale" is scored here, or its short form is anywhere: "ADL scores"."""
    text = words_of.text
    if size == 1:
        alone = text[start - 2 : start] == " (" and text[end : end + 1] == ")"  # "dyspnoea (Borg)"
        return text[start].isupper() and (alone or is_scored(text, start, end))
    if is_body(text, start, end):
        return False
    if text[start:end].rpartition(" ")[2].lower() in _BODY:
        return True
    before = _SHORT_BEFORE.search(text, max(0, start - 15), start)
    if before is not None and registry().short.get(before["short"], (None, True))[0] is instrument:
        return True
    short = _SHORT_FOLLOWS.match(text, end)
    if short is None:
        if size > 2 and _CLOSED_LIST.match(text, end):
            return True
        eponym = size < 3 and all(word[:1].isupper() for word in re.split("[ -]", text[start:end]))
        return (_SCALE_AFTER.match(text, end) or (eponym and _SHARED_SCALE.match(text, end))) not in (None, False)
    if NO_SCALE_AFTER.match(text, short.end()):
        return False
    if sum(word[0].isupper() for word in text[start:end].split()) > 1 or HEAD_AFTER.match(text, short.end() - 1):
        return True
    before = SCORED_BEFORE.search(text, max(0, start - 30), start)
    if before is not None and (text[start].isupper() or not before.group().startswith("using")):
        return True  # but not "using shared decision making (SDM)"
    return short.group("short") in _SCORED_SHORT.findall(text)


def is_body(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a council or group, and nothing beside it says that its scale is meant."""
    if text[start:end].rpartition(" ")[2].lower() not in _BODY or _BODY_SCALE_AFTER.match(text, end):
        return False
    return SCORED_BEFORE.search(text, max(0, start - 30), start) is None


_QUOTES = ('"', "'", "\u201c", "\u2018")


def is_scored(text: str, start: int, end: int) -> bool:
    """Whether the words around a short name, in quotation marks perhaps, say that something is scored by it."""
    start -= text[start - 1 : start] in _QUOTES
    return (
        _SCORED_AFTER.match(text, end, end + 40) is not None
        or SCORED_BEFORE.search(text, max(0, start - 30), start) is not None
    )
