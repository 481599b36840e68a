"""The fact types: one dataclass a kind, and what the facts of a document are.

The kinds, their fields, roles and units are those of ``annotations/GUIDELINES.md``. A hand annotation and an
extraction are the same object; :func:`read_document` and :meth:`DocumentFacts.to_dict` are the only places that know
the JSON form.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

# What finds the facts: wording rules, the trained models, or both, weighed against each other.
USING = ("rules", "model", "both")
DEFAULT = "both"

ROLES = ("screened", "enrolled", "randomized", "arm", "analyzed", "completed", "excluded", "subgroup")
OPERATORS = ("<", ">", "=", "<=", ">=", "NS")
STATS = ("mean", "median", "change", "difference", "range", "value")
DISPERSIONS = ("SD", "SE", "CI", "IQR", "range", "pm")
ESTIMATES = ("OR", "RR", "HR", "RD", "MD", "SMD", "beta", "r", "IRR", "other")
# Estimates of which 1 says that there is no effect, and of which 0 does.
RATIOS = frozenset(("OR", "RR", "HR", "IRR"))
DIFFERENCES = frozenset(("RD", "MD", "SMD", "beta"))

# What every fact carries beside the fields of its kind.
COMMON = ("id", "quote", "start", "end", "rule", "source", "confidence", "links")


class FactError(ValueError):
    """A fact, or the document that holds it, is not of the contract's form."""


@dataclass(slots=True, kw_only=True)
class Fact:
    """What every fact carries.

    ``start`` and ``end`` are half-open offsets into the text as it was read, in code points, and
    ``quote == text[start:end]``. ``rule`` names the wording that found the fact, ``source`` is ``rule``, ``model``,
    ``both`` or ``gold``, ``confidence`` lies in 0..1. ``links`` are the ids of what the fact belongs to, see
    :mod:`trialfacts.links`; none until it is linked.
    """

    kind: ClassVar[str] = ""
    # The fields that two facts must share to say the same thing (spans must overlap besides).
    key: ClassVar[tuple[str, ...]] = ()

    quote: str = ""
    start: int = -1
    end: int = -1
    id: str | None = None
    rule: str | None = None
    source: str = "rule"
    confidence: float = 1.0
    links: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def value_fields(cls) -> tuple[str, ...]:
        """The names of the fields that this kind has of its own, in the order of the guidelines."""
        return _VALUE_FIELDS[cls]

    def to_dict(self) -> dict[str, Any]:
        """The fact as a JSON object of the contract."""
        out: dict[str, Any] = {} if self.id is None else {"id": self.id}
        out |= {"quote": self.quote, "start": self.start, "end": self.end}
        for name in _VALUE_FIELDS[type(self)]:
            value = getattr(self, name)
            if name == "repeated_for" and value is None:
                continue
            out[name] = value
        if self.rule is not None:
            out["rule"] = self.rule
        out["confidence"] = round(self.confidence, 3)
        out["source"] = self.source
        return out | self.links


@dataclass(slots=True, kw_only=True)
class PValue(Fact):
    """A reported P value. ``value`` is None where ``op`` is ``NS``; ``threshold``: a criterion, not a result."""

    kind: ClassVar[str] = "p_value"
    key: ClassVar[tuple[str, ...]] = ("op", "value")
    op: str = "="
    value: float | None = None
    threshold: bool = False


@dataclass(slots=True, kw_only=True)
class SampleSize(Fact):
    """A count of participants with its ``role`` (one of :data:`ROLES`) and, for arm and subgroup, ``group``."""

    kind: ClassVar[str] = "sample_size"
    key: ClassVar[tuple[str, ...]] = ("n",)
    n: int = 0
    role: str = "enrolled"
    group: str | None = None


@dataclass(slots=True, kw_only=True)
class Dose(Fact):
    """An amount of a substance given to participants.

    ``frequency`` is ``{"times", "every", "unit"}`` (2, 1, day = twice a day), ``duration`` and ``repeated_for``
    ``{"value", "unit"}``; ``unit`` is that of one administered amount (``mg/kg``), without time unless it is an
    infusion rate.
    """

    kind: ClassVar[str] = "dose"
    key: ClassVar[tuple[str, ...]] = ("amount", "amount_high", "unit")
    drug: str | None = None
    amount: float = 0.0
    amount_high: float | None = None
    unit: str = ""
    frequency: dict[str, Any] | None = None
    duration: dict[str, Any] | None = None
    route: str | None = None
    repeated_for: dict[str, Any] | None = None


@dataclass(slots=True, kw_only=True)
class Scale(Fact):
    """A named instrument by which an outcome is scored, at its first mention."""

    kind: ClassVar[str] = "scale"
    key: ClassVar[tuple[str, ...]] = ()
    name: str = ""
    abbreviation: str | None = None


@dataclass(slots=True, kw_only=True)
class Measurement(Fact):
    """A number reported for a continuous or ordinal outcome, or for a baseline characteristic such as age.

    ``dispersion`` is None or ``{"type", "value"}`` or ``{"type", "low", "high"}``, its type one of
    :data:`DISPERSIONS`; ``value`` is None where ``stat`` is ``range``.
    """

    kind: ClassVar[str] = "measurement"
    key: ClassVar[tuple[str, ...]] = ("value", "range")
    measure: str | None = None
    stat: str = "value"
    value: float | None = None
    unit: str | None = None
    dispersion: dict[str, Any] | None = None
    group: str | None = None
    time: str | None = None

    @property
    def range(self) -> tuple[Any, Any] | None:
        """Low and high where the fact is a bare range, which has no value to compare by."""
        if self.value is None and self.dispersion:
            return self.dispersion.get("low"), self.dispersion.get("high")
        return None


@dataclass(slots=True, kw_only=True)
class Proportion(Fact):
    """How many participants had an outcome, event or characteristic; what is not printed is None."""

    kind: ClassVar[str] = "proportion"
    key: ClassVar[tuple[str, ...]] = ("count", "percent")
    outcome: str | None = None
    count: int | None = None
    denominator: int | None = None
    percent: float | None = None
    group: str | None = None


@dataclass(slots=True, kw_only=True)
class Estimate(Fact):
    """An effect estimate or coefficient; ``type`` is one of :data:`ESTIMATES`, ``level`` is 95 for a 95% interval."""

    kind: ClassVar[str] = "estimate"
    key: ClassVar[tuple[str, ...]] = ("value",)
    type: str = "other"
    value: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    level: float | None = None
    outcome: str | None = None


KINDS: dict[str, type[Fact]] = {
    cls.kind: cls for cls in (PValue, SampleSize, Dose, Scale, Measurement, Proportion, Estimate)
}
_VALUE_FIELDS: dict[type[Fact], tuple[str, ...]] = {
    cls: tuple(f.name for f in fields(cls) if f.name not in COMMON) for cls in KINDS.values()
}
_CHOICES = {
    ("p_value", "op"): OPERATORS,
    ("sample_size", "role"): ROLES,
    ("measurement", "stat"): STATS,
    ("estimate", "type"): ESTIMATES,
}
_NAMES = {"group", "drug", "name", "measure", "outcome", "time"}
_NUMERIC = {
    "value",
    "n",
    "amount",
    "amount_high",
    "count",
    "denominator",
    "percent",
    "ci_low",
    "ci_high",
    "level",
    "confidence",
}
_OBJECTS = {"frequency", "duration", "repeated_for", "dispersion"}
# The links of each kind, see trialfacts.links, and the type of each.
_LINKS: dict[str, dict[str, type]] = {
    "p_value": {"about": list, "outcome": str, "arms": list, "time_points": list, "primary": bool},
    "sample_size": {"arm": str},
    "measurement": {"arm": str, "time_point": str, "scale": str},
    "proportion": {"arm": str},
}
# What stands inside an object, by what it is checked as.
_PARTS = {
    "times": "value",
    "every": "value",
    "value": "value",
    "low": "value",
    "high": "value",
    "unit": "unit",
    "type": "type",
}
# No number of an abstract is as large, and arithmetic with larger ones overflows.
_LARGEST = 1e300


@dataclass(slots=True, kw_only=True)
class DocumentFacts:
    """The facts of one document.

    ``n_total`` is the one number a reviewer would enter as the sample size, or None. ``unclaimed`` lists the numbers
    that no fact owns, as ``{"quote", "start", "end", "value"}``. ``arms`` (``{"id", "name", "aliases", "n"}``) and
    ``times`` (``{"id", "name"}``) are those that the links of the facts point to. ``article`` is what the input told of
    the article: those that it did of ``title``, ``pmid``, ``pmcid``, ``doi``, ``journal``, ``year`` and
    ``publication_types``.
    """

    doc_id: str
    n_total: int | None = None
    facts: list[Fact] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    unclaimed: list[dict[str, Any]] = field(default_factory=list)
    arms: list[dict[str, Any]] = field(default_factory=list)
    times: list[dict[str, Any]] = field(default_factory=list)
    article: dict[str, Any] = field(default_factory=dict)

    def of(self, kind: str) -> list[Fact]:
        """The facts of one kind, in the order of the text."""
        return [fact for fact in self.facts if fact.kind == kind]

    def to_dict(self) -> dict[str, Any]:
        """The document as one line of the contract."""
        out: dict[str, Any] = {"doc_id": self.doc_id}
        if self.article:
            out["article"] = self.article
        out["n_total"] = self.n_total
        for kind in KINDS:
            out[kind] = [fact.to_dict() for fact in self.facts if fact.kind == kind]
        return out | {name: getattr(self, name) for name in _LISTS}


# What stands beside the facts of a document.
_LISTS = ("arms", "times", "checks", "unclaimed")


def read_document(record: Any, text: str | None, problems: list[str]) -> DocumentFacts:
    """A document of gold or predictions from its JSON object.

    Offsets are taken from ``start`` and ``end``, or found from ``quote`` and ``occurrence`` in ``text``. Stand-off
    annotations may leave out the quote, and give a long name as ``{"start", "end"}``: both are read from the text. A
    fact that is not of the contract's form is left out and named in ``problems``; the others are kept, in the order of
    the text. So what :meth:`DocumentFacts.to_dict` gave becomes the same facts again, with their links. Raises
    :class:`FactError` where the record is no document at all, or was annotated on another text (``text_sha256``).
    """
    if not isinstance(record, dict):
        raise FactError(f"a document must be a JSON object, not {type(record).__name__}")
    doc_id = record.get("doc_id")
    if not isinstance(doc_id, str) or not doc_id:
        raise FactError("doc_id is missing or not a string")
    digest = record.get("text_sha256")
    if digest and text is not None and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest:
        raise FactError(f"{doc_id} was annotated on another version of its text (SHA-256 differs)")
    n_total = record.get("n_total")
    if n_total is not None and (isinstance(n_total, bool) or not isinstance(n_total, int)):
        problems.append(f"{doc_id}: n_total must be a whole number or null, not {n_total!r}")
        n_total = None
    doc = DocumentFacts(doc_id=doc_id, n_total=n_total)
    for name in _LISTS:
        setattr(doc, name, _entries(record, name, problems))
    if isinstance(article := record.get("article"), dict):
        doc.article = article
    for kind in KINDS:
        entries = record.get(kind, [])
        if not isinstance(entries, list):
            problems.append(f"{doc_id}: {kind} must be a list, not {type(entries).__name__}")
            continue
        for entry in entries:
            try:
                doc.facts.append(_read_fact(kind, entry, text))
            except FactError as error:
                problems.append(f"{doc_id}: {kind}: {error}")
    doc.facts.sort(key=lambda fact: (fact.start, fact.end))
    return doc


def _entries(record: dict[str, Any], name: str, problems: list[str]) -> list[dict[str, Any]]:
    """The objects of a list that stands beside the facts; what is none is left out and named in ``problems``."""
    listed = record.get(name) or []
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    if not isinstance(listed, list) or len(entries) < len(listed):
        problems.append(f"{record['doc_id']}: {name} must be a list of objects")
    return entries


def _read_fact(kind: str, entry: Any, text: str | None) -> Fact:
    if not isinstance(entry, dict):
        raise FactError(f"a fact must be a JSON object, not {entry!r}")
    quote = entry.get("quote")
    if "quote" not in entry and text is not None:
        quote = _slice(entry, text)
    if not isinstance(quote, str) or not quote:
        raise FactError(f"quote is missing or empty in {entry!r}")
    cls = KINDS[kind]
    values: dict[str, Any] = {}
    for name in _VALUE_FIELDS[cls]:
        if name not in entry:
            if name == "repeated_for":
                continue
            raise FactError(f"{quote!r} lacks {name}")
        value = entry[name]
        if name in _NAMES and isinstance(value, dict) and text is not None:
            value = _slice(value, text)
        _check(quote, name, value)
        choices = _CHOICES.get((kind, name))
        if choices and value not in choices:
            raise FactError(f"{quote!r}: unknown {name} {value!r} (one of {', '.join(choices)})")
        values[name] = value
    for name in ("id", "rule", "source", "confidence"):
        if entry.get(name) is not None:
            values[name] = entry[name]
            _check(quote, name, entry[name])
    if not 0 <= values.get("confidence", 1) <= 1:
        raise FactError(f"{quote!r}: confidence must lie in 0..1, not {values['confidence']!r}")
    values.setdefault("source", "gold")
    values["links"] = _links(quote, kind, entry)
    start, end = _place(quote, entry, text)
    return cls(quote=quote, start=start, end=end, **values)


def _links(quote: str, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    links = {name: entry[name] for name in _LINKS.get(kind, ()) if entry.get(name) is not None}
    for name, value in links.items():
        if type(value) is not _LINKS[kind][name]:
            raise FactError(f"{quote!r}: {name} is no link: {value!r}")
    return links


def _slice(span: dict[str, Any], text: str) -> str | None:
    start, end = span.get("start"), span.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
        return text[start:end]
    return None


def _check(quote: str, name: str, value: Any) -> None:
    """Raises :class:`FactError` where a field of a fact is not of its type; null is of every type."""
    if value is None:
        return
    if name == "threshold":
        wanted, right = "true or false", isinstance(value, bool)
    elif name in _NUMERIC:
        wanted, right = "a number", isinstance(value, (int, float)) and not isinstance(value, bool)
        right = right and -_LARGEST < value < _LARGEST
    elif name in _OBJECTS:
        wanted, right = "an object", isinstance(value, dict)
        for part in value if right else ():
            if part in _PARTS:
                _check(quote, _PARTS[part], value[part])
    else:
        wanted, right = "a string", isinstance(value, str)
    if not right:
        raise FactError(f"{quote!r}: {name} must be {wanted} or null, not {value!r}")


def _place(quote: str, entry: dict[str, Any], text: str | None) -> tuple[int, int]:
    start = entry.get("start")
    if isinstance(start, int):
        end = entry.get("end")
        if not isinstance(end, int) or not 0 <= start < end:
            raise FactError(f"{quote!r}: start {start!r} and end {end!r} are no span")
        if text is not None and text[start:end] != quote:
            raise FactError(f"{quote!r} does not stand at {start}..{end} of the text")
        return start, end
    if text is None:
        raise FactError(f"{quote!r} has no start and end, and there is no text to find it in")
    occurrence = entry.get("occurrence", 0)
    if isinstance(occurrence, bool) or not isinstance(occurrence, int) or occurrence < 0:
        raise FactError(f"{quote!r}: occurrence must be a whole number from 0, not {occurrence!r}")
    if "occurrence" not in entry and text.count(quote) > 1:
        raise FactError(f"{quote!r} stands {text.count(quote)} times in the text: say which occurrence")
    at = -1
    for _ in range(occurrence + 1):
        # As str.count() does: occurrences do not overlap.
        at = text.find(quote, 0 if at < 0 else at + len(quote))
        if at < 0:
            break
    if at < 0:
        raise FactError(f"no occurrence {occurrence} of {quote!r} in the text")
    return at, at + len(quote)
