"""Values that stand as in a table, without a verb: "moves: 40 vs. 35", "age 34.5, BMI 27.1", "12/48/196"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.results.bracketed import VERSUS_AFTER
from trialfacts.results.cues import statistic
from trialfacts.results.percentages import says_continuous
from trialfacts.results.readings import Reading
from trialfacts.results.result_singles import is_other_statistic
from trialfacts.results.result_units import is_time, unit_in_brackets
from trialfacts.results.scene import Scene

# "moves: |", "Cystic duct (CD): |", "IL-6 = |"
_ENTRY = re.compile(r"[A-Za-z)\]]\d{0,2}[ ]?[:=][ ]?$")
# Between two entries of a list: ", |BMI| ", "; |peak flow| "
_NEXT_NAME = re.compile(r"[,;][ ](?:and[ ])?(?P<name>[A-Za-z0-9][\w-]{1,20}(?:[ ][\w-]{2,16}){0,2})[ ]")
# "; age |", "(age |", ": age |": the name of the first entry.
_FIRST_NAME = re.compile(r"(?:[(\[:;,]|,[ ]and)[ ]?(?P<name>[a-z0-9][\w-]{1,20}(?:[ ][\w-]{2,16}){0,2})[ ]$")
# What makes a phrase of it, or another statistic.
_NO_NAME_WORDS = """
    p n ci or rr hr md sd se iqr range in of at for to by vs versus and with from after over until than is was were had
    less more about approximately only beta power ratio odds day week month year days weeks months years day group arm
    groups arms dose doses then plus the a an between within during before kappa auc icc
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_DOSED = frozenset(("mg", "g", "µg", "ug", "mcg", "IU", "U", "mg/kg", "g/kg", "mg/day", "mg/m2", "Gy", "units", "mmol"))
# What leads on to a list with slashes: "was |", "titers: |", "(|"
_SAID = re.compile(r"(?:was|were|of|to|by|averaged|reached|:|=|[(\[]|,|respectively|and|while|whereas)[ ]?$")
# "11/52/271 (P = 0.03) |for medians|"
_FOR_STAT = re.compile(r"(?:[ ][(\[][^()\[\]]{1,40}[)\]])?[ ](?:for|as)[ ](?:the[ ])?(?P<stat>mean|median)s?(?![a-z])")


def _free(item: Reading) -> bool:
    return not (item.score or item.barred or item.role or item.spread or item.number.form == "words")


def judge_entries(scene: Scene, items: list[Reading]) -> None:
    """Set rule, score and stat of the values of a sentence that stand as in a table, each after its name."""
    if len(items) > 1 and scene.results and any(map(_free, items)) and not scene.eligibility:
        _judge_pairs(scene, items)
        for run in _named_runs(scene.text, items):
            _judge_named(scene, run)


def _judge_pairs(scene: Scene, items: list[Reading]) -> None:
    """The pairs with a label of their own, "moves: |40 vs. 35|", that are exact or stand beside measured ones."""
    text = scene.text
    model: Reading | None = None
    pairs: list[tuple[Reading, Reading]] = []
    for first, second in zip(items, items[1:]):
        start = first.number.start
        if first.number.percent or second.number.percent or not VERSUS_AFTER.match(text, first.stop):
            continue
        if first.score > 0:
            model = model or (None if first.role else first)
            continue
        if (
            (_ENTRY.search(text, max(0, start - 8), start) or pairs and pairs[-1][1] is first)
            and _free(first)
            and _free(second)
            and not is_other_statistic(first.before)
            and not scene.designed(start)
        ):
            pairs.append((first, second))
            if model is None and first.number.decimals + second.number.decimals:
                model = first
    if model is not None:
        for pair in pairs:
            for item in pair:
                item.rule, item.score, item.stat = "measurement-entry", 0.75, model.stat


def _judge_named(scene: Scene, run: list[Reading]) -> None:
    """The values of a list, each after its name: "age |34.5|, BMI |27.1|, FEV1 |2.3|"; most of them are exact."""
    if sum(item.number.decimals > 0 or item.unit is not None for item in run) * 2 <= len(run):
        return
    first = run[0].number.start
    if is_other_statistic(run[0].before) or scene.designed(first) or scene.planned(first):
        return
    for item in run:
        if not item.score and (not item.number.percent or says_continuous(f"{item.before}(")):
            item.rule, item.score, item.stat = "measurement-named", 0.75, "value"


def _named_runs(text: str, items: list[Reading]) -> Iterator[list[Reading]]:
    """The lists of three or more values with nothing but a comma and a name between each two."""
    at = 0
    while at < len(items):
        stop = at + 1
        while stop < len(items) and _goes_on(text, items[stop - 1], items[stop]):
            stop += 1
        run, at = items[at:stop], stop
        if len(run) < 3:
            continue
        head = _FIRST_NAME.search(run[0].before, max(0, len(run[0].before) - 60))
        run = run if head is not None and _is_name(head) and _usable(run[0]) else run[1:]
        if len(run) > 2:
            yield run


def _goes_on(text: str, last: Reading, item: Reading) -> bool:
    if text[last.stop : last.stop + 1] not in (",", ";"):
        return False
    name = _NEXT_NAME.fullmatch(text, last.stop, item.number.start)
    return name is not None and _is_name(name) and _usable(item)


def _is_name(found: re.Match[str]) -> bool:
    return _NO_NAME.isdisjoint(found.group("name").lower().split())


def _usable(item: Reading) -> bool:
    """Whether a number can be one of a list of values: no dose, no whole number of days."""
    if item.score > 0:
        return True
    return _free(item) and item.unit not in _DOSED and (not is_time(item.unit or "-") or item.number.decimals > 0)


def judge_slashed(scene: Scene, items: list[Reading]) -> None:
    """The values of the arms of one measure with slashes between: "median titers in arms A/B/C were |12/48/196|"."""
    text = scene.text
    if not items or text.find("/", items[0].end, items[-1].number.start) < 0:
        return
    at, said = 0, False
    while at < len(items):
        stop = at + 1
        while stop < len(items) and text[items[stop - 1].end : items[stop].number.start] == "/":
            stop += 1
        run, at = items[at:stop], stop
        exact = all(item.number.decimals for item in run)
        if (
            len(run) < 2
            or len(run) == 2
            and not exact
            or any(item.number.percent or item.over or item.spread for item in run)
        ):
            continue
        start = run[0].number.start
        before = run[0].before
        if not (_SAID.search(before[-14:]) or said) or is_other_statistic(before) or scene.designed(start):
            continue
        cue = scene.cues.stat.before(start)
        unit = run[-1].unit or unit_in_brackets(text, max(scene.sentence.start, start - 90), start)
        if not (exact or cue or unit):
            continue
        said = True
        after = _FOR_STAT.match(text, run[-1].stop)
        signed = text[start] in "+-"
        begin = scene.sentence.start
        stat = (
            after.group("stat")
            if after
            else statistic(scene.lower, begin, start, signed, False, False, scene.cues, cue, scene.own_header(start))
        )
        for item in run:
            item.barred, item.role, item.unit = False, "", unit
            item.rule, item.score, item.stat = "measurement-slashed", 0.75, stat
