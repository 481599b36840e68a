"""People grouped another way than by arm: "50 men (zidolol 24, vehicle 26) ... in smokers (n = 18)" are no arm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trialfacts.counts.count_roles import late
from trialfacts.counts.head_counts import Count

# Words that lead to the arms: "were |randomized| to A (n = 24) or B (n = 26)".
_ASSIGNS = re.compile(
    r"\b(?:randomi[sz]\w*|randomly|assign\w*|allocat\w*|allott\w*|divided|received|treated|given|underwent|groups?|arms?"
    r"|either|versus|vs|compar\w+)\b",
    re.I,
)
_DIVIDED = re.compile(r"\b(?:randomi[sz]ed|randomly|assigned|allocated|allotted|divided)\b")
_ASSIGNED_NEXT = re.compile(
    r"[^.;]{0,120}?\b(?:randomi[sz]ed|randomly|assigned|allocated|allotted|divided|entered|received|were given|treated"
    r"|enrolled|included|studied)\b",
    re.I,
)
_ARM_WORDS = re.compile(
    r"\b(?:groups?|arms?|cohorts?|placebo|controls?|treat\w*|therap\w+|intervention|vehicle|sham|usual|standard|care"
    r"|conventional|saline|active|mg|dose|regimen|sequence|received|receiving|given|on|taking)\b"
    r"|^(?:with|without|[A-Z])$|%",
    re.I,
)
_WORD = re.compile(r"[a-z0-9+]{2,}", re.I)
# "NYHA class II", "in phase I", "stratum 2": what people are classed by
_CLASS = re.compile(
    r"\b(?:phase|stage|stratum|class|grade|GOLD|NYHA|GMFCS|Child(?:-Pugh)?|ASA|ECOG|bipolar|type|genotype)[ -]?"
    r"(?:[IVX]{1,3}|[1-4]|[A-C])\b",
    re.I,
)
# A text with none of these compares no arms.
_COMPARES = re.compile(
    r"random|placebo|control|versus|\bvs\b|\barms\b|two groups|three groups|compar|allocat|assigned|cross-?over|sham",
    re.I,
)
# "smokers (|n = 18|)", "women (|n = 37|)"
_KIND_BEFORE = re.compile(
    r"\b(?P<kind>(?:wo)?men|girls|boys|(?:fe)?males|(?:ex-|non-?)?smokers"
    r"|(?:non-?)?(?:responders|carriers|survivors|diabetics)"
    r"|primiparae|multiparae|primigravidas?|multigravidas?|[\w-]+-(?:positive|negative)(?: [a-z]+)?"
    r"|(?:[Ii]n|[Aa]mong) (?:those|patients|women|men|children|infants|participants|subjects) (?:with|without|who|aged"
    r"|under|over|older|younger) [^.;:()]{3,60}"
    r"|(?:years|tumou?rs|disease|stage|type|deficiency|genotype)) \((?:[^()]{1,20}[,;] )?$",
    re.I,
)
# "30 |patients with asthma (|mild 12, severe 18)"
_AFTER_PEOPLE = re.compile(
    r"\b(?:patients|adults|children|women|men|participants|subjects|volunteers|infants|cases)(?: with [^.;:()]{3,60})?"
    r" \((?:[^()\d]{1,30} )?$"
)
# "|side effects were| acne (n = 2)", "nausea (n = 3) |was the commonest|"
_EVENTS_BEFORE = re.compile(
    r"\b(?:side[- ]effects|adverse (?:events?|reactions?|effects?)|toxicit(?:y|ies)|complications"
    r"|reasons[^.;:()]{0,40}|DLTs|reactions|complaints|events)(?: that occurred| noted| observed)?"
    r" ?(?:were|was|included|comprised|such as|:|,|\()"
    r"(?: mainly| only| mild| chiefly)? ?[^.;:()]{2,50} \((?:[^()]{1,60}\)[^.;]{1,40}\()?$",
    re.I,
)
_EVENTS_MOST = 240  # characters before the first of them that are read
_EVENTS_AFTER = re.compile(
    r"\)? ?(?:[^.;()]{0,40} )?(?:were|was)(?: among)? (?:the )?(?:most |only )?(?:common\w*|frequent|main|chief|only"
    r"|minor|mild|usual|complications|adverse|side|leading)\b",
    re.I,
)
_FEWEST_ARMS = 2
_RUN_GAP = 160


def regroup(counts: Sequence[Count], text: str) -> None:
    """Makes the arms' counts subgroups whose names are of no arm that people were assigned to."""
    runs = _runs([count for count in counts if count.reading is not None and count.reading.role == "arm"])
    assigned = [run for run in runs if _is_assigned(run)]
    names = {word for run in assigned for count in run for word in _words(count)}
    alone = not assigned and _COMPARES.search(text) is None
    for run in runs:
        known = run in assigned or any(_ARM_WORDS.search(_name(count)) for count in run)
        if _of_events(run):
            for count in run:
                count.reading = None
        elif all(_CLASS.search(_name(count)) for count in run) or (
            run not in assigned and any(map(_after_kind, run)) and (assigned or late(run[0]))
        ):
            _turn(run)
        elif known or any(not _name(count) or _words(count) & names for count in run):
            continue
        elif (assigned and _of_kinds(run, assigned)) or (alone and _is_breakdown(run)):
            _turn(run)


def _is_assigned(run: list[Count]) -> bool:
    """Whether a list of counts tells the arms that people were assigned to."""
    if len(run) < _FEWEST_ARMS:
        return False
    return _ASSIGNS.search(run[0].before) is not None or any(_ARM_WORDS.search(_name(count)) for count in run)


def _after_kind(count: Count) -> bool:
    """Whether the words before a count tell a kind of people: "smokers (n = 18)"."""
    return (count.form == "n" or count.phrase is not None) and _KIND_BEFORE.search(count.before[-110:]) is not None


def _of_events(run: list[Count]) -> bool:
    """Whether a list counts those who had one event each: "side effects were acne (n = 2) and rash (n = 3)"."""
    first, last = run[0], run[-1]
    if first.form != "n" and (first.reading is None or first.reading.rule != "bracket"):
        return False
    return (
        _EVENTS_BEFORE.search(first.before[-_EVENTS_MOST:]) is not None or _EVENTS_AFTER.match(last.after) is not None
    )


def _is_breakdown(run: list[Count]) -> bool:
    """Whether a list in the bracket after everybody tells kinds: "30 patients (lung 12, breast 18) received"."""
    first = run[0]
    return first.whole > 0 and len(run) > 1 and not late(first) and _AFTER_PEOPLE.search(first.before) is not None


def _runs(arms: list[Count]) -> list[list[Count]]:
    """The arms' counts that stand in one list each."""
    runs: list[list[Count]] = []
    for count in arms:
        last = runs[-1][-1] if runs else None
        gap = "" if last is None or last.sentence is not count.sentence else last.after[: count.start - last.end]
        if gap and last is not None and count.start - last.end < _RUN_GAP and _DIVIDED.search(gap) is None:
            runs[-1].append(count)
        else:
            runs.append([count])
    return runs


def _of_kinds(run: list[Count], assigned: list[list[Count]]) -> bool:
    """Whether a list tells kinds of people, where ``assigned`` are the arms: in the results, or before the verb."""
    first, last = run[0], run[-1]
    if first.start > assigned[0][-1].end and first.sentence is not assigned[0][-1].sentence:
        return all(count.form == "n" or (count.reading and count.reading.rule == "bracket") for count in run)
    return first.whole > 0 and _ASSIGNED_NEXT.match(last.after) is not None and assigned[0][0].start > last.end


def _turn(run: list[Count]) -> None:
    for count in run:
        if count.reading is not None:
            kind = _KIND_BEFORE.search(count.before[-110:]) if count.reading.group is None else None
            group = count.reading.group if kind is None else kind["kind"]
            count.reading = replace(count.reading, role="subgroup", group=group, rule="regrouped")


def _name(count: Count) -> str:
    return "" if count.reading is None or count.reading.group is None else count.reading.group


def _words(count: Count) -> set[str]:
    return {word.lower() for word in _WORD.findall(_name(count))}
