"""Outcome scales: one fact an instrument, at its first mention; later mentions are folded into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.facts import Scale
from trialfacts.owners import Candidate
from trialfacts.scales.instruments import Instrument, registry, words
from trialfacts.scales.named import Named
from trialfacts.scales.registry_names import PART_OF
from trialfacts.scales.scale_names import find_names
from trialfacts.scales.scale_words import HEADS, LINKS
from trialfacts.scales.short_names import letters_fit, tied_short_form

Key = tuple[str, ...]

# Words that do not tell one instrument from another.
_IDLE = {"of", "the", "for", "postoperative", "intensity", "severity", "total", "resting", "symptom"}
# Instruments that ask for whatever one likes: after one of these "pain score" is no instrument of its own.
_GENERAL_RATINGS: set[Key] = {
    ("analog", "visual"),
    ("numeric", "rating"),
    ("numerical", "rating"),
    ("rating", "verbal"),
    ("va",),
    ("nr",),
    ("likert",),
}
# The fields of the registry whose instruments score a construct.
_FIELDS = {
    "anxiety": ("anxiety", "psychiatry"),
    "depression": ("psychiatry",),
    "life": ("quality of life",),
    "sleep": ("sleep",),
    "pain": ("pain",),
}
_IN_BRACKETS = re.compile(r"[ ]?\((?!\d{1,2}(?:-|–| to )\d{1,3}\))(?:0-|\d|[A-Z][A-Za-z]|visual|numeric|verbal)")
# Eligibility: "patients with an EDSS score between", "screened by the", "depression according to the".
_ELIGIBLE = re.compile(
    r"\b(?:people|screened|population|need to|must|eligib|inclu(?:sion|ded)|exclu|entry|criteria|enrol|recruit|aged"
    r"|(?:was|were) required"
    r"|randomi[sz]ed|randomly|undergoing"
    r"|(?:patients|adults|women|men|subjects|participants|persons|individuals|outpatients|residents|workers|children"
    r"|volunteers|infants|boys|girls)(?: \([^()]{1,80}\))? (?:with|had|in(?-i: [A-Z]))\b)",
    re.I,
)
_CUTOFF = re.compile(
    r"(?:[ ](?:total )?(?:scores?|status|class|grade|stages?|scale|results?|codes?|PS|performance status))?"
    r"[ ]?(?:[(\[][A-Za-z0-9 -]{1,12}[)\]])?"
    r"[ ]?(?:scores?|status|class|grade|of|between)?"
    r"[ ]?(?:[<>=\u2264\u2265]|of (?:\d|I{1,3}V?\b)|above|below|exceeding|over|under"
    r"|\d|I{1,3}V?\b|[A-D]\b|at least|more than|greater than|less than|between)",
    re.I,
)
_CRITERION_BEFORE = re.compile(
    r"\b(?:(?<!graded )(?<!assessed )(?<!scored )(?<!rated )(?<!evaluated )according to"
    r"|criteria (?:on|of|by)|\(as (?:assessed|measured|determined|defined|indicated) (?:by|with|on|using)"
    r"|(?:screened|diagnosed) (?:by|with|using)|defined (?:by|as)"
    r"|screening for [a-z ]{3,30} using|identified [^.;]{0,60} (?:by|with|using)|who scored? [^.;]{1,25} on"
    r"|screened positive (?:on|for)|\bscored? \d[^.;,]{1,20} on|(?:centile|percentile|cut-?off) (?:of|on)|with missing)"
    r"(?: the)?"
    r"(?: [A-Z][^.;:\n]{3,70} and(?: the)?)? $"
)
# "among patients in shock with a MODS of more than 9": who they are, in the results too.
_PEOPLE_WITH = re.compile(
    r"\b(?:patients|those|participants|subjects|people|women|men|children|adults)\b(?: [a-z-]+){0,4} with(?: an?)? $"
)
# "Gleason score >= 8 = 77%", "performance status of 0 to 1 (83.5%)": how many patients had it when they came
_HAVE_VALUE = re.compile(
    r"(?: \([A-Z-]{2,8}\))?(?:,? (?:of )?| ?)[<>=\u2264\u2265]{0,2} ?\d{1,3}(?:(?:-| to | or )\d{1,3})?"
    r"(?: ?[=(:,]| in) ?\(?(?:\d{1,4}[,;] ?)?\d{1,3}(?:\.\d{1,2})? ?%"
)
# "models were adjusted for age, sex and ", "stratified by centre and ": what else was known of the patients
_COVARIATE = re.compile(
    r"\b(?:(?:adjust(?:ed|ing|ment)|controll(?:ed|ing)) for"
    r"|(?:stratif(?:ied|ication)|minimi[sz](?:ed|ation)) (?:by|for|on))"
    r"(?:(?!, the | between )[^.;:]){0,110}$"
)
_OUTCOME = re.compile(r"\b(?:outcomes?|end-?points?|measured|evaluated|scored|graded|rated)\b", re.I)


_QUALITY = re.compile(r"(?:brief|short|modified|revised|novel|new|simple|validated|standard) (?=[A-Z])")


def extract(document: Document) -> Iterator[Candidate]:
    """The scales of a document: one candidate an instrument, at its first mention. Claims no numbers."""
    text = document.text
    seen = _Seen()
    names = find_names(document)
    long_forms = {item.short: item.long for item in document.abbreviations} if names else {}
    shorts = {one.instrument: text[one.start : one.end] for one in reversed(names) if one.rule == "registry-short"}
    last: Named | None = None
    for index, (named, following) in enumerate(zip(names, [*names[1:], None])):
        if document.in_furniture(named.start):
            continue
        if named.rule == "shape" and (quality := _QUALITY.match(text, named.start)) is not None:
            bare = text[quality.end() : named.end]
            if text.find(f"the {bare}", named.end) >= 0 or text.find(f"The {bare}", named.end) >= 0:
                named.start = quality.end()  # "a brief Zidol Pain Scale (ZPS) ... the Zidol Pain Scale"
        if following is not None and _explains(text, named, following):
            following.abbreviation = text[named.start : named.end]
            continue
        if following is not None and _scored_by(text, named, following):
            continue
        if named.rule == "construct-list" and _closed_by_instrument(text, names[index + 1 : index + 4]):
            continue
        before = names[max(0, index - 2) : index]
        if any(_SHORT_BETWEEN.fullmatch(text, one.end, named.start) for one in before):
            continue  # "Western and Eastern Universities (WEU) |Pain Index|"
        short = tied_short_form(text, named)
        if named.rule == "points" and last is not None and _describes(text, last, named):
            continue
        last = named
        if index and named.rule == "construct" and _is_part_named(text, names[index - 1], named):
            continue
        if _at_large(document, named):
            continue
        if (seen.keys and _again_in_results(document, named)) or _of_short_form(text, named, long_forms):
            continue
        reported = document.sentence_at(named.start).section in ("results", "conclusions")
        if seen.before(text, named, short, reported) or _only_eligibility(document, named, short):
            continue
        short = short or _short_form_elsewhere(document, named, shorts)
        name = " ".join(text[named.start : named.end].split())
        if named.rule == "scores-of":
            name = name.partition(" of ")[2].removeprefix("the ") or name
        yield Candidate(Scale(name=name, abbreviation=short), named.start, named.end, (), named.rule, named.score)


_SHORT_BETWEEN = re.compile(r" \([A-Z][A-Za-z-]{1,9}\) ")


def _short_form_elsewhere(document: Document, long: Named, shorts: dict[Instrument | None, str]) -> str | None:
    """The short form by which the text speaks of an instrument that it names in full here: "The VAS was"."""
    if long.instrument is None or long.rule != "registry" or long.end - long.start < 12:
        return None
    name = document.text[long.start : long.end]
    short = "".join(word[0] for word in words(name) if word not in LINKS).upper()
    if (
        registry().short.get(short, (None, True))[0] is not long.instrument
        or short not in document.words.distinct_cased
    ):
        short = shorts.get(long.instrument, "")
    return short if short and short not in name and letters_fit(name, short) else None


def _of_short_form(text: str, named: Named, long_forms: dict[str, str]) -> bool:
    """Whether "PA scores" are scores of what the text abbreviates: "physical activity (PA)", which is no instrument."""
    if named.rule not in ("shape", "construct") or named.instrument is not None:
        return False
    return long_forms.get(text[named.start : named.end].partition(" ")[0], "").islower()


def _describes(text: str, named: Named, points: Named) -> bool:
    """Whether a scale by its points says of what kind the last one is: "the VAS, a 10-point scale"."""
    joined = text.endswith((" and ", " and a ", " and on a "), named.end, points.start)
    return not joined and text.find(". ", named.end, points.start) < 0


def _is_part_named(text: str, whole: Named, part: Named) -> bool:
    """Whether a scored construct follows the instrument that it is a part of: "Zidol Questionnaire hunger score"."""
    return whole.end + 1 == part.start and whole.rule in ("registry", "shape") and text[part.start].islower()


_PLAIN_SCORE = re.compile(r"(?:pain|pain intensity|comfort|discomfort|quality of life|satisfaction|symptom) scores?")


def _is_general(text: str, named: Named) -> bool:
    return text[named.start : named.end].lower() in _WHAT_IS_ASKED


def _at_large(document: Document, named: Named) -> bool:
    """Whether what instruments ask for is spoken of in the background, before they are named."""
    no_instrument = named.rule == "construct" and named.instrument is None
    if not (no_instrument or _is_general(document.text, named)):
        return False
    return document.sentence_at(named.start).section in ("background", "objective")


def _again_in_results(document: Document, named: Named) -> bool:
    """Whether a scored construct stands in the results, where its instrument was named before: "discomfort score"."""
    if named.rule in ("construct", "construct-list", "scores-of"):
        generic = named.instrument is None
    else:
        generic = named.rule == "registry" and _PLAIN_SCORE.fullmatch(document.text, named.start, named.end) is not None
    return generic and document.sentence_at(named.start).section in ("results", "conclusions")


_WHAT_IS_ASKED = {"qol", "quality of life", "hrqol", "health-related quality of life", "quality of life questionnaire"}
# "mental health score using the", "pain scores, assessed on a"
_BY = re.compile(
    r",? (?:as |was |were )?(?:(?:assessed|measured|evaluated|rated|recorded|scored|determined|graded) )?"
    r"(?:using|by|with|on|according to) (?:the |an? )?"
)


def _scored_by(text: str, construct: Named, instrument: Named) -> bool:
    """Whether a scored construct is followed by the instrument that scores it, which is the scale."""
    if text[construct.end : instrument.start] in (" (", "(") and instrument.rule.startswith("registry"):
        # "quality of life (QLQ-C30)"
        return text[construct.start : construct.end].lower() in _WHAT_IS_ASKED or construct.rule == "construct"
    if not construct.rule.startswith(("construct", "scores-of")):
        return False
    if construct.instrument is not None and not _PLAIN_SCORE.fullmatch(text, construct.start, construct.end):
        return False
    if construct.end + 1 == instrument.start and instrument.rule.startswith("registry"):
        return True  # "pain expression score EDIN"
    by = _BY.match(text, construct.end)
    return by is not None and by.end() <= instrument.start <= by.end() + 12


def _closed_by_instrument(text: str, following: list[Named]) -> bool:
    """Whether the end of a list of constructs names what scores them all: "mood and appetite visual analog scales"."""
    closing = next((at for at, one in enumerate(following) if one.rule != "construct-list"), None)
    if closing is None or following[closing].rule != "construct" or following[closing].instrument is not None:
        return True
    return closing + 1 < len(following) and _scored_by(text, following[closing], following[closing + 1])


def _explains(text: str, short: Named, long: Named) -> bool:
    """Whether a long form stands in brackets after its short form: "EQ-5D (EuroQol 5 dimensions)"."""
    return (
        short.rule == "registry-short"
        and long.instrument is short.instrument
        and long.end - long.start > short.end - short.start
        and text[short.end : long.start] in (" (", "(", " [", ", ")
    )


class _Seen:
    """The instruments that a text has named so far."""

    def __init__(self) -> None:
        self.keys: dict[Key, str | None] = {}  # what was named, and by which instrument of the registry
        self.longer: dict[str, list[Key]] = {}  # word -> the keys of two words or more that hold it
        self.instruments: set[str] = set()
        self.fields: set[str] = set()

    def before(self, text: str, named: Named, short: str | None, reported: bool) -> bool:
        """Whether a name says again what was named before; it counts as named from now on.

        ``reported``: it stands where results are, so that a part or a longer name of it is no new instrument.
        """
        name = text[named.start : named.end]
        own = _key(name)
        whose = named.instrument.name if named.instrument else None
        known = not own or self._named(own, whose) or (short is not None and self._named(_key(short), whose))
        if named.instrument is not None:
            # Two parts of one instrument have short forms of their own: STAI-1, STAI-2.
            same = named.instrument.name in self.instruments
            known = known or (same and short is None and (not name[-1].isdigit() or name in registry().short))
            known = known or (named.rule == "registry-short" and self._has_whole(named.instrument.name))
            self.instruments.add(named.instrument.name)
        if named.rule.startswith(("construct", "scores-of")):
            known = known or (short is None and _stands_in_another(text, named)) or self._covers(own)
        if reported and named.rule in ("shape", "registry-short", "registry"):
            known = known or self._is_part(own) or (named.rule != "registry" and self._holds_named(own))
        if named.instrument is not None:
            self.fields.add(named.instrument.field)
        for key, owner in ((own, whose), (_key(short) if short else own, None if short else whose)):
            self.keys.setdefault(key, owner)
            for word in key if len(key) > 1 else ():
                self.longer.setdefault(word, []).append(key)
        return known

    def _named(self, key: Key, whose: str | None) -> bool:
        """Whether a name was there before; two instruments of the registry may share it but for its head."""
        return key in self.keys and (whose is None or self.keys[key] in (None, whose))

    def _has_whole(self, part: str) -> bool:
        """Whether an instrument was named that this one is a part of: "HADS-A" after "HADS"."""
        return any(part.startswith(whole + "-") for whole in self.instruments)

    def _is_part(self, own: Key) -> bool:
        """Whether all words of a name stand in one that was named before."""
        return any(set(own) <= set(key) for key in self.longer.get(own[0], ()))

    def _holds_named(self, own: Key) -> bool:
        """Whether a name holds a short form that was named before: "Cough VCD"."""
        return len(own) > 1 and any((word,) in self.keys for word in own)

    def _covers(self, own: Key) -> bool:
        """Whether a scored construct is what an instrument named before asks for."""
        if self._is_part(own) or self._holds_named(own):
            return True
        if any(field in self.fields for word in own for field in _FIELDS.get(word, ())):
            return True
        return "pain" in own and not _GENERAL_RATINGS.isdisjoint(self.keys)


def _key(name: str) -> Key:
    """What a name is compared by: its words without heads ("score", "scale"), numbers and plural endings."""
    telling = [word for word in words(name) if word not in HEADS]
    kept = [word for word in telling if word not in _IDLE] or [word for word in telling if word.startswith("symptom")]
    return tuple(sorted(word.rstrip("s") for word in kept if not word.isdigit() or len(kept) == 1))


def _stands_in_another(text: str, named: Named) -> bool:
    """ "mental score of the SF-36", "(SNAP II) severity score", "symptom scores (0-10 visual analog scale)"."""
    if PART_OF.match(text, named.end) or (named.instrument is None and _IN_BRACKETS.match(text, named.end)):
        return True
    start = named.start
    return start >= 2 and (text[start - 2] in ")]" or text[start - 7 : start] == "score (")


def _only_eligibility(document: Document, named: Named, short: str | None) -> bool:
    """Whether an instrument is named as an eligibility criterion and never again."""
    text = document.text
    if named.rule != "construct" and _COVARIATE.search(text, max(0, named.start - 140), named.start) is not None:
        return text.find(short or text[named.start : named.end], named.end + len(short or "") + 4) < 0
    cut_off = _CUTOFF.match(text, named.end, named.end + 60)
    if cut_off is None and _CRITERION_BEFORE.search(text, max(0, named.start - 90), named.start) is None:
        return False
    sentence = document.sentence_at(named.start)
    if sentence.section in ("results", "conclusions") and not (
        cut_off is not None and _PEOPLE_WITH.search(text, max(0, named.start - 70), named.start)
    ):
        name = text[named.start : named.end]
        return _HAVE_VALUE.match(text, named.end) is not None and text.find(name, named.end) < 0
    window = max(sentence.start, named.start - 600)
    stop = min(sentence.end, named.end + 600)
    if not (_ELIGIBLE.search(text, window, named.start) or _ELIGIBLE.search(text, named.end, stop)):
        return False
    if _OUTCOME.search(text, window, named.start):
        return False
    again = short or text[named.start : named.end]
    return text.find(again, named.end + (len(again) + 4 if short else 0)) < 0
