"""Links: which arm, time point and scale a fact belongs to, and what a P value speaks of.

The links of a fact stand in :attr:`Fact.links`, by ids within the document:

- ``arm``: the arm of a sample size, measurement or proportion; ``time_point``: the time point of a measurement;
- ``scale``: the fact of the scale that a measurement is a score of;
- of a P value ``about`` (the measurements, proportions and estimates of its clause), ``outcome`` (its name), ``arms``
  and ``time_points`` (those compared), and ``primary``, true where its sentence speaks of the primary outcome.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from trialfacts.document import Document
from trialfacts.facts import DocumentFacts, Estimate, Fact, Measurement, Proportion, PValue, SampleSize, Scale

_GROUP_WORD = re.compile(
    r"^(?:the )?(?:groups?|arms?) |^the |(?:[ -]treated)?(?: groups?| arms?| patients| participants)$"
)
_TIME_WORD = re.compile(r"^(?:at|after|by|the|of|in) ")
_CONTROLS = ("placebo", "control", "sham", "untreated", "usual", "standard", "conventional", "no treatment", "vehicle")
# What makes a longer name the name of another arm: "X plus Y", "low-dose X", "X 50 mg".
_ANOTHER = re.compile(r"plus|\band\b|with|without|\+|/|low|high|half|full|early|late|single|double|non|pre|post|\d")
# Between the P values of one list: "P = .03 and .04", "P=.03, P=.04".
_LIST_GAP = 16
_ALL_BEFORE = re.compile(r"\b(?:[aA]ll|[bB]oth|[eE]ach)\W{1,3}$")
_ALL_AFTER = re.compile(r"\W{0,2}(?:for |in )?(?:all|both|each)\b")
# A P value before its result takes the result that is as near.
_AHEAD = 120
# As far behind its results a P value may stand; none speaks of results across these words.
_BEHIND = 160
_CONTRAST = re.compile(r"\b(?:but|whereas|although|however)\b")
_PRIMARY = re.compile(
    r"[Pp]rimary (?:\w{1,20} ){0,2}(?:outcomes?|end ?-?points?|analysis|measures?|variable|efficacy|objective)\b"
)
_MOST_SCALES = 40  # of one document, so that a long text costs no more than its length


def link(document: Document, facts: DocumentFacts) -> None:
    """Set the links of the facts of a document, and its arms and time points. Runs in time linear in the text.

    The facts must stand in the order of the text. Those that have no id yet get one.
    """
    _name(facts.facts)
    arms = _arms(document, facts)
    times: dict[str, str] = {}
    scales = [fact for fact in facts.facts if isinstance(fact, Scale)][:_MOST_SCALES]
    for fact in facts.facts:
        if isinstance(fact, (Measurement, Proportion, SampleSize)):
            links: dict[str, Any] = {}
            if fact.group and (arm := arms.get(arm_key(fact.group))):
                links["arm"] = arm
            if isinstance(fact, Measurement):
                if fact.time:
                    links["time_point"] = times.setdefault(_time_key(fact.time), f"time-{len(times) + 1}")
                if scales and fact.measure and (scale := _scale(fact.measure, scales)):
                    links["scale"] = scale
            fact.links = links
    facts.times = [{"id": ident, "name": name} for name, ident in times.items()]
    _link_p_values(document, facts.facts)


def sentence_starts(document: Document) -> list[int]:
    """Where the sentences begin in the raw text."""
    to_raw = document.cleaned.to_raw
    return [to_raw(sentence.start, sentence.start + 1)[0] for sentence in document.sentences]


def _name(facts: Sequence[Fact]) -> None:
    counts: dict[str, int] = {}
    for fact in facts:
        counts[fact.kind] = counts.get(fact.kind, 0) + 1
        if fact.id is None:
            fact.id = f"{fact.kind}-{counts[fact.kind]}"


# Arms and time points.


@lru_cache(maxsize=4096)
def arm_key(name: str) -> str:
    """What two spellings of an arm's name share: "the IVIG group", "IVIG"."""
    return _GROUP_WORD.sub("", _GROUP_WORD.sub("", " ".join(name.lower().split())))


@lru_cache(maxsize=4096)
def _time_key(name: str) -> str:
    return _TIME_WORD.sub("", " ".join(name.lower().split()))


def _arms(document: Document, facts: DocumentFacts) -> dict[str, str]:
    """The ids of the arms that facts speak of, by the key of each name; sets ``facts.arms``."""
    groups: dict[str, str] = {}
    sizes: dict[str, list[int]] = {}
    for fact in facts.facts:
        if not isinstance(fact, (Measurement, Proportion, SampleSize)) or not fact.group:
            continue
        if isinstance(fact, SampleSize):
            if fact.role != "arm":
                continue
            sizes.setdefault(arm_key(fact.group), []).append(fact.n)
        groups.setdefault(arm_key(fact.group), fact.group)
    if not groups:
        facts.arms = []
        return {}
    numbers: dict[str, int] = {}
    names: dict[int, dict[str, None]] = {}
    for mention in document.arms.mentions:
        numbers.setdefault(arm_key(mention.name), mention.arm)
        names.setdefault(mention.arm, {})[mention.name] = None
    ids: dict[str, str] = {}
    by_number: dict[int, dict[str, Any]] = {}
    arms: list[dict[str, Any]] = []
    for key, written in groups.items():
        number = numbers.get(key)
        if number is None and key not in sizes:
            continue  # a group, but none that the text treats as an arm
        arm = by_number.get(number) if number is not None else None
        if arm is None:
            arm = {"id": f"arm-{len(arms) + 1}", "name": written, "aliases": [], "n": None}
            arms.append(arm)
            if number is not None:
                by_number[number] = arm
                arm["aliases"] = [name for name in names[number] if name != written]
        if arm["n"] is None and key in sizes:
            arm["n"] = sizes[key][0]
        ids[key] = arm["id"]
    arms = _merged(arms, ids)
    _equal_arms(facts, arms)
    facts.arms = arms
    return ids


def _merged(arms: list[dict[str, Any]], ids: dict[str, str]) -> list[dict[str, Any]]:
    """The arms without second names of others: a name without a size that means just one arm with a size.

    "immunoglobulin" is a part of the name "intravenous immunoglobulin", and "untreated" means the one control arm.
    """
    sized = [arm for arm in arms if arm["n"] is not None]
    kept = []
    for arm in arms:
        same = [other for other in sized if _same_arm(arm, other)] if arm["n"] is None else []
        if len(same) != 1:
            kept.append(arm)
            continue
        same[0]["aliases"] += [name for name in (arm["name"], *arm["aliases"]) if name not in same[0]["aliases"]]
        for key, ident in ids.items():
            if ident == arm["id"]:
                ids[key] = same[0]["id"]
    for number, arm in enumerate(kept, 1):
        if arm["id"] != (ident := f"arm-{number}"):
            for key, old in ids.items():
                if old == arm["id"]:
                    ids[key] = ident
            arm["id"] = ident
    return kept


def _same_arm(arm: dict[str, Any], other: dict[str, Any]) -> bool:
    names = [arm_key(name) for name in (arm["name"], *arm["aliases"])]
    others = [arm_key(name) for name in (other["name"], *other["aliases"])]
    control = [any(name.startswith(_CONTROLS) for name in each) for each in (names, others)]
    if all(control):
        return True
    return not any(control) and any(
        (f" {short}" == long[-len(short) - 1 :] or f"{short} " == long[: len(short) + 1])
        and not _ANOTHER.search(long.replace(short, "", 1))
        for one in names
        for two in others
        for short, long in ((one, two), (two, one))
    )


def _equal_arms(facts: DocumentFacts, arms: list[dict[str, Any]]) -> None:
    """ "50 patients each": the size of every arm."""
    if arms and all(arm["n"] is None for arm in arms):
        each = [
            fact.n for fact in facts.facts if isinstance(fact, SampleSize) and fact.role == "arm" and not fact.group
        ]
        if len(set(each)) == 1:
            for arm in arms:
                arm["n"] = each[0]


def _scale(measure: str, scales: list[Scale]) -> str | None:
    """The id of the scale that a measure names by its short form or its name; the longest name wins."""
    lower = measure.lower()
    best: tuple[int, str | None] = (0, None)
    for scale in scales:
        for name in (scale.abbreviation, scale.name):
            if name and len(name) > best[0] and name.lower() in lower and _stands(name, measure):
                best = (len(name), scale.id)
    return best[1]


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text as words of its own."""
    at = text.lower().find(name.lower())
    end = at + len(name)
    return not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum()


# What a P value speaks of.


def _link_p_values(document: Document, facts: list[Fact]) -> None:
    starts = sentence_starts(document)
    sentence: list[Fact] = []
    current = -1
    for fact in facts:
        if isinstance(fact, (PValue, Measurement, Proportion, Estimate)):
            index = bisect_right(starts, fact.start)
            if index != current:
                _link_sentence(document.cleaned.raw, sentence)
                sentence, current = [], index
            sentence.append(fact)
    _link_sentence(document.cleaned.raw, sentence)
    _mark_primary(document.cleaned.raw, starts, facts)


def _mark_primary(raw: str, starts: list[int], facts: list[Fact]) -> None:
    """Marks the P values of sentences that speak of the primary outcome."""
    sentences = {bisect_right(starts, match.start()) for match in _PRIMARY.finditer(raw)} if "rimary" in raw else ()
    if sentences:
        for fact in facts:
            if isinstance(fact, PValue) and fact.links and bisect_right(starts, fact.start) in sentences:
                fact.links["primary"] = True


def _link_sentence(raw: str, facts: list[Fact]) -> None:
    """Links the P values of one sentence: each to the results before it, after the P value before."""
    results: list[Fact] = []  # since the last P value
    last = max((index for index, fact in enumerate(facts) if isinstance(fact, PValue)), default=-1)
    at = 0
    while at < len(facts):
        fact = facts[at]
        if not isinstance(fact, PValue):
            results.append(fact)
            at += 1
            continue
        run = [fact]
        while (
            at + len(run) < len(facts)
            and isinstance(following := facts[at + len(run)], PValue)
            and following.start - run[-1].end <= _LIST_GAP
        ):
            run.append(following)
        at += len(run)
        if not results and at > last:
            ahead = [later for later in facts[at:] if later.start - run[-1].end <= _AHEAD]
            results = _first_named(ahead)
        if results and run[0].start > results[-1].end and _another_clause(raw[results[-1].end : run[0].start]):
            results = []
        _share(raw, run, results)
        results = []


def _another_clause(gap: str) -> bool:
    """Whether a P value stands too far from the results before it to speak of them."""
    return len(gap) > _BEHIND or _CONTRAST.search(gap) is not None


def _share(raw: str, run: list[PValue], results: list[Fact]) -> None:
    """Says of a list of P values what each speaks of."""
    if len(run) == 1:
        p = run[0]
        every = _ALL_BEFORE.search(raw, max(0, p.start - 8), p.start) or _ALL_AFTER.match(raw, p.end)
        _point(p, results if every else _clause(raw, results))
        return
    named: dict[str | None, list[Fact]] = {}
    for fact in results:
        named.setdefault(name_of(fact), []).append(fact)
    parts = list(named.values())
    if len(parts) != len(run):
        size, rest = divmod(len(results), len(run))
        parts = [] if rest else [results[i * size : (i + 1) * size] for i in range(len(run))]
    for index, p in enumerate(run):
        _point(p, parts[index] if parts else [])


def _point(p: PValue, about: list[Fact]) -> None:
    if p.threshold or not about:
        p.links = {}
        return
    links: dict[str, Any] = {"about": [fact.id for fact in about]}
    name = next((name for fact in about if (name := name_of(fact))), None)
    if name:
        links["outcome"] = name
    for many, one in (("arms", "arm"), ("time_points", "time_point")):
        ids = list(dict.fromkeys(fact.links[one] for fact in about if fact.links and one in fact.links))
        if ids:
            links[many] = ids
    p.links = links


def name_of(fact: Fact) -> str | None:
    """The outcome that a result is of, as written."""
    return fact.measure if isinstance(fact, Measurement) else getattr(fact, "outcome", None)


def _clause(raw: str, results: list[Fact]) -> list[Fact]:
    """The last results that are of one outcome, with the estimates among them."""
    out: list[Fact] = []
    kind: type[Fact] | None = None
    name: str | None = None
    for fact in reversed(results):
        estimate = isinstance(fact, Estimate)
        if estimate and any(not isinstance(one, Estimate) for one in out):
            break
        if not estimate:
            if kind is not None and type(fact) is not kind:
                break
            own = name_of(fact)
            if name is not None and own is not None and own.lower() != name.lower():
                break
            kind, name = type(fact), name or own
        if out and not isinstance(out[-1], Estimate) and ";" in raw[fact.end : out[-1].start]:
            break
        out.append(fact)
    return out[::-1]


def _first_named(results: list[Fact]) -> list[Fact]:
    """The first results, those of one outcome: what a P value that stands before them speaks of."""
    first = next((name for fact in results if (name := name_of(fact))), None)
    out: list[Fact] = []
    for fact in results:
        if out and name_of(fact) not in (None, first):
            break
        out.append(fact)
    return out
