"""What an estimate is of whose own clause does not say it: the subject before, or the primary outcome."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.clauses import FAR, subject_of_clause
from trialfacts.outcomes.wording import tidy

_PRIMARY = re.compile(
    r"(?:efficacy |study |clinical |trial |main )?(?:outcomes?|end ?-?points?|variables?|measures?)"
    r"(?: measures?| variables?| measurements?)?(?: \([^()]{0,20}\))?(?: (?:of|for|in) (?:this|the|our) [a-z]+)?,? "
    r"(?:was|were|is|are|being) (?:the |a |an )?(?P<what>[^.;:()]{4,110}?)"
    r"(?=[.;:()]|, |,? (?:at|after|over|within|during|as|measured|assessed|defined|evaluated|between|from|using|by"
    r"|compared|among|determined)\b)"
)


def primary_outcome(document: Document) -> str | None:
    """The primary outcome that the text defines, None where it defines none."""
    if "primary outcome" not in document.memo:
        document.memo["primary outcome"] = _read_primary(document)
    found: str | None = document.memo["primary outcome"]
    return found


def _read_primary(document: Document) -> str | None:
    for at in document.words.places({"primary"}):
        match = _PRIMARY.match(document.text, at + len("primary "))
        if match:
            return tidy(match["what"])
    return None


def spoken_of_before(document: Document, at: int) -> str | None:
    """What the sentence before the one at ``at`` spoke of; the primary outcome where ``at`` begins a section."""
    index = document.sentence_index(at)
    if not index:
        return None
    before = document.sentences[index - 1]
    if before.section != document.sentences[index].section:
        return primary_outcome(document)
    found = subject_of_clause(document, max(before.start, before.end - FAR), before.end, telling=False)
    return None if found is None or _NO_OUTCOME.search(found) else found


# A subject that is no outcome: "we measured", "18 patients", "values are means \u00b1 SD".
_NO_OUTCOME = re.compile(
    r"^(?:we|our|this|these|it|they|\d+|data|values|analys[ei]s|results|[a-z]+ (?:data|analys[ei]s))\b|[\u00b1=%]"
    r"|\b(?:patients|participants|subjects|women|men|children|groups?)$",
    re.I,
)
