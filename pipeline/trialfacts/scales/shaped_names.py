"""Instruments by the shape of their names: capitals before "scale", or the construct that is scored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from trialfacts.cleaning.words import TextWords
from trialfacts.scales.instruments import registry
from trialfacts.scales.named import Named, begins_sentence, count_capitals, words_before
from trialfacts.scales.registry_names import PART_OF, SCORED_BEFORE
from trialfacts.scales.scale_words import CONSTRUCT, HEADS, LINKS, NAMING_HEADS, NOT_SCORED, OPENERS, PLAIN_HEADS, STOP
from trialfacts.scales.short_names import tied_short_form

# "index-based", "test's", but "Questionnaire-9", "score-5 item".
_NO_HEAD = re.compile(r"[\w']|-(?!item|point|\d|[A-Z])[a-z]")
# Cognitive performance is tested, not scored: "verbal fluency test".
_TESTED = re.compile(
    r"(?:memory|fluency|knowledge|recall|attention|vocabulary|auscultation|learning|reaction time|vigilance|skills?)$",
    re.I,
)
# After a capitalised head the name may go on: "Scale for Depression", "Questionnaire-12", "Inventory II".
_TAIL = re.compile(
    r"(?:[ ]?-[ ]?[A-Z][A-Za-z]+(?:[ ][A-Z][a-z]+){0,2}(?:[ ]subscale)?|-\d{1,2}\b|[ ](?:II|III|IV)\b)?"
    r"(?:[ ](?:for|of|in|about)(?:[ ]the)?(?:[ ](?:assessment|rating|evaluation|measurement|severity)[ ]of)?[ ]"
    r"[A-Z][A-Za-z'-]+(?:[ ](?:(?:and(?![ ][A-Z][\w-]*[A-Z0-9]\b|[ ](?:the[ ])?(?:[A-Z][\w'-]+[ ]){1,3}(?:Scale"
    r"|Index|Inventory|Questionnaire"
    r"|Scores?|Test)\b)|of|in|for|with)[ ])?[A-Z][A-Za-z'-]+){0,5})?"
)
# Constructs before the last of a list: "pain, sedation and " before "motor block scores".
_BEFORE_AND = re.compile(
    r"(?P<first>[A-Za-z][a-z-]+(?: [a-z-]+){0,2}), (?P<second>[a-z-]+(?: [a-z-]+)?),? and $"
    r"|(?P<only>[A-Za-z][a-z-]+(?: [a-z-]+){0,2})(?:,)? and $"
)
# "Hygiene Performance, Approximal Plaque, Gingival and Sulcular Bleeding " before "indices"
_NAME = r"[A-Z][\w'/-]{1,24}(?: (?:(?:of|for) )?[A-Z][\w'/-]{1,24}){0,3}"
_ONE_NAME = re.compile(_NAME)
_NAMES_AND = re.compile(
    rf"(?<![\w'/-])(?:[A-Z][a-z]+ of |The )?(?P<names>{_NAME}(?:, {_NAME}){{1,5}}),? and (?P<last>{_NAME}) $"
)
_CLOSES_NAMES = {"indices", "questionnaires", "inventories", "subtests", "checklists"}
# "the |GHQ and| self-esteem questionnaires": beside a short form a construct is a name too
_SHORT_AND = re.compile(r"\b[A-Z][\w-]*[A-Z0-9] and (?:the )?$")
# "UPDRS II + |III| score": the number of a part is no name
_ONLY_NUMERAL = re.compile(r"[+/,&] ?[IVX]{1,4} $")
# How far, in characters, the words before and after a head are looked for.
_NEAR = 60
_SURE_HEADS = {"Scale", "Questionnaire", "Inventory"}
# Heads that may begin a name: "Index of Suspicion".
_NAMES_WITH_TAIL = _SURE_HEADS | {"Index", "Test", "Score", "Checklist", "Assessment"}
# "Bayley-III cognitive, motor and |language scores|"
_PART_OF_SHORT = re.compile(r"\b([A-Z][\w/&-]{1,15})(?: [a-z-]{3,20},?){1,3} and $")
# "104-week Gadolin scores", "week-12 scores"
_TIME = re.compile(r"\d{1,3}-?(?:h|hours?|days?|weeks?|months?|years?)|(?:day|week|month|year)[- ]?\d{1,3}", re.I)
_POINTS_ONLY = re.compile(r"[\w-]{1,8}[- ]point", re.I)
_TRIAL_NAME = ("randomi", "effica", "comparison", "prospective")


# Words that are heads after one other: "Zidol scoring system", "oral care assessment tool".
_FIRST_OF_TWO = {
    "list": ("check",),
    "system": ("scoring",),
    "algorithm": ("scoring",),
    "tool": ("assessment", "screening"),
    "set": ("assessment",),
    "chart": ("assessment",),
}
_HEAD_WORDS = HEADS | set(_FIRST_OF_TWO)


def _heads(words_of: TextWords) -> Iterator[tuple[int, int]]:
    """Where the words stand that make an instrument's name."""
    text, lower = words_of.text, words_of.lower
    for start in words_of.places(words_of.distinct & _HEAD_WORDS):
        # In ``lower`` everything stands one place later.
        end = lower.index(" ", start + 1) - 1
        head = lower[start + 1 : end + 1]
        previous = "".join(lower[max(0, start - _NEAR) : start].split()[-1:])
        first = _FIRST_OF_TWO.get(head, ())
        if first and previous not in first:
            continue
        # "Rating Scale": the last head counts; "subscale score": the first.
        two = text[end : end + 1] == " " and not HEADS.isdisjoint(lower[end + 1 : end + _NEAR].split(None, 1)[:1])
        if two and not (head == "subscale" and lower.startswith("score", end + 2)):
            continue
        if first or (previous == "scoring" and head.startswith("form")):
            start = lower.rindex(previous, 0, start) - 1
        if text[start - 1 : start] != "-" and _NO_HEAD.match(text, end) is None:
            yield start, end


def shaped(words_of: TextWords, known: list[Named]) -> Iterator[Named]:
    """Names by their shape: capitalised words that end in "Scale" or "Index", constructs that end in "score"."""
    text = words_of.text
    known_at = {named.end: named.start for named in known}
    for at, stop in _heads(words_of):
        head = text[at:stop]
        if _ONLY_NUMERAL.search(text, max(0, at - 9), at):
            continue
        start = _proper_start(text, at, head)
        if start is not None:
            # "EDSS score": the short form is the name; "Aldrete and Numerical Rating Scale": two names.
            if text[at:stop] in _CLOSES_NAMES and (names := _listed_names(text, at)):
                yield from names
                continue
            if text[start : at - 1] not in registry().short and not 0 < text.rfind(" and ", start, at) < known_at.get(
                stop, known_at.get(at - 1, 0)
            ):
                yield from _proper(text, start, at, stop)
            continue
        if (named := _after_eponym(text, at, stop)) is not None:
            yield named
            continue
        tail = _tail_end(text, stop)
        if head in _NAMES_WITH_TAIL and tail > stop + 12 and _begins_name(text, at, stop):
            yield Named(at, tail, "shape", 0.7)  # "the Questionnaire about Eating Habits"
        else:
            yield from _constructs(text, at, stop)


# "Kupperman|", "Crohn's|", "Fugl-Meyer|": the name of a person or a place, no short form
_EPONYM = re.compile(r"[A-Z][a-z]{3,}(?:'s|-[A-Z][a-z]{2,})?")
_EPONYM_HEADS = {"scale", "index", "score", "questionnaire", "inventory"}


def _after_eponym(text: str, at: int, stop: int) -> Named | None:
    """A name of which only the first word has a capital: "Pittsburgh sleep quality index", "Kupperman menopausal"."""
    head = text[at:stop]
    if head not in _EPONYM_HEADS:
        return None
    for count, (a, b) in enumerate(islice(words_before(text, at), 5)):
        word = text[a:b]
        if word[0].isupper():
            if not count or not _EPONYM.fullmatch(word) or word.lower() in STOP or begins_sentence(text, a):
                return None
            named = Named(a, stop, "construct", 0.75)
            return named if head != "index" or _is_scored_here(text, named) else None
        if not word[0].isalpha() or (word in STOP and word not in LINKS and word != "daily"):
            return None
        if not count and head in ("index", "score") and NOT_SCORED.fullmatch(word):
            return None
    return None


def _begins_name(text: str, at: int, stop: int) -> bool:
    """Whether a name begins with its head, and no place follows: "the Checklist in Zidolia"."""
    before = next(words_before(text, at), None)
    return before is None or (text[before[0] : before[1]].lower() == "the" and not text.startswith(" in ", stop))


def _proper(text: str, start: int, at: int, stop: int) -> Iterator[Named]:
    """The capitalised name whose head stands at ``at``..``stop``; a head such as "Test" needs more evidence."""
    if text.startswith(("ubscale", "ubscore"), at + 1) and (text[stop - 1] == "s" or PART_OF.match(text, stop)):
        return  # "the Somatization subscale of the SCL-90": the scale is named after it
    if text[at:stop] in ("score", "scores") and (whole := _WHOLE_NAME.search(text, start, at - 1)) is not None:
        at, stop = whole.start(), at - 1  # "Zidol Speed Index score"
    named = Named(start, _tail_end(text, stop) if text[at].isupper() else stop, "shape", 0.85)
    if text[at:stop].lower().rstrip("s") not in NAMING_HEADS:
        named.score = 0.7
        if text[at] in "Tt" and _BODILY.search(text, start, at):
            return
        alone = (
            text[start - 1] == "(" and text[named.end : named.end + 1] == ")" and count_capitals(text[start:stop]) > 2
        )
        if not (alone or _is_test(text, start, at, stop) or _is_scored_here(text, named)):
            return
    yield named


_WHOLE_NAME = re.compile(r"(?<= )(?:Index|Scale|Inventory|Questionnaire|Checklist|Survey)$")


def _is_scored_here(text: str, named: Named) -> bool:
    """Whether a short form follows a name, or something is measured by it."""
    if tied_short_form(text, named) is not None:
        return True
    return SCORED_BEFORE.search(text, max(0, named.start - 30), named.start) is not None


def _is_test(text: str, start: int, at: int, stop: int) -> bool:
    """Whether a name of three capitalised words or more is that of a test: "Southampton Hand Assessment Procedure"."""
    return (
        text[at:stop].rstrip("s") in _TESTS
        or text.endswith(("Rating Form", "Assessment Form", "Assessment Tool", "Screening Tool"), start, stop)
    ) and count_capitals(text[start:stop]) > 2


_TESTS = {"Test", "Profile", "Instrument", "Battery", "Procedure", "Task"}
# Tests of what a body does, which are measured and not scored, and those of statistics.
_BODILY = re.compile(
    r"\b(?:Walk\w*|Exercise|Tolerance|Timed|Stand\w*|Stress|Sit|Step|Chair|Shuttle|Running|Skin|Breath|Strip|Control"
    r"|Services|Sensory|Reach|Grip|Jump\w*|Sprint\w*|Whitney|Rank|Sum|Square\w*|Exact|Wilcoxon|Wallis|Blood|Sugar|Fitness|Laboratory|Diagnostic|Drug|Genetic)\b"
)


def _constructs(text: str, at: int, stop: int) -> Iterator[Named]:
    """The construct that is scored by the head at ``at``..``stop``, and those before it in its list."""
    start = _construct_start(text, at)
    if start is None:
        return
    if (part := _PART_OF_SHORT.search(text, max(0, start - 50), start)) and part.group(1) in registry().short:
        return
    if text.startswith("life ", start) and text[max(0, start - 11) : start].lower() == "quality of ":
        start -= 11
    head = text[at:stop].lower()
    kind = head.rstrip("s")
    phrase = text[start:at].strip()
    if not (
        kind in PLAIN_HEADS
        or (head == "test" and _TESTED.search(phrase))
        or (head == "index" and CONSTRUCT.fullmatch(phrase))
        or (" " in head and _is_scored_here(text, Named(start, stop, "construct", 0.8)))
    ):
        return
    if kind.startswith("sub") or _POINTS_ONLY.fullmatch(phrase) or _TIME.fullmatch(phrase):
        return  # a part of what is named elsewhere; "a 7-point scale" is read by its points
    if NOT_SCORED.fullmatch(phrase) or NOT_SCORED.fullmatch(phrase.split()[-1]) or text[start - 1 : start] == "-":
        return
    named = not head.endswith("s") or _is_asked(phrase) or _SHORT_AND.search(text, max(0, start - 20), start)
    if kind == "questionnaire" and (phrase.lower().endswith("status") or not named):
        return  # "parent and child questionnaires": no name
    yield Named(start, stop, "construct", 0.8)
    if head.endswith("s"):
        yield from _listed(text, start)  # one head for several constructs


def _tail_end(text: str, stop: int) -> int:
    tail = _TAIL.match(text, stop)
    return tail.end() if tail else stop


def _proper_start(text: str, at: int, head: str) -> int | None:
    """Where a capitalised name begins that ends in ``head``, which stands at ``at``; None where there is none."""
    start: int | None = None
    joined: int | None = None  # where the name begins that an "and" leads to
    capitals, pending, nearest = 0, "", ""
    for a, b in words_before(text, at):
        word = text[a:b]
        nearest = nearest or word
        lower = word.lower()
        if word[0].isupper() or (
            word[0].isdigit() and not word.isdigit() and word[-1].isalpha() and capitals and not _TIME.fullmatch(word)
        ):
            if lower in STOP and begins_sentence(text, a):
                break
            if pending not in ("", "of") and lower in HEADS:
                start = joined or start  # "|Scale for| Joint Pain and Melk Index"
                break  # "Barthel Index and Glasgow Outcome Scale"
            if pending == "and" and (nearest in registry().short or _is_short_form(word)):
                break
            start, capitals, pending = a, capitals + 1, ""
        elif lower in LINKS:
            if not capitals:
                break
            if pending == "the" and lower == "and":
                break  # "the Zidol Assay and the Breast Cancer Index"
            pending = lower
            joined = joined or (start if lower == "and" else None)
        elif lower in OPENERS and (capitals or head[0].isupper()):
            start = a
        else:
            if lower in HEADS and text.endswith(("for the ", "for "), 0, a):
                start = joined or start  # "Scale for the assessment of Joint Pain and |Melk Index|"
            break
    if start is None or not capitals:
        return None
    phrase = text[start : at - 1]
    if capitals == 1 and not head[0].isupper():
        # "Greene's score", "Copenhagen score"; a sentence's first word is no name.
        if head.lower().rstrip("s") not in PLAIN_HEADS and head.lower() != "index" and " " not in head:
            return None
        if begins_sentence(text, start) or phrase.lower() in STOP or NOT_SCORED.fullmatch(phrase):
            return None
    if head == "Assessment" and _OF_THERAPY.match(text, at):
        return start
    if phrase.lower().startswith(_TRIAL_NAME) or NOT_SCORED.fullmatch(phrase):
        return None
    if head.rstrip("s") in _SURE_HEADS:
        return start  # "Stroke Impact Scale"
    return None if capitals < 3 and NOT_SCORED.fullmatch(nearest) else start


# "Functional |Assessment of Chronic Illness Therapy-|"
_OF_THERAPY = re.compile(r"Assessment of (?:[A-Z][\w/]{1,24} ){1,3}Therapy\b")


def _is_short_form(word: str) -> bool:
    """Whether a word is a short form and no part of a name: "EDSS", "Euroqol-5D-5L", not "Self-Efficacy"."""
    if word.isupper() or any(map(str.isdigit, word)):
        return True
    return any(map(str.isupper, word[1:])) and "-" not in word


# "side effect |sum| score"
_TOTALS = {"sum", "total"}


def _is_asked(phrase: str) -> bool:
    """Whether several questionnaires may be named by a phrase: what they ask for, but for "quality of life"."""
    return CONSTRUCT.fullmatch(phrase) is not None and not phrase.endswith("life")


# "the nurse's score", "an interviewer-administered questionnaire"
_NO_CONSTRUCT = tuple(
    "ly 's s' -mm -cm -administered -administrated -completed -designed -developed -constructed".split()
)


def _construct_start(text: str, at: int) -> int | None:
    """Where the construct begins that is scored: "motor block" in "and motor block scores"; None: there is none."""
    start = None
    for a, b in islice(words_before(text, at), 4):
        word = text[a:b].lower()
        if b == at - 1 and word in _TOTALS:
            continue
        if word in STOP or word.endswith(_NO_CONSTRUCT) or word.strip("0123456789./") == "":
            break
        if text[a].isupper() and not registry().short.get(text[a:b], (None, True))[1]:
            return None  # "WOMAC pain score": the instrument is named, and this is a part of it
        start = a
    return start


def _listed(text: str, start: int) -> Iterator[Named]:
    """The other constructs of a list that one "scores" closes: "pain, sedation and motor block scores"."""
    match = _BEFORE_AND.search(text, max(0, start - 70), start)
    if match is None:
        return
    for group in ("first", "second", "only"):
        if match.group(group) is None:
            continue
        a, b = match.span(group)
        while text[a:b].partition(" ")[0].lower() in STOP and " " in text[a:b]:
            a = text.index(" ", a) + 1
        if CONSTRUCT.fullmatch(text[a:b]) and text[a:b].lower() not in STOP:
            yield Named(a, b, "construct-list", 0.5)


def _listed_names(text: str, at: int) -> list[Named]:
    """The capitalised names of a list that one "indices" closes: "Approximal Plaque, Gingival and Bleeding indices"."""
    match = _NAMES_AND.search(text, max(0, at - 200), at)
    if match is None or _BODILY.search(text, match.start(), at):
        return []
    spans = [name.span() for name in _ONE_NAME.finditer(text, *match.span("names"))]
    return [Named(start, end, "listed", 0.65) for start, end in (*spans, match.span("last"))]
