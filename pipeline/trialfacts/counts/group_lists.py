"""Sizes told in the order of groups: "39 and 38 men in groups A and B", "In the A and B groups, 39 and 38 were"."""

from __future__ import annotations

import re

from trialfacts.counts.count_roles import OUTCOME, outcome_before
from trialfacts.counts.head_counts import Count, Reading

_KEPT = (
    r"(?:finally |eventually |then )?(?:analy[sz]ed|included|evaluated|evaluable|available|assessed|randomi[sz]ed"
    r"|allocated|assigned|enrolled|treated|remained)"
)
# " |were analysed in the| zidolol and leaflet |arms|", " |in groups| O, D and S", " |in the| A and B |groups| for"
_IN_GROUPS = re.compile(
    rf"(?: (?:were|was))?(?: (?P<kept>{_KEPT}))? (?:in|to|on|for)(?: the)? "
    r"(?:(?P<kind>[Gg]roups|[Aa]rms|[Cc]ohorts) (?P<labels>[\w+/-]{1,12}(?:, [\w+/-]{1,12}){0,5},? and [\w+/-]{1,12})"
    r"|(?P<names>[^.;:()\d]{3,90}) (?:groups|arms))"
    rf"(?=[.,;)]|$| (?:(?:were|was|had been) )?{_KEPT}\b| for (?:the )?(?:[a-z]+ )?(?:analys[ei]s|evaluation))"
)
# "In |the zidolol and vehicle groups|, 145 and 142 patients completed the trial"
_BEFORE = re.compile(
    r"(?:^|[.;:,] |\band )[Ii]n the (?P<names>[^.;:()\d]{3,90}) (?:groups|arms),? (?:respectively, )?$"
)
_STAYED = re.compile(rf" (?:(?:were|was|had) )?(?:{_KEPT}|completed|finished|entered|received|underwent)\b")
_GAP = re.compile(r", (?:and )?| and ")
_AND = re.compile(r",? and (?:the )?|, (?:the )?")
# The most arms that are told so, and the fewest of one: fewer had an event.
_MOST, _FEWEST = 6, 8


def read_group_list(count: Count) -> Reading | None:
    """The arm of one of several counts that stand side by side before or after as many groups; else None."""
    if count.n < _FEWEST or count.form not in ("noun", "bare", "loose"):
        return None
    run = [count]
    while (left := run[0].previous) is not None and _beside(left, run[0]) and len(run) < _MOST:
        run.insert(0, left)
    while (right := run[-1].next) is not None and _beside(run[-1], right) and len(run) < _MOST:
        run.append(right)
    after = run[-1].after
    if len(run) > 1 and (before := _BEFORE.search(run[0].before)) is not None and _STAYED.match(after):
        names = _AND.split(before["names"])
        if len(names) == len(run) and min(one.n for one in run) >= _FEWEST:
            return Reading("arm", names[run.index(count)].strip(), "group-list", 0.9)
    if len(run) < 2 or not ("roups" in after[:160] or "arms" in after[:160] or "ohorts" in after[:160]):
        return None
    match = _IN_GROUPS.match(after)
    if match is None or OUTCOME.match(after, match.end()) or outcome_before(run[0].before):
        return None
    if run[-1].phrase is None and not match["kept"]:
        return None  # "The numbers of deaths were 12 and 19 in the zidolol and vehicle arms"
    names = _AND.split(match["labels"] or match["names"])
    if len(names) != len(run) or min(one.n for one in run) < _FEWEST:
        return None
    lead = f"{match['kind'][:-1]} " if match["kind"] else ""
    return Reading("arm", lead + names[run.index(count)].strip(), "group-list", 0.93)


def _beside(left: Count, right: Count) -> bool:
    """Whether two counts follow one another in a list whose noun stands with the last."""
    return left.phrase is None and _GAP.fullmatch(left.after[: max(0, right.start - left.end)]) is not None
