"""Arms told for one value of a sentence that others share: the lists before, the values before a named last one."""

from __future__ import annotations

import re

from trialfacts.attachment.over_time import is_over_time
from trialfacts.attachment.sentence_values import CLAUSE_END, VERSUS, SentenceValues
from trialfacts.attachment.value_lists import list_end

_FROM = re.compile(r"[ ]?%?(?:[ ][a-zA-Z/]{1,8}){0,2}[ ]?\((?:from )?")


def share(values: SentenceValues) -> None:
    """The arms of the last list are those of the lists before it: "A was 5 and 7, B was 3 and 4 in X and Y"."""
    size = len(values.last)
    if size < 2 or values.by[-1] != "list" or [name or "" for name in values.out[-size:]] != values.last:
        return
    for at in range(len(values.out) - 2 * size, max(-1, len(values.out) - 2 * size - 24), -1):
        if not any(values.out[at : at + size]) and list_end(values, at) == at + size:
            values.out[at : at + size], values.by[at : at + size] = values.last, ["list"] * size


def spread_back(values: SentenceValues) -> None:
    """An arm that is named after the last of some values of other times or measures is that of all."""
    for at in range(len(values.spans) - 2, -1, -1):
        if values.out[at] is None and values.by[at + 1] == "after" and values.differ(at, at + 1):
            gap = values.text[values.spans[at][1] : values.spans[at + 1][0]]
            apart = values.before[at + 1] or CLAUSE_END.search(gap) or VERSUS.search(gap)
            if len(gap) < 80 and not apart:
                values.out[at], values.by[at] = values.out[at + 1], "after"


def over_bracket(values: SentenceValues) -> None:
    """The arm that is named behind a bracket is that of the value before it: "by 5% (from 20 to 19) in |A|"."""
    text = values.text
    for at in range(len(values.spans) - 1):
        end, inner = values.spans[at][1], values.spans[at + 1][0]
        if values.by[at] in ("after", "label", "list") or not _FROM.fullmatch(text, end, inner):
            continue
        close = text.find(")", inner, min(values.end, inner + 90))
        last = at + 1
        while last + 1 < len(values.spans) and values.spans[last + 1][0] < close:
            last += 1
        named = values.after[last]
        if named and named[0].start > close > 0 and len({m.arm for m in named}) == 1:
            values.out[at : last + 1] = [named[0].name] * (last + 1 - at)
            values.by[at : last + 1] = ["after"] * (last + 1 - at)
        elif not named and values.by[last] == "after" and values.out[at] is None:
            name = values.out[last]
            if name and text.find(name, close, close + 60) > close > 0:
                values.out[at], values.by[at] = name, "after"


# "5% reached the goal compared with |7%", "5% in A versus |7%"
_AGAINST = re.compile(r"(?:vs\.?|versus|than|compared (?:with|to)|as against)(?: only| just| about| in)?[ ]?$")


# "rose by 5 (P = 0.1) |compared with no change in| B"
_NOTHING = re.compile(
    r"[^.;]{0,50}?(?:versus|vs\.?|than|compared (?:with|to))[ ](?:no|little|a lack of|minimal|virtually no)[ ]"
    r"(?:[a-z]+[ ]){1,3}(?:in|with|for|on|among)[ ](?:the[ ])?"
)


def _against_nothing(values: SentenceValues) -> None:
    """The last value of a sentence, if it is set against nothing in one of the arms, is the other arm's."""
    at = len(values.spans) - 1
    if values.out[at] is None and values.tail:
        mention = values.tail[0]
        if _NOTHING.fullmatch(values.text, values.spans[at][1], mention.start) and (
            other := values.arms.other(mention.arm)
        ):
            values.set(at, (other, "opposite"))


def opposite(values: SentenceValues) -> None:
    """A value that is compared with one of a known arm is the other main arm's: "|5%| relapsed versus 7% in B"."""
    _against_nothing(values)
    for at in range(len(values.spans) - 1):
        end, begin = values.spans[at][1], values.spans[at + 1][0]
        if begin - end > 120 or values.out[at] is None and values.out[at + 1] is None:
            continue
        gap = values.text[end:begin]
        if ";" in gap or not _AGAINST.search(gap):
            continue
        if values.out[at] == values.out[at + 1] and values.by[at] != "together":
            _part(values, at)
        if (values.out[at] is None) == (values.out[at + 1] is None):
            continue
        known, unknown = (at, at + 1) if values.out[at] else (at + 1, at)
        beside = [m for m in (*values.after[known], *values.before[known]) if m.name == values.out[known]]
        if beside and (other := values.arms.other(beside[0].arm)):
            values.set(unknown, (other, "opposite"))


def _part(values: SentenceValues, at: int) -> None:
    """Takes the arm from one of two values that are set against each other, unless they are of two times."""
    if not values.differ(at, at + 1) and not is_over_time(values, at):
        ahead = any(mention.name == values.out[at] for mention in values.after[at + 1])
        values.set(at if ahead else at + 1, (None, ""))
