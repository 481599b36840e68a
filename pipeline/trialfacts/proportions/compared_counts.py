"""Counts in brackets behind two arms that are compared: "fewer men on A (|4|) than on B (|11|) relapsed"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.outcomes.wording import tidy
from trialfacts.proportions.expression import Expression
from trialfacts.proportions.lone_counts import NO_RESULTS
from trialfacts.proportions.pairs import happens

_PEOPLE = r"(?:patients|participants|subjects|women|men|children|infants|people|individuals|adults|recipients|users)"
_ARM = r"[^.;:()\d]{2,50}?"
_COUNT = r"[(\[](?:[nN] ?= ?)?(?P<{}>\d{{1,4}})"
# "|Fewer patients on zidolol (|4|) than on placebo (|11|) needed rescue|"
_WHO = re.compile(
    rf"\b(?:[Mm]ore|[Ff]ewer)(?P<people> (?:[\w-]+ ){{0,3}}?{_PEOPLE})?(?: {_ARM})? {_COUNT.format('one')}[)\]] "
    rf"(?:than|compared with|versus|vs\.?) {_ARM} {_COUNT.format('other')}(?:[;,][^()\[\]]{{0,20}})?[)\]] "
    r"(?=(?P<did>[a-z][^.;:()]{2,60}))"
)
# "|relapse was less common with zidolol (|4|) than with placebo (|11|", "|fewer relapses with zidolol (|4|) than ..."
_WHAT = re.compile(
    rf"(?P<what>[A-Za-z][\w-]*(?: [\w-]+){{0,4}}?) (?:(?:was|were|occurred|happened) (?:significantly |much )?"
    r"(?:less|more|rarer|fewer)(?: (?:common|frequent|often|frequently|likely))? )?(?:with|in|on|for|among|after) "
    rf"{_ARM} {_COUNT.format('one')}[)\]] (?:than|compared with|versus|vs\.?) {_ARM} {_COUNT.format('other')}[;,)\]]"
)
_LEADING = re.compile(r"^(?:there (?:were|was) |(?:significantly |many |far |the )|(?:more|fewer|less) )+", re.I)
_DID = re.compile(r"(?:(?:had|developed|experienced|reported|suffered|achieved) (?:an? |the )?)?")
_ENDS = re.compile(r",| (?:and|but|while|whereas|during|within|at|by|after) ")


def compared_counts(document: Document) -> Iterator[Expression]:
    """The counts of two arms, each in a bracket behind its arm, where the words around say that one had more."""
    text = document.text
    if ") than " not in text and ") compared with " not in text and ") vers" not in text and ") vs" not in text:
        return
    places = {number.start: number for number in document.numbers}
    for match in (*_WHO.finditer(text), *_WHAT.finditer(text)):
        numbers = [places.get(match.start(name)) for name in ("one", "other")]
        outcome = _outcome(match)
        sentence = document.sentence_at(match.start())
        if outcome is None or sentence.section in NO_RESULTS or sentence.end < match.end():
            continue
        arms = [document.arms.within(match.start(), match.start("one")), document.arms.within(*match.span())]
        if len({mention.arm for mention in arms[1]}) < 2 or not arms[0]:
            continue
        for number in numbers:
            if number is not None and not number.decimals and not number.percent:
                yield Expression(
                    number.start,
                    number.end,
                    int(number.value),
                    None,
                    None,
                    [number.index],
                    "compared",
                    0.9,
                    -1,
                    outcome,
                )


def _outcome(match: re.Match[str]) -> str | None:
    """What the counted people did, or what befell them; None where that is no event."""
    if "did" in match.re.groupindex:
        did = match["did"]
        end = _ENDS.search(did)
        return tidy(_DID.sub("", did[: end.start()] if end else did, count=1)) if match["people"] else None
    what = _LEADING.sub("", match["what"])
    return what if happens(what) else None
