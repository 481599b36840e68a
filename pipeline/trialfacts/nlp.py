"""The spaCy component and :func:`load`, the ready pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from trialfacts.engine import Engine
from trialfacts.facts import DEFAULT, Fact

if TYPE_CHECKING:
    from trialfacts.model.bundle import Models


class TrialFacts:
    """The component ``trialfacts``: reads ``doc.text`` and sets ``doc._.facts`` and ``doc.spans[kind]``.

    ``kinds``, ``checks``, ``using`` and ``models`` are those of :class:`trialfacts.engine.Engine`. Where components
    before this one have found drugs in ``doc.ents`` (see :data:`trialfacts.doses.entities.LABELS`), doses are named by
    them. Raises ValueError for an unknown kind or way.
    """

    def __init__(
        self,
        name: str = "trialfacts",
        kinds: Sequence[str] | None = None,
        checks: bool = False,
        using: str = DEFAULT,
        models: Models | None = None,
    ) -> None:
        self.name = name
        self.engine = Engine(kinds, checks, using, models)
        _set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the facts of a document and mark them."""
        entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
        facts = self.engine.facts(doc.text, str(doc.user_data.get("doc_id", "")), entities)
        doc._.facts = facts
        spans: dict[str, list[Span]] = {kind: [] for kind in self.engine.kinds}
        for fact in facts.facts:
            span = doc.char_span(fact.start, fact.end, label=fact.kind, span_id=fact.id or "", alignment_mode="expand")
            if span is not None:
                spans[fact.kind].append(span)
        for kind, group in spans.items():
            doc.spans[kind] = group
        return doc

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Save the models that the component uses, where it uses any."""
        if self.engine.models is not None:
            self.engine.models.save(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> TrialFacts:
        """Take the models that were saved. Raises :class:`trialfacts.model.bundle.ModelError`."""
        if self.engine.using != "rules":
            from trialfacts.model.bundle import load_models

            self.engine.models = load_models(Path(path))
        return self


@Language.factory("trialfacts", default_config={"kinds": None, "checks": False, "using": DEFAULT})
def make_trialfacts(nlp: Language, name: str, kinds: list[str] | None, checks: bool, using: str) -> TrialFacts:
    """The factory behind ``nlp.add_pipe("trialfacts")``."""
    return TrialFacts(name, kinds, checks, using)


def _set_extensions() -> None:
    if not Doc.has_extension("facts"):
        Doc.set_extension("facts", default=None)
    if not Span.has_extension("fact"):
        Span.set_extension("fact", getter=_fact_of)


def _fact_of(span: Span) -> Fact | None:
    facts = span.doc._.facts
    if facts is None:
        return None
    return next((fact for fact in facts.facts if fact.id == span.id_), None)


def load(
    model: str | Path | None = None,
    *,
    kinds: Sequence[str] | None = None,
    checks: bool = False,
    using: str = DEFAULT,
    base: str | Path | Language | None = None,
) -> Language:
    """The ready pipeline: English tokens and the component ``trialfacts``.

    ``model``: a folder that ``trialfacts train`` wrote, for the package's own models. ``kinds``, ``checks``, ``using``:
    see :class:`trialfacts.engine.Engine`. ``base``: a pipeline that finds drugs, installed (``en_ner_bc5cdr_md``,
    ``en_core_sci_sm``), in a folder, or loaded; the component is added at its end, and doses are named by its entities.
    Raises OSError where the base is not there, :class:`trialfacts.model.bundle.ModelError` where the folder holds no
    models, ValueError for an unknown kind or way.
    """
    import spacy

    if base is None:
        nlp = spacy.blank("en")
        nlp.max_length = 10_000_000  # extraction runs in time linear in the text
    else:
        nlp = base if isinstance(base, Language) else spacy.load(base)
        if "trialfacts" in nlp.pipe_names:  # loaded before
            nlp.remove_pipe("trialfacts")
    config = {"kinds": list(kinds) if kinds else None, "checks": checks, "using": using}
    component = nlp.add_pipe("trialfacts", config=config, last=True)
    if model is not None:
        component.from_disk(Path(model))  # type: ignore[attr-defined]
    return nlp
