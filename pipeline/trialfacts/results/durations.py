"""Numbers of days, months or minutes: which are results, which points in time or periods.

All patterns but those that are matched after a number read lower-cased text.
"""

from __future__ import annotations

import re

from trialfacts.results.bracketed import is_labelled
from trialfacts.results.cues import Mark
from trialfacts.results.readings import Reading
from trialfacts.results.times import BASELINE_VERSUS

TIME_BEFORE = re.compile(
    r"(?:^|[ (,])(?:at|through|baseline,?|baseline and|after|for|over|within|during|until|till|by|every|first|last"
    r"|next|past|previous|each|up to|and|or|in|to|on|than|before|until|lasting|lasted|further|additional|another"
    r"|the|initial|final|of|following)"
    r"(?:[ ](?:the|an?|only|even|about|approximately|up to|least|around|next|first|last|further|additional"
    r"|another|total of|period of|minimum of|maximum of)){0,2}[ ]$"
)
TIME_AFTER = re.compile(
    r"[ ]?(?:\)|,)?[ ](?:after|before|post|later|following|prior|apart|follow-?[ ]?up|of (?:treatment"
    r"|therapy|follow|intervention|age|study|age)|postop|from|thereafter|treatment|therapy|trial|study"
    r"|period|(?:[a-z]{4,14} )?regimens?|courses?|experience|old|or (?:older|younger|more)|and (?:older|over))|[ ]?-|'"
)
# "4.6 years|' median follow-up|", "18 years| of median cumulative follow-up|", "2.9 years|' treatment duration|"
LASTED = re.compile(
    r"(?:'s?)?[ ](?:of[ ])?(?:(?P<stat>median|mean|average)[ ])?"
    r"(?P<name>(?:(?!(?:and|or|in|with)[ ])[a-z-]{3,15}[ ]){0,2}"
    r"(?:follow-?[ ]?up|duration|exposure|observation)(?![a-z-]))"
)
# "after a median follow-up of "
_FOLLOW_UP = re.compile(r"follow(?:ed)?[ -]?up[^.;,()]{0,12}$")
# "showed an onset of ", "and a duration of block of "
HAD_OF = re.compile(
    r"(?:showed|had|has|demonstrated|reached|reported|with|and)[ ]an?[ ]"
    r"(?!period|course|interval|total|maximum|minimum|treatment|rest|washout|dose|delay)[a-z][a-z -]{2,35}[ ]of[ ]$"
)
_TESTED = re.compile(r"[ ]?[(][pP][ ]?[<=>]")  # "3 h (P < 0.01)": a time at which something differed
_LIST_TAIL = re.compile(r"(?:\d[\d.]*(?:,? and |,? or | to |, |-|/| vs\.? ))+$")
# "by a mean 3 days"
BY = re.compile(r"by[ ](?:[a-z]+[ ]){0,3}$")

_REACHING = ("reach", "achiev", "attain", "occur", "peak")
# "steady state was reached after |", "maximum concentrations occurred at |", "pain peaked about |"
_REACHED_AT = re.compile(
    r"(?:(?<![a-z])(?:peaks?|peaked)"
    r"|(?:steady[ -]state|maxim(?:um|al)|peak|plateau|nadir|c ?max|concentrations?|levels?)(?![a-z])[^.;,]{0,70}?[ ]"
    r"(?:reache[ds]|achieved|attained|occur(?:red|s))(?:[ ][a-z-]{2,10}){0,3}?"
    r"|(?<![a-z])reached[ ](?:its|their|a|the)[ ](?:peak|maximum|plateau|nadir))[ ]"
    r"(?:(?:at|after|within|in|by)[ ])?"
    r"(?:(?:about|approximately|around|an?[ ](?:mean|median)[ ]of)[ ]|[~\u223c\u2248])?$"
)


def is_reached(before: str) -> bool:
    """Whether the lower-cased words before a number of hours or days say that a peak or a level is reached then."""
    if not before.endswith((" ", "~", "\u223c", "\u2248")):
        return False
    near = before[-60:]
    return any(word in near for word in _REACHING) and _REACHED_AT.search(before[-140:]) is not None


def lasted_stat(lasted: re.Match[str]) -> str | None:
    """The statistic that is told behind a duration: "years of |median| follow-up"."""
    word = lasted.group("stat")
    return "mean" if word == "average" else word


# "median time to healing (", "mean duration of block of"
_LASTING = re.compile(
    r"(?:time to|time for|time until|duration|survival|interval|length|stay|onset|latency|delay|half-li[fv]es?)"
    r"(?![a-z])[^.;,\d]{0,50}?(?:[(]| of | was | were )$"
)
# "the time to rescue was |22 min| after saline and |95 min| after zidolol"
_LASTS = re.compile(
    r"(?:(?<!first )(?<!last )(?<!same )times?|gestational age|duration|survival|interval|length|stay|onset|latency"
    r"|delay"
    r"|half-li[fv]es?)"
    r"(?![a-z])(?:[^.;,\d]|\d{1,2} ){0,60}? (?:was|were|averaged|amounted to)(?: only| about)? $"
)
# "|6|, 12 and 24 h after surgery", "|30| minutes and one hour after"
_TIME_WORD = r"(?:years?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|h|minutes?|mins?|seconds?|s)"
_LIST_HEAD = re.compile(
    rf"(?:[ ]{_TIME_WORD})?(?:(?:,|,?[ ](?:and|or)|,?[ ]to)[ ](?:\d{{1,3}}|[a-z]{{3,6}})(?:[ -]{_TIME_WORD})?){{1,6}}"
    rf"[ ](?:after|before|following|post|prior|later|postoperative)(?![a-z])"
)
_COURSE = (
    r"(?:diet|regimen|treatment|therapy|course|phase|period|supplementation|infusion|program(?:me)?|training"
    r"|intervention|run-in|wash-?out|titration|maintenance|follow-?up|stabili[sz]ation|prophylaxis)s?"
)
# "4 weeks| (weeks 0-3) of forced titration|", "9 weeks| of fixed-dose treatment|"
_PHASE_AFTER = re.compile(rf"(?: \([^()]{{3,30}}\))? of (?:(?:an? |the )?[a-z-]{{2,16}} ){{0,3}}?{_COURSE}(?![a-z-])")
# "a formula |diet (|6 days for lean men, 12 days": how long each had it; no length that is told as a result
_OF_COURSE = re.compile(
    rf"(?<!after)(?<!before)(?<!during)(?<!following)[ -]{_COURSE} \((?:\d[\d.]* (?:days?|weeks?|months?|h|hours?)"
    r" (?:for|in) [a-z -]{3,40}, (?:and )?)?$"
)
_LENGTH = re.compile(r"(?<![a-z])(?:duration|length|time|survival|interval|stay|onset|latency|delay)(?![a-z])")
_GIVEN_FOR = ("with ", "received ", "receiving ", "given ", "completed ")  # "received |5 years| of"
_PROLONGED = re.compile(r"(?:delay|prolong|shorten)(?:ed|s|ing)(?![a-z])")
_TOLD = ("was ", "were ", "of ", "(", "= ", ": ")


# "the mean |score |6 weeks after surgery was 12": no verb leads to it, and no mean
_NAMED_BEFORE = re.compile(
    r"(?<![a-z])(?!(?:was|were|is|are|of|averaged|about|approximately|only|than|to|at|by|took|lasted|reached|mean|median"
    r"|average|with|and|for|or|a|an|the|from|approximately|around|nearly)[ ])[a-z]{3,} $"
)


def _opens_entry(text: str, item: Reading) -> bool:
    """Whether a whole number of months is the label of what stands behind: "before, 41 and 40; |6 months|, 22"."""
    labels = item.before.endswith("; ") and text.startswith((", ", ": "), item.stop)
    return labels and not item.number.decimals


def _is_of_course(before: str) -> bool:
    """Whether the lower-cased words before a number of days tell of a diet or a treatment, in a bracket."""
    since = before.rfind("(", max(0, len(before) - 60))
    if since < 0 or _LENGTH.search(before, max(0, since - 60)):
        return False
    return _OF_COURSE.search(before, max(0, since - 60)) is not None


def is_point(text: str, item: Reading, cue: Mark | None, change: Mark | None) -> bool:
    """Whether a number of days or months is a point in time or a period, not a result."""
    before, unit = item.before, item.unit or "-"
    if text.startswith(" delay", item.stop):
        return False
    if before.endswith(BASELINE_VERSUS):
        return True
    if _LIST_HEAD.match(text, item.number.end) and not before.endswith(_TOLD):
        return True
    if before.endswith(_GIVEN_FOR) and text.startswith(" of ", item.stop):
        return True
    if cue and before.endswith("on average ") and text.startswith(" old", item.stop):
        return False
    if cue and (_NAMED_BEFORE.search(before) and TIME_AFTER.match(text, item.stop) or _opens_entry(text, item)):
        return True
    if cue and item.number.start - cue.end <= 12 and not before.endswith("on average "):
        return False
    if cue and _LASTING.search(before, max(0, len(before) - min(100, item.number.start - cue.end))):
        return False
    if cue and _FOLLOW_UP.search(before, max(0, len(before) - 30)):
        return False
    if not cue and (_TESTED.match(text, item.stop) or _PHASE_AFTER.match(text, item.stop) or _is_of_course(before)):
        return True
    if item.number.decimals and (before.endswith(("took ", "lasted ", "lasted for ")) or is_labelled(before)):
        return False
    short = unit[0] in "hmsd" and unit[:2] != "mo"
    bare = _LIST_TAIL.sub("", before[-60:])
    if change and BY.search(bare, max(0, len(bare) - 30)) and (short or _PROLONGED.search(before)):
        return False
    if item.number.form == "words" and not cue:
        return True
    if HAD_OF.search(before, max(0, len(before) - 60)) or _LASTS.search(before, max(0, len(before) - 110)):
        return False
    before = bare
    return bool(
        TIME_BEFORE.search(before[-30:])
        or TIME_AFTER.match(text, item.stop)
        or text[item.stop : item.stop + 1] == ":"
        or (not item.number.decimals and before[-1:] + text[item.stop : item.stop + 1] in ("()", "[]"))
    )
