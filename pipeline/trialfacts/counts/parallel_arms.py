"""Arms told one after the other in the same words: "the A group consisted of 24 women, the B group of 23"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialfacts.arms.mentions import ArmMention
from trialfacts.cleaning.words import word_set
from trialfacts.counts.count_roles import Told, late, rejected
from trialfacts.counts.head_counts import Count, Reading
from trialfacts.counts.participants import HEADS

# Words between a count and its arm that tell nothing else of those who are counted.
_GLUE = HEADS | word_set(
    """received receive receiving were was is are given to had took taking on in the a an group groups arm arms treated
    treatment with by served serving acted as and or of comprised consisted included contained comprising consisting
    including being assigned allocated allotted randomized randomised randomly while whereas who that used underwent
    other others remaining each first second another one got either using among also then there n for treatments"""
)
_WORD = re.compile(r"[A-Za-z]+(?:[-'][A-Za-z]+)*")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_END = re.compile(r"[;(\[]|[.,](?!\d)")
_DOSE = re.compile(r"\d[\d.]* ?(?:mg|g|mcg|ug|ml|IU|U|%)(?:/(?:kg|day|d|h))?\b", re.I)
_MOST_OF = 0.7  # arms hold at least so much of everybody; a smaller part is of those to whom something happened
_FORMS = ("noun", "bare", "loose")
# "24 were given A, |23| B", "the B group of |23|"
_ONE = re.compile(r"(?:,|;|\b(?:and|of|in|to|comprised|included))(?: only| the other)? $")
_NAME_WORDS, _REACH, _LEAST = 3, 70, 3  # words of a new arm's name; characters from a count to its arm; the fewest


def read_parallel_arms(found: Sequence[Count], told: Told) -> Iterator[tuple[Count, Reading]]:
    """The arms of two to four counts of a sentence that each stand beside another arm, and nothing else is said."""
    at = 0
    while at < len(found):
        stop = at + 1
        while stop < len(found) and found[stop].sentence is found[at].sentence:
            stop += 1
        for size in (4, 3, 2) if all(one.form in _FORMS for one in found[at:stop]) else ():
            for start in range(at, stop - size + 1):
                run = found[start : start + size]
                names = _names(run, told) if _may_be_arms(run, told) else None
                if names is not None:
                    yield from ((one, Reading("arm", name, "parallel", 0.95)) for one, name in zip(run, names))
                    at = stop
                    break
            if at == stop:
                break
        at = stop


def _may_be_arms(run: Sequence[Count], told: Told) -> bool:
    """Whether counts could be of arms: told early, not all read yet, and no more together than everybody."""
    roles = [one.reading.role if one.reading is not None and one.reading.rule != "sex" else "" for one in run]
    if late(run[0]) or min(one.n for one in run) < _LEAST or not {*roles} <= {"", "enrolled", "arm"}:
        return False
    if {*roles} == {"arm"} or any(map(rejected, run)) or run[0].n == sum(one.n for one in run[1:]):
        return False
    if run[0].form == "loose" or any(one.form == "loose" and not _ONE.search(one.before[-14:]) for one in run):
        return False
    if _OF_PLACES.search(run[0].before[-70:]):
        return False
    others = told.totals - {one.n for one in run}
    return not others or _MOST_OF <= sum(one.n for one in run) / max(others) <= 1


def _names(run: Sequence[Count], told: Told) -> list[str] | None:
    """The arms of the counts, each behind its count or each before it; None where one has none, or two the same."""
    led = _LEADS.match(told.text, run[-1].end) is None
    for parts in (_behind(run, told.text), *([_before(run, told.text)] if led else [])):
        names = [_name(run[0], told.text, start, end) for start, end in parts]
        known = [name for name, is_known in filter(None, names) if is_known]
        if all(names) and known and len({name.lower() for name, _ in filter(None, names)}) == len(run):
            return [name for name, _ in filter(None, names)]
    return None


def _behind(run: Sequence[Count], text: str) -> list[tuple[int, int]]:
    """The half-open spans from each count to the next, or to where its clause ends."""
    last = run[-1]
    stop = min(last.sentence.end, last.end + _REACH)
    end = _END.search(text, last.end + 1, stop)
    return [(one.end, following.start) for one, following in zip(run, run[1:])] + [
        (last.end, end.start() if end else stop)
    ]


def _before(run: Sequence[Count], text: str) -> list[tuple[int, int]]:
    """The half-open spans from each count back to the one before it, or to the arm that the first stands behind."""
    first = run[0]
    start = max(first.sentence.start, first.start - _REACH)
    arms = first.document.arms.within(start, first.start)
    opened = max(text.rfind(sign, start, first.start) for sign in (". ", ": ", "; "))
    start = arms[-1].start if arms else max(start, opened + 2 if opened >= 0 else first.sentence.start)
    return [(start, first.start)] + [(one.end, following.start) for one, following in zip(run, run[1:])]


def _name(count: Count, text: str, start: int, end: int) -> tuple[str, bool] | None:
    """The one arm in a span with nothing but glue beside it, and whether it is known as an arm."""
    if end - start > _REACH + 20:
        return None
    mentions: list[ArmMention] = count.document.arms.within(start, end)
    if len({mention.arm for mention in mentions}) > 1 or any(mention.end > end for mention in mentions):
        return None
    masked = text[start:end]
    for mention in mentions:
        masked = masked[: mention.start - start] + " " * (mention.end - mention.start) + masked[mention.end - start :]
    masked = _DOSE.sub(" ", _BRACKET.sub(" ", masked))
    if any(letter.isdigit() for letter in masked):
        return None
    words = [match for match in _WORD.finditer(masked) if match.group().lower() not in _GLUE]
    if mentions:
        return None if words else (mentions[0].name, True)
    if not words or len(words) > _NAME_WORDS or any(word.group().lower() in _NO_NAMES for word in words):
        return None
    name = masked[words[0].start() : words[-1].end()]
    return (name, False) if len(name.split()) <= _NAME_WORDS and _no_verb(name) else None


# "eight schools in the A arm, |nine| in the B arm"
_OF_PLACES = re.compile(
    r"\b(?:schools|clinics|centers|centres|sites|practices|hospitals|villages|clusters|wards|units|homes|classes|sessions"
    r"|visits|studies|trials)\b"
)
# What is no name: a verb, an age, a word that stands for people told before.
_VERB = re.compile(
    r"\b(?:years?|months?|days?|weeks?|aged|\w+ed|had|were|was|did|died|lost|withdrew|left|fell|rose|showed|felt)\b"
)
_NO_NAMES = word_set("them these those whom they all both total sample population study results methods later here")
# "23| in the B group": the arm stands behind
_LEADS = re.compile(r" (?:in|on|with|received|receiving|taking|given) ")


def _no_verb(name: str) -> bool:
    """Whether a new arm's name is made of words only, and of no verb."""
    return _VERB.search(name) is None and re.fullmatch(r"[A-Za-z -]+", name) is not None
