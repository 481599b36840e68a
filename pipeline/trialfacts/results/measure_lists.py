"""Lists of measures with lists of values: "A and B were 5 and 7", "A and B (5 vs 6 and 7 vs 8)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.results.measures import has_verb, name_before
from trialfacts.results.readings import Reading

# Between the names of a list.
_BETWEEN = re.compile(r",? (?:and|as well as|&) (?:(?:the|its|their) )?|, ")
_BEFORE_LAST = re.compile(r" (?:and|as well as|&) ")
_ITEM = re.compile(r"[\w/()%-]+(?: [\w/()%-]+){0,5}")
# "a scale for |ease|, comfort and": the first name of a list
_LAST_WORDS = re.compile(r" (?:of|in|for|on|the|their) (?P<name>[\w/-]+(?: [\w/-]+){0,3})$")
# From the first name to the last: "age| and |weight"
_IS_LIST = re.compile(r"(?:, [\w/-]{1,30}(?: (?!in |of |for )[\w/-]{1,30}){0,3}){0,6},? and (?:the )?")
# "|In| the study, A and B": what stands before a list is no name in it.
_PREPOSITION = re.compile(
    r"\b(?:in|after|at|for|of|with|during|by|from|on|before|following|between|among|over)\b", re.I
)
# Between the last "and" and the last name.
_ADJECTIVES = re.compile(r"(?:(?!the )[a-z-]{3,14} ){0,2}")
_P = r"(?:[,;]? ?[(\[]?[pP][ =<>\u2264]{1,4}[\d.]{1,8}[)\]]?)?"
# Between two values of a list: ", ", " and ", " (P = 0.02), "
_NEXT = re.compile(rf"[^\s,;()]{{0,12}}{_P}[)\]]?[,;]?[ ](?:and[ ])?(?:from[ ]|by[ ])?[(\[]?")
# Between the values of one measure in two arms or at two times: " vs ", " to "
_AGAINST = re.compile(
    r"[^\s,;()]{0,12}[)\]]?,?[ ]?(?:vs\.?(?=[ \d])|(?:versus|compared (?:with|to)|to|-+>)(?=[ ]))[ ]?[(\[]?"
)
_RESPECTIVELY = re.compile(rf"[^\s,;()]{{0,12}}(?:[ ]?[(][^()]{{0,40}}[)])?{_P},?[ ]respectively")
# Values that nobody claimed end the list: " and 3 vs 4 days, respectively"
_GOES_ON = re.compile(r"[^\s,;()]{0,12},?[ ](?:and[ ])?\d[^;()]{0,40}?[ ]respectively")
_ASIDE = re.compile(r" (?:of|in|for|at|between|among) ")
_SHORT_FORM = re.compile(r"[ ][(][A-Za-z0-9-]{1,10}[)]$")
_REACH = 200  # characters before the last name in which the list begins


def name_lists(document: Document, start: int, found: list[Reading]) -> None:
    """Sets the measure of each value of a list of values that tells of a list of measures.

    ``found``: the measurements of the sentence that begins at ``start``, named as if each told of the last measure.
    """
    at = 0
    while at < len(found):
        stop = at + 1
        while stop < len(found) and (_is_next(document.text, found, stop) or _is_same(found[stop - 1], found[stop])):
            stop += 1
        if stop - at > 1 and found[at].measure:
            size = _name_in_bracket(document.text, start, found[at:])
            stop = max(stop, at + size)
            if not size:
                _name_block(document, start, found[at:stop])
        at = stop


# "vital signs |(pressure, pulse)|"
_BRACKET = re.compile(
    r"(?: (?:values|levels|scores|parameters|variables|measures))? ?[(\[](?P<names>[a-zA-Z][^()\[\]\d;:=]{6,120})[)\]]"
)
# "|systolic| and diastolic pressure"
_SHARES_HEAD = re.compile(r"[a-z]+(?:ic|al|ive|ar)|left|right|upper|lower|inner|outer|(?:an|pos)terior")


def _name_in_bracket(text: str, start: int, found: list[Reading]) -> int:
    """Names values by the list in brackets after what they are of, over and over; how many have been named."""
    name, first = found[0].measure or "", found[0].number.start
    place = text.rfind(name, max(start, first - 2 * _REACH), first)
    bracket = _BRACKET.match(text, place + len(name), first) if place >= 0 else None
    if bracket is None:
        return 0
    names = [one.strip() for one in _BETWEEN.split(bracket.group("names"))]
    for at in range(len(names) - 1, 0, -1):
        if _SHARES_HEAD.fullmatch(names[at - 1]) and " " in names[at]:
            names[at - 1] += names[at][names[at].index(" ") :]
    if all(_SHARES_HEAD.fullmatch(one) for one in names):
        names = [f"{one} {name}" for one in names]  # "blood pressure (systolic and diastolic)"
    size = len(names)
    make = [(item.unit, item.spread and item.spread.type) for item in found[:size]]
    done = 0
    while size > 1 and len(found) >= done + size:
        run = found[done : done + size]
        if [(item.unit, item.spread and item.spread.type) for item in run] != make:
            break
        if done and run[0].number.start - found[done - 1].stop > _REACH:
            break
        if not all(_NEXT.fullmatch(text, a.stop, b.number.start) for a, b in zip(run, run[1:])):
            break
        for item, one, model in zip(run, names, found):
            item.measure, item.stat = one, model.stat
        done += size
    return done


def _is_next(text: str, found: list[Reading], at: int) -> bool:
    return _NEXT.fullmatch(text, found[at - 1].stop, found[at].number.start) is not None


def _is_same(first: Reading, second: Reading) -> bool:
    return first.measure == second.measure and second.number.start - first.stop < 120


def _name_block(document: Document, start: int, block: list[Reading]) -> None:
    text, name = document.text, block[0].measure or ""
    first, stop = block[0].number.start, block[-1].stop
    low = max(start, first - 2 * _REACH)
    place = text.rfind(name, low, first)
    if place < 0 or _BEFORE_LAST.search(text, low, first) is None:
        return
    runs = _runs(text, block)
    told = _RESPECTIVELY.match(text, stop) is not None
    ends = [(place, name), *((end, "") for end in _ends_of_heads(text, start, place))]
    if _IS_LIST.match(text, place + len(name), first):
        low = max(start, first - _REACH)
        nearest = name_before(text[low:first])
        if nearest is not None and _IS_LIST.fullmatch(text, place + len(name), low + nearest[0]):
            ends.insert(0, (low + nearest[0], text[low + nearest[0] : low + nearest[1]]))
    for end, tail in ends:
        for names in _names(document, start, end, tail):
            if any(_labels(text, run[-1][-1].stop, name) for run in runs for name in names):
                break  # "A and B were 5 and 7 for A and 6 and 8 for B"
            parts = _shared_out(document, runs, len(names), told, end + len(tail))
            if parts is not None:
                for at, cell in enumerate(parts):
                    for item in cell:
                        item.measure = names[at % len(names)]
                return


def _ends_of_heads(text: str, start: int, place: int) -> list[int]:
    """Where a list may end before the last name: "A and B| of X were"."""
    return [match.start() for match in _ASIDE.finditer(text, max(start, place - 80), place)][::-1]


def _labels(text: str, at: int, name: str) -> bool:
    """Whether a name is that of the arm of the values that end at ``at``."""
    return text.startswith((f" for {name}", f" in {name}", f" with {name}", f" for the {name}"), at)


Cell = list[Reading]


def _runs(text: str, block: list[Reading]) -> list[list[Cell]]:
    """The values of a block: runs of list items, of which each is a value or the values set against one another."""
    runs: list[list[Cell]] = [[[block[0]]]]
    for last, item in zip(block, block[1:]):
        gap = last.stop, item.number.start
        if item.role == "end" or _AGAINST.fullmatch(text, *gap):
            runs[-1][-1].append(item)
        elif _NEXT.fullmatch(text, *gap) and not (")" in text[gap[0] : gap[1]] and text[gap[1] - 1] in "(["):
            runs[-1].append([item])
        else:
            runs.append([[item]])
    return runs


# "systolic and diastolic pressure| fell by |8 and 5 mmHg", "reduced A and B| by |8 and 5 mmHg"
_FELL = re.compile(
    r"(?: (?:were |was )?(?:[a-z]+ly )?(?:fell|rose|(?:de|in)creased|dropped|declined|reduced|lowered|improved))?"
    r"(?: [a-z]+ly)? by (?:about |approximately |an? (?:mean|average) of )?"
)


def _shared_out(document: Document, runs: list[list[Cell]], size: int, told: bool, named: int) -> list[Cell] | None:
    """The values of each of ``size`` measures, over and over; None where the list is not one of measures."""
    cells = [cell for run in runs for cell in run]
    text, first, last = document.text, cells[0][0], cells[-1][-1]
    if len(runs) == 1 and len(cells) == size:
        gap = text[named : first.number.start]
        plain = size == 2 and (gap == " were " or _FELL.fullmatch(gap) and not _of_arms(document, runs, named))
        return cells if told or plain or all(len(cell) > 1 for cell in cells) else None
    if _of_arms(document, runs, named):
        return None
    if len(runs) == 1 and len(cells) < size and _GOES_ON.match(text, last.stop):
        return cells
    if len(runs) == size and all(len(run) == len(runs[0]) for run in runs) and _in_brackets(text, runs):
        return [[item for cell in run for item in cell] for run in runs]
    if len(runs) > 1 and all(len(run) == size for run in runs):
        return cells
    return None


def _in_brackets(text: str, runs: list[list[Cell]]) -> bool:
    """Whether each run stands in a bracket of its own."""
    return all(text[run[0][0].number.start - 1] in "([" for run in runs)


def _of_arms(document: Document, runs: list[list[Cell]], named: int) -> bool:
    """Whether the values of a run are those of the arms listed beside them: "5 and 7 in X and Y"."""
    stops = [run[-1][-1].stop for run in runs]
    labelled = len(runs) > 1 and any(document.arms.within(stop, stop + 20) for stop in stops[:-1])
    gaps = list(zip([named, *stops], [*(run[0][0].number.start for run in runs), stops[-1] + 60]))
    return any(_lists_arms(document, *gap) for gap in gaps[labelled:])


def _lists_arms(document: Document, start: int, end: int) -> bool:
    mentions = document.arms.within(start, end)
    return any(
        first.arm != second.arm and _BETWEEN.fullmatch(document.text, first.end, second.start)
        for first, second in zip(mentions, mentions[1:])
    )


def _names(document: Document, start: int, end: int, last: str) -> Iterator[list[str]]:
    """The names of a list that ends at ``end``, or there with ``last``, the longest list first."""
    text, low = document.text, max(start, end - _REACH)
    if not last:
        name = name_before(text[low:end])
        if name is None or low + name[1] != end:
            return
        end, last = low + name[0], text[low + name[0] : end]
    between = [match.span() for match in _BETWEEN.finditer(text, low, end)]
    if not between or text[slice(*between[-1])] == ", " or not _ADJECTIVES.fullmatch(text, between[-1][1], end):
        return
    if has_verb(text[between[-1][1] - 1 : end]) or document.arms.within(between[-1][1], end):
        return
    names = [text[between[-1][1] : end] + last]
    lists: list[list[str]] = []
    while between and len(names) < 8:
        stop = between.pop()[0]
        begin = between[-1][1] if between else low
        if not _PREPOSITION.search(text, begin, stop):
            lists.clear()  # shorter lists are parts of this one
        first = name_before(text[low:stop])
        short = _SHORT_FORM.search(text, max(low, stop - 14), stop)
        if first is not None and low + first[1] >= (short.start() if short else stop - 1):
            lists.append([text[low + first[0] : low + first[1]], *names])
        elif (inner := _LAST_WORDS.search(text, max(low, stop - 60), stop)) is not None:
            lists.append([inner.group("name"), *names])
        if not _ITEM.fullmatch(text, begin, stop):
            break
        names.insert(0, text[begin:stop])
    yield from reversed(lists)
