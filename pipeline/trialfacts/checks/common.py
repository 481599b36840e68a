"""What every check reads and says: the context of a document, printed numbers with their rounding, findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from trialfacts.document import Document
from trialfacts.facts import (
    DocumentFacts,
    Dose,
    Estimate,
    Fact,
    Measurement,
    Proportion,
    PValue,
    SampleSize,
)
from trialfacts.links import arm_key, sentence_starts

CONSISTENT, INCONSISTENT, UNKNOWN = "consistent", "inconsistent", "unknown"

Finding = dict[str, Any]

_SPACE_IN_NUMBER = re.compile(r"(?<=[.,])\s+(?=\d)|(?<=\d)\s+(?=\.\d)|\n")
_TOKEN = re.compile(r"[.,]?\d+(?:[.,]\d+)*")
_MOST = 300  # facts of a kind: no abstract has as many, and each is compared with the others
_LONGEST = 600  # characters of a sentence that are looked at, either way
_TOTALS = ("randomized", "enrolled", "analyzed", "completed")


def finding(
    check: str, facts: Iterable[Fact], printed: str, computed: str | None, verdict: str, message: str
) -> Finding:
    """One thing that arithmetic has to say, as it stands in the output."""
    return {
        "check": check,
        "facts": [fact.id for fact in facts],
        "printed": printed,
        "computed": computed,
        "verdict": verdict,
        "message": message,
    }


@lru_cache(maxsize=8192)
def decimals(quote: str, value: float) -> int | None:
    """The decimal places with which a quote prints a value; None where it does not print it in digits."""
    plain = _SPACE_IN_NUMBER.sub("", quote.replace("\u00b7", "."))
    value = abs(value)
    for token in _TOKEN.findall(plain):
        for form in (token.replace(",", ""), token.replace(",", ".")):
            try:
                same = abs(float(form) - value) <= 1e-9 * max(1.0, value)
            except ValueError:
                continue
            if same:
                return len(form.partition(".")[2])
    return None


def half_unit(quote: str, value: float) -> float | None:
    """Half a unit of the last printed decimal place: how far from what was computed a rounded number may lie."""
    places = decimals(quote, value)
    if places is None:
        return 0.5 if float(value).is_integer() else None
    return float(0.5 * 10.0**-places)


def in_percent(fact: Estimate) -> bool:
    """Whether a ratio is printed as a percentage, such as "odds ratio reduction 69.8%", of which 0 says no effect."""
    return fact.quote.count("%") > (fact.level is not None)


def show(value: float, places: int = 1) -> str:
    """A number for a message: with these decimal places at most."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places and abs(value) < 1e15 else f"{value:.{places}f}"


def show_p(value: float) -> str:
    """A P value for a message."""
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}" if value < 0.001 else f"{value:.3f}"


class Context:
    """The facts of a document by kind, and what surrounds them. The facts must be linked and in the text's order."""

    def __init__(self, document: Document, facts: DocumentFacts) -> None:
        self.document = document
        self.raw = document.cleaned.raw
        self.facts = facts
        self.p_values: list[PValue] = []
        self.sizes: list[SampleSize] = []
        self.doses: list[Dose] = []
        self.measurements: list[Measurement] = []
        self.proportions: list[Proportion] = []
        self.estimates: list[Estimate] = []
        lists: dict[str, list[Any]] = {
            "p_value": self.p_values,
            "sample_size": self.sizes,
            "dose": self.doses,
            "measurement": self.measurements,
            "proportion": self.proportions,
            "estimate": self.estimates,
        }
        for fact in facts.facts:
            if (kind := lists.get(fact.kind)) is not None and len(kind) < _MOST:
                kind.append(fact)
        self.sizes = [fact for fact in self.sizes if fact.n > 0]

    @cached_property
    def _starts(self) -> list[int]:
        return sentence_starts(self.document)

    def sentence_index(self, at: int) -> int:
        """The number of the sentence that holds the character ``at`` of the raw text."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence_span(self, at: int) -> tuple[int, str]:
        """Where the sentence begins that holds the character ``at`` of the raw text, and the sentence as printed."""
        index = self.sentence_index(at)
        start = max(self._starts[index], at - _LONGEST)
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.raw)
        return start, self.raw[start : min(end, at + _LONGEST)]

    def sentence(self, at: int) -> str:
        """The sentence, as printed, that holds the character ``at`` of the raw text."""
        return self.sentence_span(at)[1]

    @cached_property
    def by_id(self) -> dict[str, Fact]:
        """The facts by their ids."""
        return {fact.id: fact for fact in self.facts.facts if fact.id}

    @cached_property
    def totals(self) -> list[int]:
        """The sizes of the whole study: randomized, enrolled, analyzed, completed, and ``n_total``."""
        out = [fact.n for fact in self.sizes if fact.role in _TOTALS]
        if self.facts.n_total and self.facts.n_total > 0:
            out.insert(0, self.facts.n_total)
        return list(dict.fromkeys(out))

    @cached_property
    def arm_sizes(self) -> dict[str, int]:
        """How many people each arm has, by its id."""
        return {arm["id"]: arm["n"] for arm in self.facts.arms if arm["n"] and arm["n"] > 0}

    @cached_property
    def _group_sizes(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for fact in self.sizes:
            if fact.group:
                out.setdefault(arm_key(fact.group), []).append(fact.n)
        for one in self.proportions:
            if one.group and one.denominator and one.denominator > 0:
                out.setdefault(arm_key(one.group), []).append(one.denominator)
        return out

    def group_sizes(self, fact: Proportion | Measurement) -> list[int]:
        """How many people the group of a result has, as the text tells it (several where it tells it differently)."""
        if not fact.group:
            return []
        out = list(self._group_sizes.get(arm_key(fact.group), ()))
        arm = self.arm_sizes.get((fact.links or {}).get("arm", ""))
        if arm:
            out.insert(0, arm)
        return list(dict.fromkeys(out))
