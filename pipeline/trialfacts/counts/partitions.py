"""Arms that nothing but their sum shows: "96 were randomised: mesh, 49; suture, 47", "(31 zidolol, 15 placebo)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialfacts.cleaning.words import word_set
from trialfacts.counts.count_groups import arm_name, group_before, group_name
from trialfacts.counts.count_roles import OUTCOME, PERCENT_AFTER, Told, find_role, outcome_before, rejected
from trialfacts.counts.head_counts import GROUP, Count, Reading
from trialfacts.counts.participants import SEXES

# The most arms of a trial, the smallest total at which an equal sum is no accident, and the fewest of an arm.
_MOST_PARTS = 6
_LEAST = 12
_FEWEST = 3
_BY_CHANCE = 20
# How far apart two arms of a list stand, and the first of them from a total that is told just before, in characters.
_APART, _BESIDE = 150, 130
# "|and the other| 63", "; |twenty-seven|", "of whom |92|": a number with which a clause begins
_CLAUSE_BEGINS = re.compile(
    r"(?:^|[.;:,(\[/] ?|[\u2013\u2014-] |\b(?:and|or|while|whereas|versus|vs\.?|of (?:whom|which|these|those|them),?) )"
    r"(?:(?:the |an? )?(?:other|remaining|rest|another|further|only|first|next) ?){0,2}$"
)
# "mesh 65|, |suture 63|.|"
_CLAUSE_ENDS = re.compile(r" ?(?:[,;)\]]|\.(?= |$)|$| (?:and|or|versus|vs\.?) )")
# "24|, |24| and |16", "44|/|43"
_BARE_GAP = re.compile(r",? (?:and|versus|vs\.?) |, | ?/ ?|, and ")
# What ends the words that belong to one part of a list.
_CUTS = r"[;()\[\]:]|,(?!\d)|\.(?= |$)| (?:and|or|but|while|whereas|versus|vs\.?"
_CUT = re.compile(rf"{_CUTS}) ")
_CUT_BEFORE = re.compile(rf"{_CUTS}|either|to|into|between|was|were|chose|receive|received|given|started) ")
# "were assigned", "drawn by lot", "Numbers per group were": what is told is a division
_DIVIDING = re.compile(
    rf"\b(?:random\w*|assign\w+|allocat\w+|allott\w+|divided|split|by lot|lottery|drawn|choos\w+|chose|{GROUP}"
    r"|sequence|cells?|halves|received|receive|given|treated|started|switched)\b",
    re.I,
)
# "|received| zidolol", "|chose| cooling": what people are given or do, and not what befell them
_DID = re.compile(
    r" (?:were |was |had been )?(?:receiv\w+|given|got|took|began|started|chose|opted|used|wore|had (?!(?:an?|no) )"
    r"|underwent|swallowed|assigned|allocated|allotted|randomi[sz]ed|treated|to |on |under |operated|gavaged|sent"
    r"|applied|drank|ate|continued|remained on|stayed on|converted|listened|watched|did )"
)
# "NYHA class II", "stage III", "aged", "positive": a kind of people, and no arm
_KIND = re.compile(
    r"\b(?:class|stages?|grades?|types?|phase|NYHA|ASA|GMFCS|Child|aged?|years?|positive|negative|(?:fe)?males?"
    r"|(?:wo)?m[ae]n|boys|girls|(?<![\w-])[MF](?![\w-])|singletons?|twins|smok\w+|others?|unknown|alive|dead|died|deaths?|wards?"
    r"|declin\w+|refus\w+|withdr\w+|lost|exclud\w+|dropp\w+|ineligible|tumou?rs?|disease)\b"
)
# "were classified as", "Pathogens: ", "Causes of death": no division of people into arms
_CLASSING = re.compile(
    r"\b(?:classified|categori[sz]ed|stratif\w+|diagnos\w+|died|deaths?|withdr[ae]w\w*|exclu\w+|lost|lacking|dropped"
    r"|declined|refus\w+|events?|failures?|complain\w+|responded|relapse\w*|improved|attrition|falls|reasons?|simulated)\b",
    re.I,
)


def read_partitions(counts: Sequence[Count], told: Told) -> Iterator[tuple[Count, Reading]]:
    """The arms among ``counts`` that side by side add up to a total told before, each with its reading.

    ``counts`` are all that a document may count, in order, those that are sample sizes with their ``reading``.
    """
    counts = [one for one in counts if one.reading is not None or not (_UNIT.match(one.after) or rejected(one))]
    totals: set[int] = set()
    at = 0
    while at < len(counts):
        run = _run(counts, at, totals)
        if run is None or not _is_division(run, told):
            reading = counts[at].reading
            if reading is not None and reading.role in _WHOLES:
                totals.add(counts[at].n)
            at += 1
            continue
        for count in run:
            if count.reading is None or count.reading.role != "arm":
                yield count, Reading("arm", _name(count), "partition", 0.92)
        at = counts.index(run[-1]) + 1


_WHOLES = ("enrolled", "randomized", "analyzed", "completed")


def _run(counts: Sequence[Count], at: int, totals: set[int]) -> list[Count] | None:
    """The counts from the place ``at`` on that add up to a total told before, or just before them."""
    first = counts[at]
    if not _may_be_part(first):
        return None
    beside = counts[at - 1].n if at and _is_whole(counts[at - 1], first) else 0
    run, size = [first], first.n
    for part in counts[at + 1 : at + 2 * _MOST_PARTS]:
        if first.form == "n" and part.form != "n" and part.n < first.n:
            continue  # "(4 teams, n = 80), desks alone (4 teams, n = 77)"
        if part.sentence is not first.sentence or part.start - run[-1].end > _APART or not _may_be_part(part):
            return None
        run.append(part)
        size += part.n
        if size >= _LEAST and (size == beside or size in totals):
            return run if any(one.reading is None for one in run) else None
        if len(run) == _MOST_PARTS:
            return None
    return None


def _is_whole(count: Count, first: Count) -> bool:
    """Whether a count just before others may be their total: people, and of no outcome."""
    if first.start - count.end > _BESIDE or (outcome_before(count.before) and not _WE_FOUND.search(count.before)):
        return False
    if count.reading is not None:
        return count.reading.role in _WHOLES
    gap = count.after[: max(0, first.start - count.end)]
    if _DIVIDING.search(gap):
        return True
    if OUTCOME.match(count.after) or count.after.startswith((" of ", " out of ")):
        return False
    if _CLASSING.search(count.before[-60:].rpartition(", ")[2] + gap):
        return False
    return count.phrase is not None or find_role(gap) is not None or _LEFT_BEFORE.search(count.before[-40:]) is not None


_WE_FOUND = re.compile(r"\b[Ww]e (?:finally )?(?:identified|found|recorded) $")
_LEFT_BEFORE = re.compile(
    r"\b(?:leaving|left|remaining|available (?:for|from|in)|comprised|included|from|by|set|of the|population)"
    r"(?: only| the)? ?\(?$"
)


def _may_be_part(count: Count) -> bool:
    """Whether a count may be one of an arm: no total, nobody who left, no share, no sex."""
    reading = count.reading
    if reading is not None and reading.role not in ("arm", "subgroup") and reading.rule not in _LED_BY:
        return False
    if count.n < _FEWEST or count.form == "sex" or (count.phrase is not None and count.phrase.head in SEXES):
        return False
    if count.phrase is not None and count.phrase.head == "cases" and count.after.startswith(" of "):
        return False
    if PERCENT_AFTER.match(count.after) is not None or _OF_DOSES.match(count.after) is not None:
        return False
    return OUTCOME.match(count.after) is None or _NOT.match(count.after) is not None or _had_arm(count)


_UNITS = r"(?:m?g|[mu\u00b5\u03bc]g|mcg|m[lL]|IU|U|Gy|%|cm|mm|weeks|days|months|h|years|min)(?![\w-])"
_UNIT = re.compile(rf" ?{_UNITS}")
# "20|, 40 or 80 mg|"
_OF_DOSES = re.compile(rf"(?:, \d[\d.]*){{0,3}},? (?:and|or) \d[\d.]* ?{_UNITS}")
# What read the first of a list as the whole: "the cohorts |comprised 15|, 20 and 23 patients"
_LED_BY = ("verb-before", "bare-before", "population")
# "62 chose cooling, 34 |did not|"
_NOT = re.compile(r" (?:did|were|had) not(?: [a-z]+)?(?=[.,;)])")
_HAD = re.compile(r" had (?:the )?")


def _had_arm(count: Count) -> bool:
    """ "201 |had tamoxifen|" """
    had = _HAD.match(count.after)
    return had is not None and bool(count.document.arms.within(count.end + had.end(), count.end + had.end() + 2))


def _is_division(run: list[Count], told: Told) -> bool:
    """Whether the words around counts that add up show a division into arms."""
    first, text = run[0], told.text
    start = max(first.sentence.start, first.start - _APART)
    lead = text[start : first.start]
    gaps = [text[left.end : right.start] for left, right in pairwise(run)]
    sizes = [count.n for count in run]
    if max(sizes) > _MUCH_LARGER * min(sizes) or any(map(_REST.search, gaps)):
        return False  # "three had a hernia, leaving 97"
    if _CLASSING.search(lead.rpartition(";")[2]):
        return False
    if all(_BARE_GAP.fullmatch(gap) for gap in gaps):
        grouped = _DIVIDING.search(lead) or _IN_GROUPS.match(run[-1].after)
        return grouped is not None and max(sizes) < _LARGER * min(sizes) and first.n > _LEAST
    last = all(_CLAUSE_ENDS.match(count.after) for count in run)
    if not last and not all(_CLAUSE_BEGINS.search(count.before[-40:]) for count in run):
        return False
    three = zip([None, *run], run, [*run[1:], None], strict=False)
    names = [_before(text, left, count) if last else _after(text, count, right) for left, count, right in three]
    if any(_KIND.search(name) for name in names):
        return False
    arms = {mention.arm for mention in first.document.arms.within(start, run[-1].end + (0 if last else len(names[-1])))}
    if _DIVIDING.search(lead) is not None or (len(arms) > 1 and sum(count.n for count in run) > _BY_CHANCE):
        return True
    if not last and (_DID.match(first.after) is not None or _had_arm(first)):
        return True
    chance = sum(count.n for count in run) <= _BY_CHANCE or _COMPARING.search(text) is None
    return not chance and all(_echoed(name, text[: first.sentence.start]) for name in names)


# "There were 108, 109 and 107 patients |in groups A, B and C|"
_IN_GROUPS = re.compile(rf"(?: [a-z]+)? (?:in|for|to|into|on)(?: the)?(?: [\w-]+)? {GROUP}\b", re.I)
# The largest arm is less than so many times the smallest, where nothing but a list shows them.
_LARGER = 3
# No arm is so many times as large as another; what is left is no arm.
_MUCH_LARGER = 12
_REST = re.compile(r"\b(?:leaving|left|remain\w*|so that|thus|hence)\b")
_COMPARING = re.compile(r"random|allocat|assign|versus| vs\b| or (?:placebo|usual|no |standard)|compar", re.I)
_WORD = re.compile(r"[^\W\d_][\w+-]*")
_COMMON = word_set("only alone with without from under were treated group groups patients received took both neither")


def _echoed(name: str, before: str) -> bool:
    """Whether the text before a list names what one of its parts is called."""
    words = [word for word in _WORD.findall(name) if word.lower() not in _COMMON]
    if not words:
        return any(word in name for word in ("both", "neither"))
    return any(_told(word, before) for word in words)


def _told(word: str, before: str) -> bool:
    """Whether a word, or a short name as such, stands in the text before a list."""
    if len(word) > 2 and not word.isupper():
        return word[:7].lower() in before.lower()
    return word.isupper() and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", before) is not None


def _name(count: Count) -> str | None:
    """The name of an arm that a count tells: "|mesh| 65", "65 |mesh|"; None for one of a bare list."""
    if _CLAUSE_ENDS.match(count.after) is None:
        name = arm_name(count)
        return name or group_name(count.after) if _PLACE.match(count.after) else name
    words = _PLACES.sub("", count.before.rstrip(" ,;:("))
    return None if _NO_NAME.search(words) is not None else group_before(words)


# "desks alone |(4 teams|, n = 77)"
_PLACES = re.compile(r" ?[(,;] ?\d{1,3} [a-z]{3,14}$")
_NO_NAME = re.compile(r"\d(?:,? and)?$| (?:was|were|done in)$|^[^\w]*$")
# "1,038 |at bonus shops|"
_PLACE = re.compile(r" (?:at|in|on) [^\W\d]")


def _before(text: str, left: Count | None, count: Count) -> str:
    """The words of a list just before one of its counts, that may name it."""
    start = left.end if left is not None else max(count.sentence.start, count.start - _APART)
    words = text[start : count.start].rstrip(" ,;:(")
    cuts = list(_CUT_BEFORE.finditer(words))
    return words[cuts[-1].end() if cuts else 0 :][-40:]


def _after(text: str, count: Count, right: Count | None) -> str:
    """The words of a list right after one of its counts, that may name it."""
    words = text[count.end : right.start if right is not None else count.end + 60]
    cut = _CUT.search(words)
    return (words[: cut.start()] if cut else words)[:60]
