"""The subject of the clause that an estimate ends."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.clauses import FAR, subject_of_clause
from trialfacts.outcomes.wording import last_match, tidy, without_brackets

_PRONOUN = re.compile(
    r"(?:^|[.;,] |(?:weeks?|months?|days?) )(?:[Ii]t|[Tt]hey|[Tt]his|[Tt]hese|[Tt](?:he|his) (?:difference"
    r"|association)) (?:was|were|had|fell|rose|did|changed)\b"
)


def subject_before(document: Document, floor: int, end: int) -> str | None:
    """The subject of a clause that ends at ``end``; for "it" and "they", that of the sentence before."""
    text = document.text
    lead = _ADVERB.match(text, floor, end)
    if lead:
        floor = lead.end()
    new = last_match(_NEW_CLAUSE, without_brackets(text, floor, end))
    if new:
        floor += new.end()
    colon = floor + without_brackets(text, floor, end).rfind(": ")
    if colon > floor + 12 and _no_words(document, colon + 2, end):
        end = colon
    if "umber" in text[floor:end] and (number := _NUMBER_OF.search(without_brackets(text, floor, end))):
        return tidy(number["what"])
    at = document.sentence_index(floor)
    if at and _PRONOUN.search(document.text[floor : min(end, floor + 60)]):
        sentence = document.sentences[at - 1]
        return subject_of_clause(document, max(sentence.start, sentence.end - FAR), sentence.end, telling=False)
    return subject_of_clause(document, floor, end, telling=False)


def _no_words(document: Document, start: int, end: int) -> bool:
    """Whether a stretch of text holds values and arms only: "6.3% versus 26.5%, P=0.002, "."""
    values = _VALUE.sub(" ", without_brackets(document.text, start, end))
    for mention in document.arms.within(start, end):
        values = values.replace(mention.name, " ", 1)
    return all(word.lower() in _BETWEEN_VALUES for word in _LETTERS.findall(values))


# "X favoured zidolol, |whereas| survival was equal (HR": another clause with a verb of its own
_NEW_CLAUSE = re.compile(
    r",? (?:whereas|while|but) (?=(?!in\b|not\b|no\b|with\b|for\b|did\b|that\b|was\b|were\b|there\b|it\b|they\b"
    r"|the (?:[a-z]+ )?(?:change|difference|reduction|effect|improvement|increase|decrease)s?\b)[^,;:]{3,70}?"
    r"\b(?:was|were|did|had|fell|rose|increased|decreased|improved) )"
    r"|, and (?=(?:the )?(?:mean|median|average) [^,;:]{3,60}? (?:was|were) )"
)
_ADVERB = re.compile(r"\s*(?:[A-Z][a-z]{3,14}ly, )?(?:[Aa] total of )?(?=\S)")
# "more |oocytes| were found with": a number of things, and not of people
_NUMBER_OF = re.compile(
    r"\bnumbers? of (?!patients|participants|subjects|women|men|children|infants|people|those)"
    r"(?P<what>[^.;,()]{3,60}?) (?:was|were|is|are) "
)
_VALUE = re.compile(r"(?:\b[A-Z][\w-]* )?\d[\d.]* ?(?:%|[A-Za-z\u00b5]+(?:/[A-Za-z]+)?)?")
_LETTERS = re.compile(r"[A-Za-z]+")
_BETWEEN_VALUES = frozenset(
    """vs versus and to in for the of group groups arm p with compared than respectively was control placebo
    intervention participants patients children""".split()
)
