"""Effect estimates and coefficients: ratios, differences, slopes and correlations, with their confidence intervals."""

from __future__ import annotations

from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.estimates.in_percent import in_percent
from trialfacts.estimates.names import Name, find_names, with_short_forms
from trialfacts.estimates.repeated import repeated
from trialfacts.estimates.unnamed import may_be_relative, unnamed
from trialfacts.estimates.values import Found, estimate_of, is_share, levels, named
from trialfacts.outcomes.labelled_items import label_items
from trialfacts.outcomes.of_estimates import outcome_of_estimate
from trialfacts.outcomes.sharing import share_out
from trialfacts.owners import Candidate


def extract(document: Document) -> Iterator[Candidate]:
    """The estimates of a document: named ones (OR 0.87), and numbers whose interval is that of a difference."""
    found = sorted(_estimates(document), key=lambda one: one.start)
    previous: tuple[int, str | None] = (-1000, None)
    outcomes: list[str | None] = []
    for one in found:
        if one.own:
            outcome = document.text[slice(*one.name)] if one.name else None
        else:
            outcome = outcome_of_estimate(document, one.start, one.end, one.name, one.fact.type, previous)
        outcomes.append(outcome)
        previous = one.end, outcome
    share_out(document.text, [(one.start, one.end) for one in found], outcomes)
    places = [(document.numbers[one.numbers[0]].start if one.numbers else one.start, one.end) for one in found]
    label_items(document, places, [one.fact.type for one in found], outcomes)
    for one, outcome in zip(found, outcomes, strict=True):
        one.fact.outcome = outcome
        yield Candidate(one.fact, one.start, one.end, one.numbers, f"estimate-{one.rule}", one.score)


def _same_list(kind: str, other: str) -> bool:
    return kind == other or {kind, other} == {"accuracy", "other"}  # "sensitivity, specificity and AUC were"


# Between names of a list whose values follow it.
_LISTED = frozenset((" and ", ", ", ", and "))


def _estimates(document: Document) -> Iterator[Found]:
    text = document.text
    names = with_short_forms(document, find_names(document.words))
    intervals = document.intervals
    if not names and not intervals and not may_be_relative(document.words):
        return
    numbers = document.numbers
    starts = [number.start for number in numbers]
    by_value = {interval.value.index: interval for interval in intervals if interval.value is not None}
    alone = {interval.start: interval for interval in intervals if interval.value is None and interval.labelled}
    skip = {index for interval in intervals for index in interval.numbers} if names else set()
    if names:
        skip |= levels(text, numbers)
    done: set[int] = set()
    told: list[Found] = []
    # A lone "accuracy 0.81" is what participants did; beside a specificity it is a test's.
    tested = len({text[name.start : name.end].lower() for name in names if name.kind == "accuracy"}) > 1
    waiting: list[Name] = []  # names that are listed before their values: "sensitivity and specificity were"
    for position, name in enumerate(names):
        bare = alone.get(name.end) or alone.get(name.end + 1)
        if bare is not None:  # "OR 95% CI 0-0.9"
            yield estimate_of(text, name.kind, None, bare, name.start, "named-interval", 0.8, name)
            continue
        limit = names[position + 1].start if position + 1 < len(names) else len(text)
        if text[name.end : limit] in _LISTED and _same_list(names[position + 1].kind, name.kind):
            waiting.append(name)
            continue
        values = list(named(document, name, limit, starts, skip, by_value))
        listed = [*waiting, name] if len(values) == len(waiting) + 1 else [name] * len(values)
        waiting = []
        for whose, (value, start, rule, score) in zip(listed, values, strict=True):
            if name.kind == "accuracy" and not tested and value.index not in by_value:
                continue
            if value.index not in done and not document.in_furniture(start):
                done.add(value.index)
                kind = "RD" if is_share(document, whose, value) else whose.kind
                told.append(estimate_of(text, kind, value, by_value.get(value.index), start, rule, score, whose))
                yield told[-1]
    for one in repeated(document, told, done):
        done.add(one.numbers[0])
        told.append(one)
        yield one
    for one in unnamed(document, done, told):
        done.update(one.numbers)
        yield one
    yield from in_percent(document, told, done)
