"""Two counts side by side whose arms are told after or before: "52 and 55 received A and B, respectively"."""

from __future__ import annotations

import re

from trialfacts.counts.count_groups import PAIR_GAP, RESPECTIVELY, group_name, innermost
from trialfacts.counts.count_roles import OUTCOME, PERCENT_AFTER, Told, find_role, late, outcome_before, role_before
from trialfacts.counts.head_counts import DOES, Count, Reading, same_verb

_KEPT = re.compile(r"[^.;]{0,60}?\b(?:analy[sz]\w+|available|evaluable|completed|finished|respectively)\b")
_RESPECTIVELY = re.compile(r",? ?\(?respectively\b")
# "32 and 31 subjects were enrolled under zidolol and usual care"
_ENROLLED = re.compile(r" (?:were|was|are) (?:\w+ )?(?:enrolled|randomi[sz]ed|assigned|allocated|included|recruited)\b")
_OF_TWO = re.compile(
    r" (?:were|was|are) (?:\w+ )?\w+ (?:to|in|into|under|on) (?:the )?(?P<first>[^.;,()]{2,40}?) and (?:the )?"
    r"(?P<second>[^.;,()]{2,50}?)(?: groups?| arms?)?(?=[.;,(]| groups?| arms?|$)"
)


_THEN = re.compile(r"[^;.]{0,140}(?:,|\b(?:and|while|whereas|but))(?: the)?(?: other| remaining| another)? $")


def read_parallel(count: Count, told: Told) -> Reading | None:
    """One of two who did the same with another thing: "20 nurses used a tablet and 22 used paper".

    Only where they are everybody: they add up to the total told before, or none was told.
    """
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or not (left.phrase or left.whole) or not same_verb(left, right):
            continue
        if OUTCOME.match(count.after) or find_role(count.after[:60]) or left.is_total:
            continue
        if told.totals and left.n + right.n != told.total and not (count is right and _is_parallel(left)):
            continue
        if _THEN.fullmatch(left.after[: right.start - left.end]) and (does := DOES.match(count.after)) is not None:
            return Reading("arm", group_name(does["group"]), "parallel", 0.88)
    return None


def _is_parallel(count: Count) -> bool:
    return count.reading is not None and count.reading.rule == "parallel"


# "22, 21 and 20 patients": how numbers follow one another
_LIST_GAP = re.compile(r", (?:and )?| and ")
_LIST_LAST = re.compile(r"(?P<names>(?:[^.;()]|\([^()]{1,20}\)){0,120}?)(?:, ?|,? \()?respectively\b")
# "in |the zidolol, vehicle and control| groups", "to |zidolol or vehicle|"
_NAMES_AFTER = re.compile(r"[^.;()]{0,40}?\b(?:to|in|into|under|on|at|receiv\w+|from)(?: the)? (?P<names>[^.;()]+)$")
# "under the care of |nurses (NC) and doctors|", where all are told
_NAMES_OF_ALL = re.compile(r"[^.;()]{0,40}?\b(?:of|with|by|for)(?: the)? (?P<names>[^.;]+)$")
# "|The zidolol and the vehicle| group consisted of", "|Groups A, B and C| had"
_NAMES_BEFORE = re.compile(
    r"(?:^|[.;:,] )(?P<names>[^.;:()]{3,100}?),? (?:consisted of|comprised(?: of)?|included|contained|had|numbered"
    r"|involved|enrolled|recruited|randomi[sz]ed) (?:a total of |about )?$"
    r"|\b(?:to|into|receive|received) (?:either )?(?P<given>[^.;:()]{3,100}?)(?:,? (?:with|of|comprising)|,|:| \() ?$"
)
_NAME_GAP = re.compile(r",? (?:and|or|vs\.?|versus) (?:the )?|, (?:the )?")
_NAME_END = re.compile(r",? ?(?:treatment |study )?(?:groups|arms|cohorts)$", re.I)
_NAME_START = re.compile(r"(?:the|in|both) ", re.I)
_GROUPS_FIRST = re.compile(r"(?P<kind>groups|arms|cohorts) (?=[A-Z0-9])", re.I)
_A_GROUP = re.compile(r"\b(?:groups?|arms?|cohorts?|placebo|controls?)\b", re.I)
# "|Studies 1 and 2| enrolled 18 and 23", "at |baseline, week 8 and week 16|, respectively": trials and times
_NO_ARMS = re.compile(
    r"(?:the )?(?:stud(?:y|ies)|trials?|experiments?|exp\.|parts?|phases?|stages?|baseline|weeks?|months?|years?"
    r"|days?|\d+(?: weeks| months| years| days| and|(?=,)))(?![\w-])",
    re.I,
)
_ANALYZED = re.compile(r"\banaly|population|\bdata\b")
# "only smokers were |included (|24, 23 and 24 in the A, B and C groups, respectively)"
_ENROLLED_THESE = re.compile(
    r"\b(?:included|enroll?ed|randomi[sz]ed|assigned|allocated|recruited|studied|analy[sz]ed|entered|participated"
    r"|completed the (?:study|trial))(?: (?:in|into) (?:the |this )?[a-z ]{4,24})? [(\[]$"
)
# The most arms that are told so.
_MOST_ARMS = 6


def read_respectively(count: Count, told: Told) -> Reading | None:
    """One of several counts told in the order of their groups: "group A and B had 22 and 21 men, respectively"."""
    if count.form not in ("noun", "bare", "loose"):
        return None
    first = last = count
    while first.previous is not None and _listed(first.previous, first):
        first = first.previous
    while last.next is not None and _listed(last, last.next):
        last = last.next
    if first is last or outcome_before(first.before):
        return None
    if last.phrase is None and not (count.whole in told.totals or _ENROLLED_THESE.search(first.before)):
        return None
    listed = _LIST_LAST.match(last.after)
    if listed is None:
        return None
    place, size, at = first, 1, 0
    while place is not last and place.next is not None and size <= _MOST_ARMS:
        at = size if place.next is count else at
        place, size = place.next, size + 1
    everybody = count.whole in told.totals
    after = _NAMES_AFTER.match(listed["names"]) or (_NAMES_OF_ALL.match(listed["names"]) if everybody else None)
    before = None if listed["names"] else _NAMES_BEFORE.search(first.before)
    names = after or before
    words = names[names.lastgroup or 0] if names is not None else ""
    if names is not None and _NO_ARMS.match(words):
        enrolled = role_before(first.before)
        of_all = enrolled is not None and enrolled.lastgroup != "analyzed" and not _ANALYZED.search(first.before[-70:])
        return Reading("enrolled" if of_all else "analyzed", None, "respectively", 0.8)
    if names is None or not (names.lastgroup == "given" or after or _A_GROUP.search(words)):
        return None
    arms = list_of_names(words)
    score = 0.95 if before or everybody else 0.9
    return Reading("arm", arms[at], "respectively", score) if len(arms) == size else None


def _listed(left: Count, right: Count) -> bool:
    return left.phrase is None and _LIST_GAP.fullmatch(left.after[: max(0, right.start - left.end)]) is not None


def list_of_names(words: str) -> list[str]:
    """The names of a list: "the zidolol and the vehicle groups" is zidolol and vehicle."""
    words = _NAME_START.sub("", words, count=1) if _NAME_START.match(words) else words
    words = _NAME_END.sub("", words)
    kind = _GROUPS_FIRST.match(words)
    lead = ""
    if kind is not None:
        words, lead = words[kind.end() :], kind["kind"][:-1].capitalize() + " "
    return [lead + name.strip() for name in _NAME_GAP.split(words) if name.strip()]


def read_pair(count: Count, told: Told) -> Reading | None:
    """One of "52 and 55": of "A and B, respectively" after it, or of the two arms told before ("were analyzed")."""
    if (listed := read_respectively(count, told)) is not None:
        return listed
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or left.phrase is not None or left.n < 5:
            continue
        if not PAIR_GAP.fullmatch(left.after[: max(0, right.start - left.end)]) or PERCENT_AFTER.match(right.after):
            continue
        first = count is left
        named = RESPECTIVELY.match(right.after)
        first_total = (left.before.endswith("otal of ") and not told.total) or told.assigning(count)
        if named is not None and (first_total or told.total == left.n + right.n or not late(count)):
            return Reading("arm", innermost(named["first" if first else "second"]), "pair", 0.75)
        if _ENROLLED.match(right.after) and left.form != "n":
            names = _OF_TWO.match(right.after)
            return Reading("arm", innermost(names["first" if first else "second"]) if names else None, "pair", 0.75)
        if (
            named is None
            and len(told.arms) >= 2
            and _KEPT.match(right.after)
            and (right.phrase is None or "vailable" in left.before[-40:] or _RESPECTIVELY.match(right.after))
        ):
            return Reading("arm", told.arms[-2], "pair", 0.7)
    return None
