"""Percentages that are shares by what they are told to be of: "the incidence of X was 5%", "most men (70%)"."""

from __future__ import annotations

import re

_PEOPLE = r"(?:patients|participants|subjects|women|men|children|infants|respondents|cases|adults|users|[A-Z]{2,5}s)"
# "a |6% weight loss| was reached by": what is to be met
GOAL = re.compile(
    r"\d(?:[\d.]{0,4})? ?%(?: or [a-z]+)? (?:[a-z]+ ){0,2}?(?:loss|reduction|decrease|increase|improvement|change)\b"
)
# "the |incidence of| a 5% loss of density |was| 10%": the head tells it, and no measure that stands behind it
_HEAD_WAS = re.compile(
    r"\b(?:incidences?|prevalence|proportions?|frequenc(?:y|ies)|rates?) of "
    r"(?!(?:change|reduction|decrease|increase|improvement|decline|loss|gain|plaque|saturation)\b)"
    r"(?P<what>[^;:()]{3,110}?) (?:was|were) (?:only |about |approximately )?$"
)
_OF_A_MEASURE = re.compile(
    r"\b(?:reduction|inhibition|energy|cells|volume|(?:mean|median) |doses|sessions|visits|days|time)\b"
)
# "|most patients| had a moderate level (|78%", "|many| (|44%"
_MOST = re.compile(
    rf"\b(?:[Mm]ajority|[Mm]ost|[Mm]any|[Hh]alf|thirds?|[Qq]uarters?)(?: of)?(?: the| all| our)?(?: [a-z-]{{3,20}})?"
    rf" {_PEOPLE}\b[^.;:()%]{{0,60}}[(\[]$"
    r"|\b(?:[Mm]any|[Mm]ost|[Hh]alf|thirds?|quarter|majority) [(\[]$"
)
_MOST_PARTS = ("ajority", "ost ", "any ", "alf ", "third", "quarter")
# "(|exceeding 200 mL in| 31%"
_LIMIT_IN = re.compile(
    r"(?:exceed(?:ing|ed)|(?:more|less|greater|higher|lower) than|above|below|at least|[<>\u2264\u2265]) ?\d[\d.,]{0,6}"
    r" ?[A-Za-z%/]{1,8}(?: [a-z]{3,12})? in $"
)
# "swallowing |improved in| 58%"
_DID_IN = re.compile(
    r"\b(?:improved|worsened|deteriorated|resolved|disappeared|recurred|persisted|healed"
    r"|regressed) in $"
)
# "deaths (4% vs. 9%|), and further reductions (|7% vs. 3%)"
_NEXT_PAIR = re.compile(
    r"(?: [\w/+-]{1,16}){0,2}(?:[,;] ?[pP] ?[=<>] ?[\d.]{1,8})?[)\]][,;]? (?:and |but |or )?"
    r"(?P<words>(?:[\w/-]{1,30} ){1,7})[(\[]"
)
_VERSUS_PERCENT = re.compile(r"(?: [\w/+-]{1,16}){0,2} (?:vs?\.?|versus|compared (?:with|to)) [\d.]{1,5} ?%")
_MEASURED = re.compile(r"\b(?:mean|median|average|relative|percentage|scores?|levels?) ")
# "|Among 120 nurses, |33% took part"
_AMONG = re.compile(
    r"(?:^|[.;:\n] ?)(?:Of|Among) (?!this|that|which|note)(?:[^.;:(),]|,(?=\d)|\([^()]{0,30}\)){3,90}, "
    r"(?:only |about |approximately )?$"
)
_AMONG_LAST = (", ", " only ", " about ", " approximately ")

# "a loss of 5% or more |was recorded in| 24% vs. 1%", "|were necessary in| 13%": whatever it is, people had it
_WAS_IN = re.compile(
    r"\b(?:was|were|been) (?:thus |also |only |first |still |not |newly |further |[a-z]{3,12}ly )?(?:found|seen|met"
    r"|noted|observed|recorded|reported|present|absent|necessary|needed|required|detected|diagnosed|documented|registered"
    r"|noticed|achieved|attained|reached|obtained|evident|abnormal|confirmed|identified|experienced|controlled"
    r"|given up|used|taken|performed|complete|adequate|good|poor|excellent|high|low|moderate|severe|satisfactory|rated)"
    r"(?: at (?:baseline|entry|discharge|last follow-up|follow-up|(?:\w+ ){1,2}(?:weeks?|months?|years?)))?"
    r" (?P<by>in|by)(?: only| just| some| about| nearly| almost| over)? $"
)
# What people do: "was used |by| 14%"; "was found by 14%" tells no share.
_IN_LAST = (" in ", " by ", " only ", " just ", " some ", " about ", " nearly ", " almost ", " over ")
_WAS_BY = frozenset(
    "met reported experienced achieved attained reached used taken obtained given rated noted required noticed".split()
)


def told_of_people(before: str) -> bool:
    """Whether the words ``before`` a percentage tell that it is a share of participants, whatever they measure."""
    if before.endswith(("was ", "were ", " only ", " about ", "mately ")):
        head = _HEAD_WAS.search(GOAL.sub("goal", before)) if " of " in before else None
        return head is not None and _OF_A_MEASURE.search(head["what"]) is None
    if before.endswith(("(", "[")):
        return any(map(before.__contains__, _MOST_PARTS)) and _MOST.search(before) is not None
    return before.endswith(" in ") and (_LIMIT_IN.search(before) or _DID_IN.search(before)) is not None


def among_all(before: str) -> bool:
    """Whether the words ``before`` a percentage tell of whom it is: "Of 120 nurses, "."""
    return before.endswith(_AMONG_LAST) and _AMONG.search(before) is not None


def next_of_pairs(text: str, since: int, start: int, end: int) -> bool:
    """Whether the percentage at ``start`` opens a pair in a list of pairs, the last of which ends at ``since``."""
    if text[start - 1] not in "([" or _VERSUS_PERCENT.match(text, end) is None:
        return False
    gap = _NEXT_PAIR.fullmatch(text, since, start)
    return gap is not None and _MEASURED.search(gap["words"]) is None and " v" in text[since - 22 : since]


def was_in_share(before: str) -> bool:
    """Whether a share of people had what a sentence tells: "high adherence |was seen in| 18%"."""
    if not before.endswith(_IN_LAST):
        return False
    told = _WAS_IN.search(before)
    return told is not None and (told["by"] == "in" or not _WAS_BY.isdisjoint(told.group().split()))
