"""Where the introduction of an abstract without sections ends: what it counts, the trial did not find."""

from __future__ import annotations

import re

from trialfacts.document import Document

# "|The aim of| this trial", "|we aimed|", "|purpose:|"
_AIM_WORDS = frozenset(("aim", "aims", "aimed", "purpose", "objective", "objectives", "goal", "sought", "hypothesized"))
# What tells of the trial, or of anything in the past: "about 20% |suffer| from relapse" is told before it.
_TRIAL = re.compile(
    r"\b(?:[Ww]e|[Tt]his|were|was|had|did|underwent|received|occurred|reported|experienced|developed|screened|entered"
    r"|enrolled|included|completed|achieved|responded|died|randomly|randomi[sz]ed (?:to|into|between|\d))\b"
)


def introduction_end(document: Document) -> int:
    """Where the introduction of a text without sections ends; 0 where it has sections, or the end is not seen.

    At the sentence that tells the aim, one of the first third, or else at the first that tells of the trial.
    """
    sentences = document.sentences
    if any(sentence.section not in (None, "title") for sentence in sentences):
        return 0
    aims = document.words.places(_AIM_WORDS)
    index = document.sentence_index(aims[0]) if aims else len(sentences)
    if index * 3 <= len(sentences):
        return sentences[index].start
    for sentence in sentences:
        if sentence.section is None and _TRIAL.search(document.text, sentence.start, sentence.end):
            return sentence.start
    return 0
