"""From labelled numbers to facts: what the role model says of each number is put together and its values are read.

Nothing is decided here about what a number is: that is the model's. Values, units, spreads, regimens and times are read
from the text beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from trialfacts.counts.count_roles import only_planned
from trialfacts.counts.participants import RATERS, noun_phrase
from trialfacts.document import Document
from trialfacts.extractors.dose import dose_candidates, read_doses
from trialfacts.facts import Estimate, Measurement, Proportion, PValue, SampleSize
from trialfacts.intervals import Interval
from trialfacts.mentions import Mention
from trialfacts.model.labels import SLOTS
from trialfacts.model.roles import Prediction
from trialfacts.numbers import Number
from trialfacts.owners import Candidate
from trialfacts.results.dispersion import Spread, read_spread
from trialfacts.results.result_units import currency_before, result_unit
from trialfacts.results.times import BASELINE, Time, find_times, time_of

RULE = "model"
_FEW = 4  # so many are the staff
_TWO = ("CI", "IQR", "range")
_ONE = ("SD", "SE", "pm")


# Numbers that are already claimed, with the kind of the fact that claims them.
Told = Set[tuple[int, str]]


def assemble(
    document: Document, prediction: Prediction, told: Told = frozenset(), least: float = 0.3
) -> list[Candidate]:
    """The facts that the numbers make which are likely to be of some fact, ``least`` or more; scored by likelihood.

    What has been ``told`` already, by rules, is not told again.
    """
    return list(_Assembly(document, prediction, told, least).candidates())


class _Assembly:
    """The numbers of one document with their likeliest slots."""

    def __init__(self, document: Document, prediction: Prediction, told: Told, least: float) -> None:
        self.document = document
        self.text = document.text
        self.numbers = document.numbers
        self.prediction = prediction
        self.told = told
        slots = prediction.heads["slot"]
        likeliest = (slots[:, 1:].argmax(axis=1) + 1).tolist()
        some = (slots[:, 0] <= 1 - least).tolist()
        self.slots = [
            SLOTS[slot] if likely and not number.label else "none"
            for slot, likely, number in zip(likeliest, some, self.numbers)
        ]
        self.intervals = {one.value.index: one for one in document.intervals if one.value is not None}
        self.mentions = {mention.first.index: mention for mention in document.mentions}
        self._times: dict[int, list[Time]] = {}
        self._lower = document.text.lower()

    def candidates(self) -> Iterator[Candidate]:
        for index, slot in enumerate(self.slots):
            if (index, slot) in self.told:
                continue
            if slot == "p_value":
                yield self._p_value(self.numbers[index])
            elif slot == "sample_size":
                yield from self._sample_size(self.numbers[index])
            elif slot == "measurement":
                yield self._measurement(self.numbers[index])
            elif slot == "estimate":
                yield self._estimate(self.numbers[index])
        yield from self._ranges()
        yield from self._proportions()
        yield from self._doses()

    def _is_told(self, kind: str, *numbers: int) -> bool:
        return any((number, kind) in self.told for number in numbers)

    def _score(self, kind: str, *numbers: int) -> float:
        return self.prediction.kind(kind, numbers)

    def _same_sentence(self, first: Number, second: Number) -> bool:
        return second.start < self.document.sentence_at(first.start).end

    # -- P values and counts

    def _p_value(self, number: Number) -> Candidate:
        before = self.text[max(0, number.start - 24) : number.start]
        sign = _SIGN.search(before)
        operator = _OPERATORS[(sign["sign"] or sign["words"]).lower().replace(" ", "")] if sign else "="
        head = _HEAD.search(before)
        start = number.start - len(before) + head.start() if head else number.start
        value = abs(number.value) / (100 if number.percent and number.value > 1 else 1)
        threshold = self.prediction.best("threshold", number.index) == "threshold"
        fact = PValue(op=operator, value=value, threshold=threshold)
        score = self._score("p_value", number.index)
        return Candidate(fact, start, max(number.end, number.percent_end), (number.index,), RULE, score)

    def _sample_size(self, number: Number) -> Iterator[Candidate]:
        if number.decimals or number.percent or number.value < 1 or number.value > 1e8:
            return
        if _NO_PEOPLE.match(self.text, number.end):
            return
        if only_planned(self.text[max(0, number.start - 50) : number.start], self.text):
            return
        start, end = number.start, number.end
        sign = _N_EQUALS.search(self.text, max(0, start - 6), start)
        phrase = None if sign else noun_phrase(self.text, end, number.value == 1)
        if phrase and phrase.head in RATERS and number.value < _FEW:
            return  # "two surgeons"
        start = sign.start() if sign else start
        end = phrase.end if phrase else end
        fact = SampleSize(n=int(number.value), role=self.prediction.best("role", number.index))
        yield Candidate(fact, start, end, (number.index,), RULE, self._score("sample_size", number.index))

    # -- results

    def _measurement(self, number: Number) -> Candidate:
        unit = result_unit(self.text, number.end)
        spread = self._spread(number, unit)
        end = max(spread.end if spread else number.end, number.percent_end)
        after = result_unit(self.text, end) if spread and not unit else None
        name = unit[0] if unit else (spread and spread.unit) or (after and after[0]) or None
        used = (number.index, *(spread.numbers if spread else ()))
        fact = Measurement(
            stat=self.prediction.best("stat", number.index),
            value=number.value,
            unit=currency_before(self.text, number.start) or name,
            dispersion=spread.to_dict() if spread else None,
            time=self._time(number, end, used),
        )
        return Candidate(fact, number.start, end, used, RULE, self._score("measurement", *used))

    def _spread(self, number: Number, unit: tuple[str, int] | None) -> Spread | None:
        mention = self.mentions.get(number.index) or Mention(number)
        spread = read_spread(self.document, mention, unit, self.intervals.get(number.index))
        if spread is None or self.slots[spread.numbers[0]].partition(".")[0] not in ("measurement", "none"):
            return None
        if not spread.named:
            spread.type = self.prediction.best("spread", spread.numbers[0], _ONE if spread.value is not None else _TWO)
        return spread

    def _time(self, number: Number, end: int, own: tuple[int, ...]) -> str | None:
        sentence = self.document.sentence_at(number.start)
        times = self._times.get(sentence.start)
        if times is None:
            times = find_times(self.text, self._lower, self.numbers, sentence.start, sentence.end)
            self._times[sentence.start] = times
        if self.prediction.best("point", number.index) == "baseline":
            return BASELINE
        time = time_of(self.text, [one for one in times if one.name != BASELINE], number.start, end, own)
        return time.name if time else None

    def _ranges(self) -> Iterator[Candidate]:
        """Two numbers that are the ends of a range with no value of its own."""
        index = 0
        while index + 1 < len(self.slots):
            low, high = self.numbers[index], self.numbers[index + 1]
            both = self.slots[index] == self.slots[index + 1] == "measurement.range"
            both = both and not self._is_told("measurement", index, index + 1)
            if not both or high.start - low.end > 20 or low.value > abs(high.value):
                index += 1
                continue
            unit = result_unit(self.text, high.end)
            dash = self.text[low.end : high.start].strip() == "-"
            spread = {"type": "range", "low": low.value, "high": abs(high.value) if dash else high.value}
            fact = Measurement(stat="range", value=None, unit=unit[0] if unit else None, dispersion=spread)
            score = self._score("measurement", low.index, high.index)
            yield Candidate(fact, low.start, max(high.end, high.percent_end), (low.index, high.index), RULE, score)
            index += 2

    def _estimate(self, number: Number) -> Candidate:
        interval = self.intervals.get(number.index)
        low = high = level = None
        end, used = max(number.end, number.percent_end), [number.index]
        if interval is not None and self._is_bound(interval):
            low, high, level, end = interval.low, interval.high, interval.level, interval.end
            used += interval.numbers
            end += self.text[end : end + 1] in (")", "]") and self.text[number.start : end].count("(") > 0
        else:
            bounds = []
            for other in self.numbers[number.index + 1 : number.index + 5]:
                slot = self.slots[other.index]
                if not slot.startswith("estimate.") or not self._same_sentence(number, other):
                    break
                used.append(other.index)
                end = max(other.end, other.percent_end)
                if slot == "estimate.level":
                    level = other.value
                else:
                    bounds.append(other.value)
            if len(bounds) == 2:
                low, high = bounds
        kind = self.prediction.best("type", number.index)
        fact = Estimate(type=kind, value=number.value, ci_low=low, ci_high=high, level=level)
        return Candidate(fact, number.start, end, tuple(used), RULE, self._score("estimate", *used))

    def _is_bound(self, interval: Interval) -> bool:
        return any(self.slots[index].startswith("estimate") for index in interval.numbers)

    # -- proportions

    def _proportions(self) -> Iterator[Candidate]:
        """Counts, denominators and percentages that stand together, each at most once in an expression."""
        group: dict[str, Number] = {}
        last: Number | None = None
        for number in self.numbers:
            slot = self.slots[number.index]
            if not slot.startswith("proportion."):
                if slot != "none":
                    yield from self._proportion(group)
                    group = {}
                continue
            part = slot.partition(".")[2]
            if part != "percent" and (number.decimals or number.percent or number.value < 0):
                continue
            if part in group or last is None or self._apart(last, number):
                yield from self._proportion(group)
                group = {}
            group[part] = number
            last = number
        yield from self._proportion(group)

    def _apart(self, first: Number, second: Number) -> bool:
        gap = self.text[max(first.end, first.percent_end) : second.start]
        return len(gap) > 60 or _APART.search(gap) is not None

    def _proportion(self, group: dict[str, Number]) -> Iterator[Candidate]:
        if not group.keys() & {"count", "percent"}:
            return
        parts = sorted(group.values(), key=lambda number: number.start)
        if any(_OR_MORE.match(self.text, max(part.end, part.percent_end)) for part in parts):
            return
        if self._is_told("proportion", *(number.index for number in parts)):
            return
        first, last = parts[0], parts[-1]
        end = max(last.end, last.percent_end)
        if self.text[first.start : end].count("(") > self.text[first.start : end].count(")"):
            close = self.text.find(")", end, end + 3)
            end = close + 1 if close >= 0 else end
        count, denominator, percent = (group.get(part) for part in ("count", "denominator", "percent"))
        fact = Proportion(
            count=int(count.value) if count else None,
            denominator=int(denominator.value) if denominator else None,
            percent=abs(percent.value) if percent else None,
        )
        used = tuple(number.index for number in parts)
        yield Candidate(fact, first.start, end, used, RULE, self._score("proportion", *used))

    # -- doses

    def _is_sample(self, candidate: Candidate) -> bool:
        """Whether an amount is one that was taken from people: "a |10 mL| blood sample", "samples (|5 mL|)"."""
        before = self.text[max(0, candidate.start - 30) : candidate.start]
        return _SAMPLE_AFTER.match(self.text, candidate.end) is not None or _SAMPLE_BEFORE.search(before) is not None

    def _doses(self) -> Iterator[Candidate]:
        if not any(slot == "dose" and (index, slot) not in self.told for index, slot in enumerate(self.slots)):
            return
        for one in read_doses(self.document):
            likely = [index for amount in one.amounts for index in amount.numbers if self.slots[index] == "dose"]
            if likely:
                for candidate in dose_candidates(self.document, one, 0.0):
                    if self._is_told("dose", *candidate.numbers) or self._is_sample(candidate):
                        continue
                    candidate.rule, candidate.score = RULE, self._score("dose", *candidate.numbers)
                    yield candidate


_SIGNS = {"<=": "<=", "\u2264": "<=", ">=": ">=", "\u2265": ">=", "<": "<", ">": ">", "=": "="}
_OPERATORS = _SIGNS | {"lessthan": "<", "below": "<", "greaterthan": ">", "morethan": ">", "above": ">"}
_SIGN = re.compile(
    r"(?:(?P<sign><=|>=|[<>=\u2264\u2265])|(?P<words>less than|below|greater than|more than|above))[ ]?$", re.I
)
_HEAD = re.compile(
    r"(?<![A-Za-z])[pP](?:[ -]?values?)?[^A-Za-z0-9,;()]{0,4}"
    r"(?:(?:of|was|is|less than|below|greater than|more than|above)[ ])?$"
)
_N_EQUALS = re.compile(r"(?<![A-Za-z])[nN] ?= ?$")
# "a performance status of 70| and greater", "57,338| patient-years": a limit and a time, no count of people
_NO_PEOPLE = re.compile(
    r"(?: years)? (?:and|or) (?:greater|more|higher|above|older|over|less|lower|below|younger|under)\b"
    r"|[ -][a-z]+[ -](?:year|month|week|day|hour)s\b"
)
_SAMPLE_AFTER = re.compile(
    r" (?:of )?(?:[a-z]+ ){0,2}?(?:samples?|aliquots?|specimens?|blood (?:was|were) (?:drawn|taken|collected"
    r"|withdrawn))\b"
)
_SAMPLE_BEFORE = re.compile(r"(?:samples?|aliquots?|specimens?) (?:\(|of |\(of )$")
# "fifty percent| or greater": a limit
_OR_MORE = re.compile(r" (?:or|and) (?:greater|more|higher|above|less|lower|below|fewer)\b")
# What parts two proportions that stand next to each other.
_APART = re.compile(r";|\b(?:vs|versus|compared|than)\b|[.] [A-Z]|\d")
