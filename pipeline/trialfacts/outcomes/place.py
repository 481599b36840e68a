"""Where an estimate stands in its sentence, and what the estimate before it was of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.document import Document
from trialfacts.outcomes.clauses import FAR
from trialfacts.outcomes.wording import looked_from, without_brackets


@dataclass(slots=True, frozen=True)
class Place:
    """The place of an estimate; all positions are of the cleaned text.

    ``kind``: its type; ``name``: the span of what it is called; ``listed``: where the estimate before it ended, and
    ``before``: the outcome of that one; ``floor`` and ``stop``: between where its sentence can tell what it is of;
    ``since``: where the estimate before, and the bracket that held it, ended, if not before ``floor``; ``opened``:
    where the bracket opens that it stands in, -1 if in none.
    """

    document: Document
    start: int
    end: int
    name: tuple[int, int] | None
    kind: str
    listed: int
    before: str | None
    floor: int
    stop: int
    since: int
    opened: int

    @property
    def goes_on(self) -> bool:
        """Whether an estimate with a known outcome stands before it in its sentence."""
        return self.listed > self.floor and self.before is not None


def place_of(
    document: Document, start: int, end: int, name: tuple[int, int] | None, kind: str, previous: tuple[int, str | None]
) -> Place:
    """The place of an estimate, from what ``outcome_of_estimate`` is told of it."""
    text = document.text
    sentence = document.sentence_at(start)
    floor = looked_from(text, sentence.prose, start - FAR - 60)
    per_unit = _PER_UNIT.match(text, floor, start)
    if per_unit:
        floor = per_unit.end()
    since = max(floor, previous[0])
    close = text.find(")", since, start)
    if close >= 0 and text.find("(", since, close) < 0:
        since = close + 1  # the estimate before stands in a bracket that ends here
    masked = without_brackets(text, floor, start)
    opened = max(masked.rfind("("), masked.rfind("["))
    return Place(
        document=document,
        start=start,
        end=end,
        name=name,
        kind=kind,
        listed=previous[0],
        before=previous[1],
        floor=floor,
        stop=min(sentence.end, end + 360),
        since=since,
        opened=floor + opened if opened >= 0 else -1,
    )


# "|For every 10-unit increase in score, |the risk fell"
_PER_UNIT = re.compile(r"\s*(?:For|With|Per|By)? ?(?:[Ee]ach|[Ee]very|[Oo]ne|[Aa]n?) [^.;()]{4,90}?, (?=[a-z])")
