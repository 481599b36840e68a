"""Percentages: which of them are changes, differences or values of a continuous measure, not shares of people.

All patterns but those that are matched after a number read lower-cased text.
"""

from __future__ import annotations

import re

from trialfacts.results.bracketed import COUNTED, VERSUS_AFTER, compared, in_bracket
from trialfacts.results.cues import Mark, is_moved_to, is_size_of
from trialfacts.results.readings import Reading, Verdict
from trialfacts.results.scene import Scene

# "(baseline 9.8 mmol/L", "baseline: 41.2": no change "from baseline".
BASELINE_BEFORE = re.compile(
    r"(?<!from )(?<!to )(?<!post )(?<!versus )(?<!vs )(?<!percentage of )(?<!percentage of the )(?<!percent of )"
    r"(?<!percent of the )(?<!% of )(?<!% of the )baseline"
    r"(?:[ ](?:value|level|mean|was|of|(?!and|vs|or|to|at|in|for|with|than|by)[a-z0-9]{3,6})){0,2}[:=]?[ ]?$"
)
# A continuous measure in percent, with what leads on to its number: "HbA1c was ", "ejection fraction (".
_CONTINUOUS = re.compile(
    r"(?:hb ?a ?[(]?1c[)]?|(?<![a-z])a1c|glyc(?:at|osylat)ed h(?:a)?emoglobin"
    r"|ejection fraction|lvef|h(?:a)?ematocrit|saturation"
    r"|spo2|sao2|body fat|fat mass|fev ?1|fvc|forced vital capacity|motility"
    r"|bioavailability|efficiency|inhibition|vasodilat(?:at)?ion|fmd"
    r"|clearance|shortening|stenosis|probability|dose[ -]intensity|synthe(?:sis|tic) rates?"
    r"|time (?:spent )?(?:in|below|above) (?:the )?(?:[a-z]+ ){0,2}range"
    r"|(?<!\d)(?<!\d )%[ ]?[a-z]{3,}"
    r"|(?:percentage|proportion|percent|fraction) of (?:the )?(?:[a-z-]{3,12} )?"
    r"(?:time|days|energy|fat|weight|doses?|sessions|nights|hours"
    r"|(?:[a-z-]{3,12} )?(?:removal|loss|recovery|coverage)))"
    r"(?![a-z])[^.;%]{0,80}?(?:was|were|of|is|reached|remained"
    r"|(?:peaked|stayed|remained|stood) at|:|=|averaged|[(\[]|vs\.?|versus|and|to|than|had)[ ]?"
    r"(?:an? |only |about )?$"
)
# "weight loss was |5.9%|"
_LOSS_WAS = re.compile(
    r"(?:weight|body mass|bmi|volume|bone|density|fat|cell)[ ](?:loss|gain|reduction|increase|change)s?"
    r"(?:[ ](?:at|after|in|with|for|since|a|an|one)[ ][a-z0-9 -]{2,45})?[ ](?:was|were|averaged|amounted to)[ ]"
    r"(?:only |about )?$"
    r"|(?<!risk )(?<!relative )(?<!absolute )(?<!rate )(?:reduction|increase|decrease|decline|inhibition)s?"
    r"[ ](?:was|were|averaged|amounted to)[ ](?:only |about )?$"
)
# "the percentage decrease in pain score was |21%|", but not that of patients or of a risk
PERCENT_CHANGE_WAS = re.compile(
    r"(?P<mean>(?:mean|median|average) )?percent(?:age)? "
    r"(?:reduction|decrease|increase|change|decline|improvement|loss|gain|fall|rise|inhibition)s? "
    r"(?:(?:in|of|from|with|for) (?(mean)|(?![^.;()%\d]{0,60}(?:patients|women|men|participants|subjects|children"
    r"|mortality|risk|incidence|rate|events|number|cases|deaths|relapses)s?(?![a-z])))[^.;()%\d]{1,70} )?"
    r"(?:was|were|averaged|:)(?: only| about|:)? $"
)
_SURELY = re.compile(r"a ?[(]?1c|ejection|lvef|matocrit|saturation|spo2|sao2|body fat")  # no share of people ever
COMPARED = re.compile(r"lower|higher|less|greater|reduced|decreased|increased|shorter|longer")
# "(12%| in placebo vs. |3% in zidolol"
_ARM_VERSUS = re.compile(r"[ ](?:in|with|on|for)[ ][^.;()%\d]{2,40}[ ](?:vs?\.?|versus)[ ]")
# "a 46% probability of being cost-effective", "90% of the planned dose was delivered", "80% of the words"
CHANCE_AFTER = re.compile(
    r"[ ]probability(?![a-z])|[ ]of (?:the |their |its |all )?"
    r"(?P<whole>(?:planned|prescribed|intended|scheduled|target) (?:doses?|cycles|energy)(?![a-z])"
    r"|(?:(?!patients|participants|women|men)[a-zA-Z-]{2,16} ){0,4}"
    r"(?:sessions|workouts|classes|requirements|words|items|calories|(?:in)?capacity)(?![a-z]))"
)
# "PEF was |31%| and 33% |of predicted|": what a measure is told in
_OF_NORMAL = re.compile(
    r"(?:(?: (?:in|with|on|after) [^.;,()%\d]{2,30})?(?:,|,? and|,? vs?\.?|,? versus|,? against) [\d.]{1,5} ?%)?"
    r"(?: of)?(?: the| their)? (?:predicted|expected|(?:opposite|contralateral|unaffected|uninjured|healthy) [a-z]"
    r"|(?:total |all )?(?:fatty acids|(?:administered |injected |ingested )?dose|lung area|body weight)(?=[ .,;)]))"
)
_OF_BASELINE = re.compile(r"[ ](?:of|compared (?:to|with)|from) (?:the )?(?:baseline|initial|pre-?treatment)")


DELTAS = tuple(f"\u03b4{gap}" for gap in (" ", " of ", " = ", "=", ": "))  # "IL-6 (%\u0394 of |5.05%|", in lower case


def may_be_measured(text: str, item: Reading) -> bool:
    """Whether a percentage of which no change is said may be a value: in brackets, a probability, an HbA1c."""
    in_brackets = item.before[-1:] in ("(", "[")
    return in_brackets or item.before.endswith(DELTAS) or may_be_whole(text, item.end) or says_continuous(item.before)


def may_be_whole(text: str, end: int) -> bool:
    """Whether what a percentage that ends at ``end`` is of stands behind it, or that it is a probability."""
    return (CHANCE_AFTER.match(text, end) or _OF_NORMAL.match(text, end)) is not None


def says_continuous(before: str) -> bool:
    """Whether the lower-cased words before a percentage name a continuous measure: "HbA1c was ", "(baseline "."""
    tail = before[-110:].replace("(%)", "")
    return _CONTINUOUS.search(tail) is not None or BASELINE_BEFORE.search(tail[-30:]) is not None


# "improved in all scores (|pain: 12%; stiffness: |": the labels of a list of percentages, from its bracket
_LABELS = re.compile(
    r"[(\[](?P<rest>(?:[^()\[\]:;%]{2,40}:[ ]?\d[\d.]{0,5}[ ]?%(?:, p ?[<=>] ?[\d.]{1,6})?[;,][ ](?:and[ ])?){0,5}"
    r"[^()\[\]:;%]{2,40}:[ ])$"
)
_NEXT_PERCENT = re.compile(r"(?:, [pP] ?[<=>] ?[\d.]{1,6})?[;,][ ](?:and[ ])?[^()\[\]:;%]{2,40}:[ ]?\d[\d.]{0,5}[ ]?%")


def is_difference(scene: Scene, at: int) -> bool:
    """Whether a difference is what is told to be the number at ``at``: "the difference in X between the arms was "."""
    if not scene.lower.endswith((" was ", " of "), 0, at):
        return False
    difference = scene.cues.difference.before(at)
    return difference is not None and is_size_of(scene.lower, difference, at)


_VERBS = ("was ", "were ", " to ", " at ", "reached ", "averaged ", "and ", "vs ", "vs. ", "versus ", "against ", "(")


def percent_change(scene: Scene, item: Reading, change: Mark | None) -> Verdict:
    """A percentage that is no proportion: "lower (by 58%)", "to 70% of baseline", "reduced urea (12%)"."""
    text = scene.text
    near = item.before[-60:]
    if near.endswith(DELTAS):
        item.stat = "change"
        return "change-by", 0.9
    if "percent" in item.before[-110:] and PERCENT_CHANGE_WAS.search(item.before[-110:]):
        item.stat = "change"
        return "change-by", 0.9
    if is_difference(scene, item.number.start) and not COUNTED.search(item.before[-110:]):
        return "difference", 0.9
    if near.endswith("(by ") and COMPARED.search(near):
        item.stat = "difference"
        return "of-baseline", 0.6
    if near.endswith(" to ") and _OF_BASELINE.match(text, item.end):
        item.stat = "change"
        return "of-baseline", 0.6
    bracketed = in_bracket(text, item)
    versus = VERSUS_AFTER.match(text, item.end)
    if not change and (versus or not bracketed) and _CONTINUOUS.search(item.before[-110:].replace("(%)", "")):
        item.stat = "value"
        return "continuous", 0.95 if "probability" in near else 0.9 if _SURELY.search(item.before[-110:]) else 0.8
    if CHANCE_AFTER.match(text, item.end) or _OF_NORMAL.match(text, item.end) and near.endswith(_VERBS):
        return "continuous", 0.95
    if change and _LOSS_WAS.search(near):
        item.stat = "change"
        return "change-by", 0.9
    if change and is_moved_to(near) and _SURELY.search(item.before[-110:]):
        return "continuous", 0.9  # "HbA1c fell to |7.2%|"
    if change and item.before.endswith(": "):
        before = scene.lower[max(scene.sentence.start, item.number.start - 300) : item.number.start]
        labels = _LABELS.search(before)
        listed = labels is not None and (":" in labels.group("rest")[:-2] or _NEXT_PERCENT.match(text, item.end))
        if labels is not None and listed and compared(text, item, before[: labels.start("rest")]) == "change":
            item.stat = "change"
            return "percent-label", 0.86
    levels = versus or bracketed and _ARM_VERSUS.match(text, item.end)
    return bracketed and (bracketed[0], 0.8) if levels else bracketed  # "(12% vs. 15%": two levels, perhaps
