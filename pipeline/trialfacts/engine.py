"""From a text to its facts: every stage in its order, in one place. The spaCy component and the batches run this."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trialfacts.attachment.behind_sizes import name_behind_sizes
from trialfacts.checks import check
from trialfacts.counts.n_total import total
from trialfacts.document import Document, read_text
from trialfacts.doses.entities import Entity, name_by_entities
from trialfacts.extractors import MODULES, extractor
from trialfacts.facts import DEFAULT, KINDS, USING, DocumentFacts, Fact, Measurement, Proportion, SampleSize
from trialfacts.links import link
from trialfacts.owners import Candidate, claims_of, placed, standing

if TYPE_CHECKING:
    from trialfacts.model.bundle import Models


class Engine:
    """Finds the facts of texts. Needs no tokens: everything is read from the characters.

    All kinds are extracted, so that every number finds its owner; ``kinds`` says which of them are kept.
    ``checks`` computes P values anew and looks at granularity, besides the checks that are always done. ``using`` is
    one of :data:`trialfacts.facts.USING`; ``models`` are other models than those of the package. Raises
    ValueError for an unknown kind or way.
    """

    def __init__(
        self,
        kinds: Iterable[str] | None = None,
        checks: bool = False,
        using: str = DEFAULT,
        models: Models | None = None,
    ) -> None:
        self.kinds = tuple(kinds or KINDS)
        unknown = [kind for kind in self.kinds if kind not in KINDS]
        if unknown:
            raise ValueError(f"unknown kind {unknown[0]!r}: the kinds are {', '.join(KINDS)}")
        if using not in USING:
            raise ValueError(f"unknown way {using!r}: facts are found using {', '.join(USING)}")
        self.checks = checks
        self.using = using
        self._extractors = [extractor(kind) for kind in MODULES] if using != "model" else []
        self._models = models

    @property
    def models(self) -> Models | None:
        """The models in use, read when they are first asked for; None where rules alone are used."""
        if self.using == "rules":
            return None
        if self._models is None:
            from trialfacts.model.bundle import load_models

            self._models = load_models()
        return self._models

    @models.setter
    def models(self, models: Models) -> None:
        self._models = models

    def facts(self, text: str, doc_id: str = "", entities: Sequence[Entity] = ()) -> DocumentFacts:
        """The facts of one text, with the numbers that no fact owns, the links and the checks.

        ``entities``: (start, end, label) of what another model has found in the text, see
        :mod:`trialfacts.doses.entities`.
        """
        document = read_text(text)
        models = self.models
        told = [candidate for extract in self._extractors for candidate in extract(document)]
        sizes = {id(one.fact): replace(one.fact) for one in told if isinstance(one.fact, SampleSize)}
        candidates, owned = standing(told if models is None else _weighed(document, told, models, self.using == "both"))
        if models is not None:
            models.names.fill(document, candidates, rules=self.using == "both")
        if entities:
            name_by_entities(document, candidates, entities)
        facts = placed(document, candidates)
        name_behind_sizes(document.cleaned.raw, facts)
        out = DocumentFacts(doc_id=doc_id, n_total=trial_size(document, facts, sizes), facts=facts)
        _clear_groups(facts)
        out.unclaimed = _unclaimed(document, owned)
        link(document, out)
        out.checks = check(document, out, thorough=self.checks)
        if len(self.kinds) < len(KINDS):
            _keep(out, self.kinds)
        return out


def _weighed(document: Document, told: list[Candidate], models: Models, rules: bool) -> list[Candidate]:
    """What rules and models propose, with how likely each is right; what is hardly right is left out.

    Scales are the rules' alone where these are asked: nothing is gained there from the model's.
    """
    from trialfacts.model.assemble import assemble

    told = _without_parts(told)
    prediction = models.roles.predict(document)
    assembled = assemble(document, prediction, claims_of(told))
    weighed = models.judge.weigh(document, [*told, *assembled], prediction, alone=not rules)
    if not rules:
        weighed += models.scales.scales(document)
    return weighed


def _without_parts(told: list[Candidate]) -> list[Candidate]:
    """The candidates but for an interval, or a value, that one read as surely holds with the other.

    "-2.4%, 95% CI -3.8 to -1": a judge that weighs each by itself would hold an estimate without a value for the
    likelier of the two; and so the value alone of "0.9 points lower than with X (95% CI 0.4 to 1.3)".
    """
    parts = {
        id(one)
        for whole in ("measurement-ci", "estimate-comparative")
        for other in told
        if other.rule.startswith(whole)
        for one in told
        if one.rule.startswith(_PARTS[whole]) and other.score >= one.score and {*one.numbers} < {*other.numbers}
    }
    return [one for one in told if id(one) not in parts] if parts else told


# The rules that read a part of what others read whole.
_PARTS = {"measurement-ci": "estimate-interval-alone", "estimate-comparative": "measurement-"}


def trial_size(document: Document, facts: list[Fact], sizes: Mapping[int, SampleSize]) -> int | None:
    """The trial's size: what the rules tell with the roles and groups that they gave, and only else what both tell.

    ``sizes``: the sample sizes as the rules read them, by the identity of the fact. A total hangs on how the counts of
    a text fit together; one that the model adds, or gives another role or group, would change it.
    """
    told = [_as_told(fact, sizes.get(id(fact))) for fact in facts if fact.source != "model"]
    found = total(document, told) if told else None
    return total(document, facts) if found is None else found


def _as_told(fact: Fact, told: SampleSize | None) -> Fact:
    """A sample size with the role and the group that the rules gave it, where it stands in the text."""
    if told is None or not isinstance(fact, SampleSize):
        return fact
    return replace(fact, role=told.role or fact.role, group=told.group)


def _clear_groups(facts: list[Fact]) -> None:
    """Takes the group from what is everybody's: the sizes of whole trials, where the role is the model's and the group
    the rules', a follow-up that is told once, and what is told of either group."""
    followed = [fact for fact in facts if isinstance(fact, Measurement) and "follow-up" in (fact.measure or "").lower()]
    if len(followed) == 1:
        followed[0].group = None
    for fact in facts:
        if (
            isinstance(fact, SampleSize)
            and fact.role not in ("arm", "subgroup")
            or isinstance(fact, (Measurement, Proportion))
            and fact.group
            and _EITHER.fullmatch(fact.group)
        ):
            fact.group = None


# "no deaths in |either group|"
_EITHER = re.compile(r"(?:either|neither|any)(?: of the)?(?: [a-z]+)? (?:groups?|arms?)", re.I)


def _unclaimed(document: Document, owned: set[int]) -> list[dict[str, Any]]:
    out = []
    for number in document.numbers:
        if number.index in owned or number.label:
            continue
        start, end = document.cleaned.to_raw(number.start, number.end)
        value: float | None = int(number.value) if float(number.value).is_integer() else number.value
        if not math.isfinite(number.value):  # hundreds of digits
            value = None
        out.append({"quote": document.cleaned.raw[start:end], "start": start, "end": end, "value": value})
    return out


def _keep(facts: DocumentFacts, kinds: Sequence[str]) -> None:
    facts.facts = [fact for fact in facts.facts if fact.kind in kinds]
    kept = {fact.id for fact in facts.facts}
    facts.checks = [finding for finding in facts.checks if kept.issuperset(finding["facts"])]


_ENGINES: dict[tuple[tuple[str, ...] | None, str], Engine] = {}


def extract(text: str, doc_id: str = "", kinds: Iterable[str] | None = None, using: str = DEFAULT) -> DocumentFacts:
    """The facts of one text, those of ``kinds`` (all: None), found ``using`` rules, model or both."""
    key = tuple(kinds) if kinds is not None else None
    if (key, using) not in _ENGINES:
        _ENGINES[key, using] = Engine(key, using=using)
    return _ENGINES[key, using].facts(text, doc_id)
