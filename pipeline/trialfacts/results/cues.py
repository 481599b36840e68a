"""The words of a sentence that say what a number is: a mean, a median, a change, a difference."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from trialfacts.cleaning.words import led_in
from trialfacts.results.dispersion import Header

# All patterns of this module read lower-cased text. This one begins with the character before the word.
_MARKS = re.compile(
    r"""[^a-z]\b(?=[mawcdilfgprsenluteh])(?:
      (?P<stat>means?\b(?![ ](?:arterial|airway|blood[ ]pressure|platelet[ ]vol|corpuscular)|-)|medians?\b
        |averag(?:e[ds]?|ing)\b|lsm\b|gm[tc]s?\b|md?n?(?=[ ]?=[ ]?-?\d{1,4}\.\d)|md?n?(?=[ ]?\(?age\)?[ ]?=))
    | (?P<difference>differ(?:ences?|ed|s|ing)?\b|effect\b(?:[ ]size)?)
    | (?P<change>(?:increas|decreas|reduc|declin|improv|elevat|diminish|chang|gain|prolong|shorten|rais
        |lower(?=ed|ing|s)|dropp|drops?(?=[ ](?:in|from|by|was|were|to)\b|[ ][(])
        |shift(?=s?[ ](?:of|in|from|by|was|were|to)\b)
        |fell\b|(?<!fewer[ ])(?<!more[ ])(?<!of[ ])falls?\b(?![ ](?:occurr|per|were|risk|rate))
        |fallen|rose\b|rises?\b|risen|lost\b|(?<!blood[ ])loss|grew|regressed|deteriorat|worsen
        |attenuat|suppress|inhibit|delay|went\b|halved|doubled|climbed|crept|slid\b|sank\b|shrank|lengthened|waned
        |depressed(?=[ ]by\b)
        |cut(?=[ ]by[ ])
        |(?:came|gone)(?=[ ](?:up|down)[ ](?:by|from|to)\b)|extended(?=[ ](?:by|from)\b)
        |(?:was|were)[ ](?:down|up)(?=[ ](?:by\b|\d))
        |progress(?=ed|ing))[a-z]*)
    )""",
    re.X,
)
_REACH = 260  # characters before a number in which a word can speak of it
_CHANGE_NOUN = re.compile(
    r"(?:increase|decrease|reduction|change|decline|improvement|gain|loss|fall|rise|drop|shift)s?$"
)
_OF_MANY = re.compile(
    r"\b(?:greater|larger|smaller|mean|median|average|more|of|changes|increases|reductions"
    r"|from baseline)\b"
)
# "difference of", "difference in costs was", "the difference ("
_IS_DIFFERENCE = re.compile(
    r"(?:[ ](?:in|between|from|of|for|versus|vs)(?:[^.;()]|[(][^.;()]{1,30}[)]){0,70}?)?"
    r"(?P<tested>[ ](?:was|were)[ ](?:not[ ])?(?:statistically[ ])?"
    r"(?:significant|observed|found|identified)[a-z ]{0,30}[ ]?(?=[(]))?"
    r"(?:[ ](?:[a-z]+ly[ ])?favou?r(?:ed|s)[ ][^.;()\[\]]{2,70}[ ](?=[(\[]))?"
    r"(?:[ ]?(?:of|was|were|is|=|:|,|[(]))?[ ]?(?:only "
    r"|about |approximately )?"
    r"[(\[]?[$\u00a3\u20ac]?[ ]?"
)
# "differences between pre- and post-test scores": a change.
_WITHIN = re.compile(r"from baseline|pre-?[ ]?(?:and|test|treat)|baseline and|before and|and after")
_CHANGE_IN_LINK = re.compile(r"chang|reduc|increas|decreas|improve")  # "difference in the change from baseline"
# "fell |from pretreatment values| by 12%"
_BASELINE = re.compile(
    r"from (?:the )?baseline"
    r"|from (?:the |their |its )?(?:initial|starting|basal|resting|entry|admission|run-?in|lead-?in"
    r"|pre-?[ ]?[a-z]{4,14})"
    r"(?: values?| levels?| scores?| readings?)?(?= by )"
)
_ASIDES = re.compile(r"\([^()]*\)")  # "fell by 3 (from 9 to 6) in A and by |5|"
_BY = re.compile(r"(?:by|of|(?<=[cdmr]ed )with)[ ](?:[a-z]+[ ]){0,2}[~\u223c$\u00a3\u20ac+>\u2265]?[ ]?$")
# "an increase in CD4 count (": the number in brackets is the change.
_CHANGE_IN = re.compile(
    r"(?:[ ]from (?:the )?baseline)?[ ](?:in|of)[ ][^.;:()\[\]]{3,70}[(\[](?:[a-z][^.;:()\[\]\d]{0,25}[:=][ ])?[~+]?$"
)
# "the decrease in HbA1c levels was |0.8%|"
_CHANGE_WAS = re.compile(
    r"(?:[ ]from (?:the )?baseline)?(?:,?[ ](?:expressed )?as an? percent(?:age)?)?[ ](?:in|of|for|among|with)[ ]"
    r"(?:[^.;:()\d]|(?<=[a-z])\d|(?<= the )\d{1,4} ){3,60}[ ](?:was|were|averaged|reached)[ ]"
    r"(?:(?:about|approximately|only|nearly|almost)[ ])?"
)
# "the reduction in pain was similar in both groups (A: |", "changes from baseline did not differ ("
_CHANGE_SUBJECT = re.compile(
    r"(?![^.;]{0,160}(?: to a|with an?|of an?) )[^.;:()]{0,90}?[ ](?:was|were|did not differ|differed)(?![a-z])"
    r"(?![ ](?:also[ ])?(?:found|seen|observed|noted|noticed|recorded|detected|achieved|accompanied|paralleled))"
    r"[^.;:()\d]{0,90}(?:[(\[][^.;()\[\]\d]{0,30})?"
)
_SUBJECTS = re.compile(r"(?:increase|decrease|reduction|change|improvement|decline|rise|fall|drop|elevation)s?$")
_NAMED = re.compile(r"[ ]?[:=]?[ ]")  # "(change |3.8"
_STRAIGHT = re.compile(r"[ ](?:[a-z]+(?:ly)?[ ]){0,2}[(\[]?[$\u00a3\u20ac~+]?")
# "weight decreased significantly in both arms (|2.3 kg, P"
_IN_BRACKET = re.compile(
    r"[ ](?![^.;()]{0,70}(?:er than|greater|higher|lower|larger|smaller)[ ])"
    r"(?:[^.;()\d]|\d{1,3}(?=[ -]?m)|(?<=[a-z-])\d{1,3}(?!\d)){0,70}[ ][(\[]"
    r"(?:n ?= ?\d{1,5}[;,] )?[~+]?"
)
# "increases |from baseline| in X were seen [": what the clause tells are changes
_SINCE = re.compile(r" from (?:the )?baseline(?! ?[(\d])")


def _is_from_baseline(lower: str, change: Mark, at: int, stat: Mark | None) -> bool:
    """Whether a clause that tells changes from baseline goes on to the number at ``at``."""
    if stat is not None and stat.start > change.end or not _CHANGE_NOUN.match(change.word):
        return False
    if not _SINCE.match(lower, change.end):
        return False
    clause = lower.rfind("; ", change.end, at)
    return clause < 0 or not _has_copula(lower, clause, at)


_BESIDE = re.compile(r" (?:after|at|with|over|during)(?: an?| the)? $")
_ASIDE = re.compile(r", with ")
_NO = re.compile(r"\bno\b")
# "(baseline, |7.9", "from a baseline of |6.5": the level that something changed from
_LEVEL = re.compile(
    r"(?:(?<!from )(?<!from the )|(?<=from a ))baseline(?: (?:value|mean|median|level)s?)?(?: of|[,:=])? $"
)
_DENIED = re.compile(r"\b(?:no|not|without)\b(?![a-z ]{0,40}differ)[a-z ]{1,30}$")


_ELSEWHERE = re.compile(r"[)],?(?: and| but)?(?: also)? (?:in|for|among) [^()]*[(]$")


# "a median| follow-up of 3 years, pain was |2.1", "6-year median| follow-up and |313 events"
FOLLOWED = re.compile(
    r" (?:duration of )?(?:follow|observation)[^.;,]{0,60}, (?!range|iqr|sd |mean|median)"
    r"(?:[a-z]|\d{1,2}-(?:year|month))"
    r"| follow-?[ ]?up (?:and|with) $"
)


def _is_left(lower: str, start: int, at: int) -> bool:
    """Whether what is said of a mean or a median, from ``start``, ends before ``at``: in its bracket, at its comma."""
    if FOLLOWED.match(lower, start, at):
        return True
    gap = lower[start:at]
    return leaves_bracket(gap) and _ELSEWHERE.search(gap) is None


def leaves_bracket(gap: str) -> bool:
    """Whether a bracket that was open before the words is closed by them, with more than a word in it."""
    close = gap.find(")")
    return close > 12 and gap.count("(", 0, close) == 0


@dataclass(slots=True)
class Mark:
    """One such word: a half-open span of the text, and the word in lower case."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class Marks:
    """The marks of one kind in a sentence, in order, and their ends; ``aside``: brackets that say how one is told."""

    found: list[Mark] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    aside: Sequence[tuple[int, int]] = ()

    def before(self, at: int) -> Mark | None:
        """The last that ends before ``at``, if it is near."""
        if not self.found:
            return None
        index = bisect_right(self.ends, at) - 1
        for opened, closed in reversed(self.aside):
            while closed <= at and index >= 0 and opened <= self.found[index].start < closed:
                index -= 1
        return self.found[index] if index >= 0 and at - self.found[index].start <= _REACH else None


@dataclass(slots=True)
class Cues:
    """The marks of one sentence by kind."""

    stat: Marks = field(default_factory=Marks)
    change: Marks = field(default_factory=Marks)
    difference: Marks = field(default_factory=Marks)


_TOLD_HINT = "ed as "
# "inhibition |(measured as the mean of two assays)| was 12%": how a measure is told, which ends with its bracket
_TOLD_AS = re.compile(
    r"\((?:[a-z]+, )?(?:measured|defined|assessed|calculated|expressed|determined|estimated|evaluated|quantified"
    r"|computed) as (?!(?:the )?(?:means?|medians?)(?: ?[^a-z ]| (?:and|with|plus|values?)\b))[^()]{3,160}\)"
)


def find_cues(lower: str, start: int, end: int) -> Cues:
    """The cues between two places of a lower-cased text, in one pass."""
    aside = [told.span() for told in _TOLD_AS.finditer(lower, start, end)] if _TOLD_HINT in lower[start:end] else []
    cues = Cues(Marks(aside=aside))
    source, first, last, ahead = led_in(lower, start, end)
    for match in _MARKS.finditer(source, first, last):
        kind = match.lastgroup or "stat"
        marks = getattr(cues, kind)
        end = match.end() - ahead
        marks.found.append(Mark(match.start(kind) - ahead, end, match.group(kind)))
        marks.ends.append(end)
    return cues


# "fell to |", "had risen significantly to about |"
_MOVED_TO = re.compile(
    r"(?:creased|rose|risen|fell|fallen|dropped|improved|declined|reduced|lowered|raised"
    r"|climbed|slid|sank|waned|(?:went|gone|came)[ ](?:up|down))[ ]"
    r"(?:[a-z]{3,14}ly[ ])?to[ ](?:(?:an?|only|about|approximately|mean|median|value|level|of)[ ]){0,4}$"
)


def is_moved_to(before: str) -> bool:
    """Whether the lower-cased words before a number say that something went to it: "fell to "."""
    return " to " in before[-40:] and _MOVED_TO.search(before[-60:]) is not None


def is_level(before: str) -> bool:
    """Whether the lower-cased words before a number say that things began with it: "from a baseline of "."""
    return "baseline" in before and _LEVEL.search(before) is not None


def is_size_of(lower: str, difference: Mark, at: int) -> bool:
    """Whether the number at ``at`` is told as the size of a difference: "the difference in X was |"."""
    return difference.word.startswith("difference") and _IS_DIFFERENCE.fullmatch(lower, difference.end, at) is not None


def is_said_of_change(lower: str, change: Mark, at: int) -> bool:
    """Whether the number at ``at`` is told as the size of a change: "the decrease in X was |"."""
    if not _CHANGE_NOUN.match(change.word) or not _has_copula(lower, change.end, at):
        return False
    return _CHANGE_WAS.fullmatch(lower, change.end, at) is not None


def _has_copula(lower: str, start: int, end: int) -> bool:
    return lower.find(" was ", start, end) >= 0 or lower.find(" were ", start, end) >= 0


def _is_subject(lower: str, change: Mark | None, at: int) -> bool:
    """Whether the sentence speaks of a change, and the number at ``at`` is what it says of it."""
    if change is None or at - change.end > 220 or not _SUBJECTS.match(change.word):
        return False
    if not _has_copula(lower, change.end, at) and lower.find(" differ", change.end, at) < 0:
        return False
    return _CHANGE_SUBJECT.fullmatch(lower, change.end, at) is not None


def statistic(
    lower: str,
    begin: int,
    at: int,
    signed: bool,
    pair: bool,
    versus: bool,
    cues: Cues,
    stat: Mark | None,
    header: Header | None,
) -> str:
    """The field ``stat`` of the number at ``at`` in a sentence that begins at ``begin``.

    ``signed``: a plus or minus is printed; ``pair``: it is one end of "from 7 to 3"; ``versus``: another number is
    set beside it; ``stat``: the mean or median before it; ``header``: what explains it, "mean (SD)".
    """
    word = None if stat is None else "median" if stat.word.startswith(("med", "md")) else "mean"
    if header and (stat is None or ")" in lower[stat.end : at] or header.stat == "median"):
        word = header.stat
    elif stat is not None and _is_left(lower, stat.end, at):
        word = None  # "quicker (mean 48 vs. 63 min), with fewer days of drainage (|4.3 vs"
    if pair:
        return word or "value"
    if word in ("difference", "change"):
        return word
    difference, change = cues.difference.before(at), cues.change.before(at)
    if difference and difference.word not in ("differ", "differs", "differed"):
        link = _IS_DIFFERENCE.fullmatch(lower, difference.end, at)
        if (
            link
            and not (link.group("tested") and versus)
            and not _NO.search(lower, max(begin, difference.start - 25), difference.start)
            and not (versus and link.group()[-1:] in ("(", "["))
        ):
            within = _WITHIN.search(link.group()) and not _CHANGE_IN_LINK.search(link.group())
            return "change" if within else "difference"
        elif versus and not signed and (change is None or change.start < difference.start):
            return word or "value"  # "a decline of X, with no difference between A and B (|5 vs. 7"
    if signed and word and not (difference or change or cues.change.found and cues.change.found[0].start < at):
        return word  # "the mean spherical equivalent was -3.2 D"
    if signed or lower.endswith("from baseline ", begin, at):
        return "change"
    if is_level(lower[max(begin, at - 40) : at]):
        return word or "value"
    if change is not None and _tells_change(lower, begin, at, versus, change, stat):
        return "change"
    return word or "value"


def _tells_change(lower: str, begin: int, at: int, versus: bool, change: Mark, stat: Mark | None) -> bool:
    """Whether the last word for a change before a number makes a change of it; the others are as in `statistic`."""
    if _is_from_baseline(lower, change, at, stat):
        return True
    if "from " in _BASELINE.sub("", _ASIDES.sub("", lower[change.end : at])):
        return False  # "fell from 7 to |3|": a level
    near = lower[max(begin, at - 25) : at]
    by = _BY.search(near)
    own = stat is None or 0 <= change.start - stat.end < 12  # "the mean change"
    if by and by.group()[0] in "bw" or own and _is_subject(lower, change, at):
        return True
    if at - change.end >= 80 or near.endswith((" to ", "(to ")):
        return False
    if versus and _DENIED.search(lower, max(begin, change.start - 40), change.start):
        return False  # "no significant change in X (|5.1 vs. 5.2"
    if stat is not None and stat.start > change.end:
        if versus and near[-1:] in "([" or _BESIDE.search(lower, change.end, stat.start):
            return False  # "a reduction in the mean number (|3 vs. 5", "increased after a median follow-up of |10"
    elif by and _ASIDE.search(lower, change.end, at):
        return False  # "slightly increased, with a score of |1.4"
    if _CHANGE_NOUN.match(change.word):
        if not versus and _CHANGE_IN.fullmatch(lower, change.end, at):
            return True
        between = "" if stat is None else lower[stat.end : change.start].replace("% of ", "")
        if " of " in between and ", " not in between:
            return False
        if _NAMED.fullmatch(lower, change.end, at):
            return True
        many = stat or _OF_MANY.search(lower, max(begin, at - _REACH), at)
        return many is not None or is_said_of_change(lower, change, at)
    alone = stat is None and (not versus or change.word in ("lost", "gained"))
    if by or alone and _IN_BRACKET.fullmatch(lower, change.end, at):
        return True
    if versus and lower[at - 1] in "([" and change.word not in ("lost", "gained"):
        return False  # "zidolol raised potassium (|4.6 vs. 4.1": two levels
    return _STRAIGHT.fullmatch(lower, change.end, at) is not None
