"""Amounts that were planned, set or passed, not measured: "80% power to find 2.1 kg", "below 10 ng/ml in 22 women"."""

from __future__ import annotations

import re

from trialfacts.results.readings import Reading
from trialfacts.results.scene import Scene

# How large a trial had to be: no number of such a sentence is a result.
_SIZE = re.compile(
    r"\d ?% (?:statistical )?power\b|\bpower(?: of| was| =|:)? (?:0?\.[789]\d?\b|[789]\d ?%)"
    r"|(?<!median )(?<!mean )\bsample size(?: calculation)? (?:was|is|of|had been|calculat|estimat|requir)"
)
_WORDS = ("power", "sample size")
# "|per| 10 ng/L rise", "|each additional| 325 mg": a step of what goes with the result
_STEP = re.compile(r"\b(?:per|each|every)(?: (?:additional|further|extra))? [$\u00a3\u20ac]?$")
_STEP_AFTER = re.compile(
    r"[ -](?:[a-z]{2,12}[ ]){0,2}(?:increas|decreas|rise|fall|increment|decrement|higher|lower|change|more|gain|loss"
    r"|reduc)"
)
# "A change of 9.5 points |was judged clinically relevant|", "10 points |had been set as| the minimal difference"
_JUDGED = re.compile(
    r"[^.;()\d]{0,40}[ ](?:is|was|were|are|ha[sd] been)[ ](?:judged|considered|regarded|deemed|set|defined"
    r"|assumed|expected|anticipated|pre-?specified)(?![a-z])(?![ ]to[ ]have)"
)
# "was |below| 10 ng/ml", "improved by |more than| 10 dB"
_PASSED = re.compile(
    r"(?:\b(?:below|above|under|over|exceed(?:ed|ing|s)?|(?:more|less|greater|lower|higher|fewer|larger)[ ]than"
    r"|at[ ](?:least|most))|[<>\u2264\u2265]=?)[ ]?$"
)
# "|in 22 patients|", "|in 11 of 23|", "|in 62% of|"
_COUNTED = re.compile(
    r"[ ](?:was[ ](?:found|seen|reached|noted)[ ])?(?:in|by|for)[ ]"
    r"(?:\d+(?:\.\d+)?[ ]?%|\d+(?:[ ](?:of|out[ ]of)[ ]|/)\d|(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|no"
    r"|all)(?:[.,;]|[ ](?:[a-z]+[ ])?(?:patients|participants|subjects|women|men|children|infants|adults|people|cases"
    r"|controls)))"
)
# "24% |were women|", "17% |reported| pain": people, unless what is seen is a change
_PEOPLE = re.compile(
    r"[ ](?:(?:were|had[ ]been)[ ](?!observed|seen|found|noted|reported|achieved|recorded|obtained|detected|measured"
    r"|attained|reached|higher|lower)|reported[ ]|attended[ ])"
)
# "11 of |84| days"
_OUT_OF = re.compile(r"\d[ ](?:out[ ])?of[ ](?:the[ ])?$")
# "|after| 10 |sessions|": how often something was had
_AFTER = re.compile(r"\b(?:after|following|over|during)[ ](?:the[ ](?:first[ ])?|all[ ])?$")
_COURSES = re.compile(r"[ ](?:sessions|cycles|doses|injections|courses|treatments|visits|rounds)(?![a-z])")
# A share of the groups, not a unit: "one |per group|", "71 |per side|"
_PER_GROUP = re.compile(r"per (?:group|arm|side|centre|center|cluster|eye|treatment|sequence|cohort)s?$")

# "the |concentration causing a| 20% fall", "the dose |required to produce a wheal of| 12 mm2": what a dose is told by
_TO_CAUSE = re.compile(
    r"\b(?:concentration|dose|amount)s?\b(?:(?! was | were | is | are )[^.;,\d]){0,40}?"
    r"\b(?:causing|producing|provoking|inducing|eliciting|(?:required|needed|necessary|sufficient) to [a-z]+)"
    r"(?:(?! was | were | is | are )[^.;,\d]){0,40} $"
)


def bar_limits(scene: Scene, items: list[Reading]) -> None:
    """Set ``barred`` of the readings of a sentence that were set in advance, are steps, or limits that were passed."""
    lower, start, end = scene.lower, scene.sentence.start, scene.sentence.end
    if any(lower.find(word, start, end) >= 0 for word in _WORDS) and _SIZE.search(lower, start, end):
        for item in items:
            item.barred = True
        return
    for item in items:
        item.barred = item.barred or _is_limit(lower, item)


def _is_limit(lower: str, item: Reading) -> bool:
    if item.unit is not None and not item.number.decimals and _PER_GROUP.fullmatch(item.unit):
        return True
    if item.spread is not None:
        return False
    before = item.before[-24:]
    if item.number.percent and not item.role and _PEOPLE.match(lower, item.number.percent_end):
        return True
    if not item.number.decimals and _OUT_OF.search(before):
        return True
    stop = item.stop
    if _STEP.search(before) and (item.unit or _STEP_AFTER.match(lower, item.number.end)):
        return True
    if item.unit == "nm":
        return True  # the wavelength of a laser
    if _AFTER.search(before) and _COURSES.match(lower, item.number.end):
        return True
    near = item.before[-130:]
    if ("concentration" in near or "dose" in near or "amount" in near) and _TO_CAUSE.search(near):
        return True
    if _PASSED.search(before) and _COUNTED.match(lower, stop):
        return True
    return _JUDGED.match(lower, stop) is not None
