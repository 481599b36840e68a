"""The one number that a reviewer would enter as a trial's sample size, from the facts of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from trialfacts.counts.count_roles import has_results
from trialfacts.counts.several import several
from trialfacts.document import Document
from trialfacts.facts import Fact, Proportion, SampleSize

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "both": 2}
_GROUPS = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|[2-8]"
    r"|both) (?:[a-z-]+ ){0,3}?(?:\([^()]{0,20}\) ?)?(?:groups|arms|cohorts)\b",
    re.I,
)
_LABELS = re.compile(r"\b(?:group|arm|cohort)s? ?(?P<label>[A-H]|[1-8]|I{1,3}|IV|V)\b", re.I)
# Arms further apart than this, in characters, are not one list of them; where they are as near as that, two arms are
# told though one name was read for both.
_FAR, _NEXT = 400, 12
# Where the arms are this share of the enrolled and nobody is told to have left, they are whom the trial is about; a
# smaller sum is a part of the study, a greater one differs by a slip.
_SHARE = (0.8, 0.95)


def total(document: Document, facts: Sequence[Fact]) -> int | None:
    """The number randomized if the text states it or it follows by adding the arms, else the number enrolled.

    Takes the settled facts of the document. Where no total and no arms are told, the number analyzed or completed
    stands in, then the denominator of the proportions. None where the text does not tell.
    """
    sizes = _participants([fact for fact in facts if isinstance(fact, SampleSize)])
    if (together := several(document.cleaned.raw, sizes)) is not None:
        return together
    sizes = _first_told(sizes)
    by_role = {role: _largest(sizes, role) for role in ("randomized", "enrolled", "analyzed", "completed", "arm")}
    enrolled = by_role["enrolled"]
    whole = enrolled is not None and enrolled in _first_sums(sizes)  # and then those whom they are compared with
    most = max(by_role["analyzed"] or 0, by_role["arm"] or 0, _kinds(sizes) or 0)
    if enrolled is not None and not whole and enrolled < most:
        enrolled = None  # some other people: a part of a study is no more than the whole
    randomized = by_role["randomized"]
    if randomized is not None and 2 * randomized < (by_role["arm"] or 0):
        randomized = None  # those who teach or treat, or one arm's part
    if randomized is not None:
        told = max(enrolled or 0, by_role["analyzed"] or 0)
        return told if told > randomized and told in _sums(sizes) else randomized
    arms = _arms(document, sizes)
    if enrolled is not None:
        if arms is not None and arms < enrolled and _told_as_rest(sizes, arms):
            return arms
        fewer = arms is not None and _SHARE[0] <= arms / enrolled <= _SHARE[1]
        return arms if fewer and not _some_left(document.text, sizes) else enrolled
    kept = by_role["analyzed"] or by_role["completed"]
    alone = next((fact.n for fact in sizes if fact.role == "arm"), None)
    if arms is not None or kept is not None:
        took_part = _took_part(document.cleaned.raw, facts) if arms is alone is by_role["analyzed"] is None else None
        shared = _shared(facts) if arms is None and alone is None else None
        return max(arms or alone or 0, kept or 0, _parts(sizes) or 0, took_part or 0, shared or 0)
    text = document.cleaned.raw
    return _parts(sizes) or alone or _took_part(text, facts) or _denominator(text, facts)


def _first_sums(sizes: list[SampleSize]) -> set[int]:
    """What the first two arms, three arms and so on add up to."""
    return set(list(accumulate(fact.n for fact in sizes if fact.role == "arm"))[1:])


def _told_as_rest(sizes: list[SampleSize], arms: int) -> bool:
    """Whether the arms are those of a smaller total told before them: "91 were seen, 7 declined, 84 were divided"."""
    first = next((fact.start for fact in sizes if fact.role == "arm"), 0)
    return any(fact.n == arms and fact.role == "enrolled" and fact.start < first for fact in sizes)


# Who treats, judges or teaches: "Twenty surgeons participated" is no trial's size beside its patients.
_STAFF = re.compile(
    r"\b(?:surgeons|physicians|radiologists|pathologists|therapists|nurses|dentists|raters|observers|staff|experts"
    r"|clinicians|practitioners|an(?:a)?esthesiologists|technicians|interviewers|contacts)\b",
    re.I,
)
# "40 eyes of 20 patients"
_BODY = re.compile(r"\b(?:eyes|teeth|molars|implants|knees|hips|limbs|legs|feet|hands|ears|lesions)$")
_TAKING_PART = re.compile(r"\b(?:participat|recruit|enrol|random|agreed|consent|took part|includ)", re.I)


def _some_left(text: str, sizes: list[SampleSize]) -> bool:
    """Whether the arms may be those who remained, or a protocol's needs, and not all who were enrolled."""
    left = any(fact.role in ("analyzed", "completed", "excluded") for fact in sizes)
    return left or not has_results(text)


def _participants(sizes: list[SampleSize]) -> list[SampleSize]:
    """The sizes without those of staff and of parts of the body who were not randomized, where others are left."""
    others = [fact for fact in sizes if not _STAFF.search(fact.quote)]
    if not any(map(_is_total, others)) and _sums(sizes) & {fact.n for fact in sizes if _is_total(fact)}:
        others = sizes  # they themselves were assigned
    body = [fact for fact in others if _BODY.search(fact.quote)]
    people = any(fact.role in ("enrolled", "randomized") and fact not in body for fact in others)
    if body and people and all(fact.role != "randomized" for fact in body):
        others = [fact for fact in others if fact not in body]
    return others if any(fact.role != "subgroup" for fact in others) else sizes


def _first_told(sizes: list[SampleSize]) -> list[SampleSize]:
    """The sizes without a greater number named later with no verb, where a total was told before."""
    told = any(_is_total(fact) or fact.role in ("completed", "analyzed") for fact in sizes)
    return [fact for fact in sizes if fact.rule != "again"] if told else sizes


def _is_total(fact: SampleSize) -> bool:
    """Whether a size is told to be of everybody who was taken into the study."""
    return fact.role in ("enrolled", "randomized") and fact.rule != "again"


def _sums(sizes: list[SampleSize]) -> set[int]:
    """What the groups next to one another add up to: "48 received A ... 49 were randomized to B"."""
    groups = [fact for fact in sizes if fact.role in ("arm", "randomized")]
    return {left.n + right.n for left, right in pairwise(groups) if right.start - left.end < _FAR}


def _took_part(text: str, facts: Sequence[Fact]) -> int | None:
    """ "31 of 322 eligible women participated": the count of a proportion that says who took part."""
    counts = (
        fact.denominator if fact.denominator and _OF_ALL_ENROLLED.match(text, fact.end) else fact.count
        for fact in facts
        if isinstance(fact, Proportion)
        and fact.count
        and _TAKING_PART.search(f"{fact.outcome} {text[fact.end : fact.end + 40].partition('. ')[0]}")
    )
    return max(counts, default=None)


# "46 out of 65| recruited| women came back"
_OF_ALL_ENROLLED = re.compile(r" (?:enrolled|recruited|randomi[sz]ed|included|participating|consenting|eligible)\b")


def _largest(sizes: list[SampleSize], role: str) -> int | None:
    return max((fact.n for fact in sizes if fact.role == role), default=None)


def _arms(document: Document, sizes: list[SampleSize]) -> int | None:
    """The sum of the first list of arms; ``n per group`` times the groups."""
    arms = [fact for fact in sizes if fact.role == "arm"]
    if not arms:
        return None
    if arms[0].rule == "first-arm":
        return sum(fact.n for fact in arms)
    run: list[SampleSize] = []
    names, last = set[str](), ""
    for fact in sizes:
        if fact.role in ("analyzed", "completed") and len(run) > 1:
            break
        if fact.role != "arm" or (fact.group is None and fact.rule not in _NAMELESS):
            continue
        name = _GROUP_WORD.sub("", fact.group.casefold()).strip() if fact.group is not None else f"#{fact.start}"
        gap = fact.start - run[-1].end if run else 0
        if gap > _FAR or (name in names and (gap > _NEXT or name != last)):
            if len(run) > 1:
                break
            run, names = [], set()
        run.append(fact)
        names.add(name)
        last = name
    if len(run) > 2:
        run = [fact for fact in run if not _HEALTHY.match(fact.group or "")] or run
    each = next((fact for fact in arms if fact.group is None and fact.rule not in _NAMELESS), None)
    planned = each.n * _groups(document.cleaned.raw, each.start) if each is not None else None
    if len(run) > 1:
        total, most = sum(fact.n for fact in run), max(fact.n for fact in run)
        if planned is not None and each is not None and each.start < run[0].start and total < planned < 1.3 * total:
            return planned  # "50 in each group", and then those of an analysis
        if planned is not None and each is not None and each.start < run[0].start and total == each.n:
            return planned  # "Six groups of nine men took placebo (n = 3) or zidolol (n = 6)"
        return most if len(run) > 2 and total == 2 * most else total  # the whole, and then its parts
    return planned


# Arms that are told without a name, and are no "50 in each": "(n = 23)", "23 men were compared with 16 men".
_NAMELESS = ("n", "compared", "compared-pair")
# Beside two arms they are whom the patients are compared with.
_HEALTHY = re.compile(r"(?:normal|healthy) (?:controls|subjects|volunteers)\b", re.I)
_GROUP_WORD = re.compile(r"\b(?:the |groups?$|arms?$|cohort$)")


def _groups(text: str, at: int) -> int:
    """How many groups the text has: the count nearest before or after ``at``, else its labels (group A, group B)."""
    found = [(abs(match.start() - at), match["count"].lower()) for match in _GROUPS.finditer(text)]
    if found:
        count = min(found)[1]
        return _COUNTS.get(count) or int(count)
    labels = {match["label"].upper() for match in _LABELS.finditer(text)}
    return max(2, len(labels))


def _parts(sizes: list[SampleSize]) -> int | None:
    """The sum of neighbouring subgroups: "five women and one man", all the kinds of people who are told in a row."""
    if (kinds := _kinds(sizes)) is not None:
        return kinds
    parts = [fact for fact in sizes if fact.role == "subgroup" or _CONTROLS.search(fact.group or "")]
    for left, right in pairwise(parts):
        far = _LISTED if _CONTROLS.search(right.group or "") else _BESIDE
        if right.start - left.end < far and left.group != right.group:
            return left.n + right.n
    return None


# How far apart two kinds of people are told in one list, and two parts of them, in characters.
_LISTED, _BESIDE = 160, 40
# "26 men with gout ... compared to those of |age-matched controls| (n = 26)"
_CONTROLS = re.compile(r"\bcontrols$", re.I)


def _kinds(sizes: list[SampleSize]) -> int | None:
    """The sum of the kinds of people who were taken into a study: "32 infected and 40 healthy children"."""
    parts = [fact for fact in sizes if fact.rule in ("population", "sibling", "n-subgroup") and fact.role == "subgroup"]
    for at, (left, right) in enumerate(pairwise(parts)):
        if left.rule == right.rule and left.group != right.group and right.start - left.end < _LISTED:
            far = _FAR if left.rule == "population" else _LISTED
            return sum(fact.n for fact in parts[at:] if fact.rule == left.rule and fact.start - left.end < far)
    return None


def _denominator(text: str, facts: Sequence[Fact]) -> int | None:
    """What the proportions are of: the sum of the arms' denominators or of those that return, else the largest."""
    shares = [fact for fact in facts if isinstance(fact, Proportion) and fact.denominator]
    largest = max((fact.denominator or 0 for fact in shares), default=0)
    for at, (left, right) in enumerate(pairwise(shares)):
        of_arms = left.group and right.group and left.group != right.group and right.start - left.end < _SHARES
        both = (left.denominator or 0) + (right.denominator or 0) + (_others(shares[at:]) if of_arms else 0)
        beside = left.denominator != right.denominator and _AGAINST.fullmatch(text, left.end, right.start)
        if (of_arms or beside and (left.group is None or left.group != right.group)) and both > largest:
            return both + _fewer_by(shares[at - 1] if at else None, left)
    counts = Counter(fact.denominator for fact in shares if fact.denominator)
    again = [size for size, times in counts.items() if times > 1]
    return sum(again) if len(again) > 1 else max(counts, default=None) or _shared(facts)


def _others(shares: Sequence[Proportion]) -> int:
    """The denominators of the third arm and those behind it, of one outcome: "6/30 in A, 9/30 in B, |17/31| in C"."""
    size, arms = 0, {share.group for share in shares[:2]}
    for last, share in pairwise(shares[1:]):
        far = share.start - last.end >= _SHARES or share.outcome != shares[0].outcome
        if far or share.group is None or share.group in arms:
            break
        arms.add(share.group)
        size += share.denominator or 0
    return size


# "3/41| vs |3/39", "31 of 41| and |22 of 39"
_AGAINST = re.compile(r" ?[(\[]?[\d.]{0,5}%?[)\]]?,? (?:vs\.?|v|versus|against|and|compared (?:with|to)) (?:only )?")


def _shared(facts: Sequence[Fact]) -> int | None:
    """The count that the next share is of, by arithmetic: "|279 children| had asthma. Of these, 192 (68.8%) were"."""
    shares = [fact for fact in facts if isinstance(fact, Proportion) and fact.count]
    for whole, part in pairwise(shares):
        if whole.percent is not None or part.percent is None or not whole.count or not part.count:
            continue
        if part.count < whole.count and abs(100 * part.count / whole.count - part.percent) < _ROUNDED:
            return whole.count
    return None


_ROUNDED = 0.06  # a percentage with one decimal, and its rounding


def _fewer_by(before: Proportion | None, share: Proportion) -> int:
    """By how many a share's arm was greater just before: "of those randomized 50/60 in A, by protocol 45/51"."""
    if before is None or before.group != share.group or share.start - before.end > _SHARES:
        return 0
    return max(0, (before.denominator or 0) - (share.denominator or 0))


# How far apart the shares of two arms are told, in characters.
_SHARES = 100
