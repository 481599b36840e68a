"""What beside a number says that it is no measurement: "week ", " patients", "95% CI"."""

from __future__ import annotations

import re

from trialfacts.results.readings import Reading

# What a whole number counts off and does not measure: "week 12", "group 2".
_COUNTED_OFF = re.compile(
    r"(?<![a-z-])(?:days?|weeks?|months?|visits?|years?|grades?|stages?|phase|type|table|trial|study|step|class|cycle"
    r"|session|arms?|groups?|pod|questions?|il|t|post|out[ ]of)(?:[ ]?[-#])?[ ]?$"
)

_NOT_AFTER = re.compile(
    r"(?:[ -](?:(?!for|in|of|with|and|to|among|across|between|within|from|per|vs|versus|at|by|on|as|or|is|was"
    r"|were)[a-z-]{2,14}[ ]){0,2}(?:patients?|participants?|subjects?|wom[ae]n|m[ae]n|children|adults"
    r"|infants|people|persons|individuals|volunteers|centers|centres|sites"
    r"|hospitals|girls|boys|males|females|cases|groups|arms|teeth|eyes|knees|trials|studies|rats|mice"
    r"|schools|students|nurses|physicians|countries|neonates|respondents|households)(?![a-z-])"
    r"(?!'|[ ]per)|-(?:year|month|week|day|hour|min|point|item|minute|second|fold|arm|mg|time|h|mm|cm"
    r"|ml|mL|dose|cycle|step|meter|metre|man|lead|way|center|centre)(?![a-z])|[ ]?/[ ]?\d"
    r"|[ ]of[ ](?:the[ ])?\d|[ ]?:[ ]?1(?!\d)|[ ]point[ ](?:[A-Za-z-]{2,12}[ ]){0,2}scale"
    r"|(?:st|nd|rd|th)(?![a-z])|[ ]S[DE](?![A-Za-z]|[ ]?[=,(]?[ ]?\d)"
    r"|[ ]h(?:ours?)?[ ](?:mean|average|ambulatory)(?![a-z])|[ ]?% ?CI"
    r"|[ ]?% (?:confidence|CI|limits?|intervals?)"
    # "(11.2-|not estimable)": the low bound of an open interval
    r"|(?:[ ]?-[ ]?|[ ]to[ ]|,[ ](?=[a-zN]{2,3}[)\]]))(?:not[ ](?:yet[ ])?(?:reach|estima|evalua|calcul|attain|avail)"
    r"|N[ERA](?![A-Za-z])|unreached|infinity|\u221e))"
)
# "scores were |2 or 3| in over 80% of the men", "|0| in 12%": a class, of which a share is told
_CLASS_OF = re.compile(
    r"(?:[ ](?:or|to)[ ]\d{1,2})?[ ]in[ ](?:(?:more|less)[ ]than[ ]|over[ ]|about[ ]|at[ ]least[ ])?"
    r"\d{1,3}(?:\.\d{1,2})?[ ]?%(?:[ ]of|[ ]\(|,? and|[.,;])"
)
_CI_BOUND = re.compile(
    r"(?:\bci|interval)\b[^a-z.;]{0,6}(?: for (?:the )?difference| diff"
    r"|(?:(?:lower|upper) )?(?:bound(?:ary)?|limit)s?(?: (?:for|of)(?: [a-z-]{2,14}){1,3})?(?: was| were)?"
    r")?[ :=,(\[]{0,5}[-+\u2212$\u00a3\u20ac ]{0,4}$"
    r"|(?:lower|upper) (?:bound(?:ary)?|limit)s?(?: of| for)(?:[^.;()\d]|9[05]%|97[.]5%){0,60}$"
)


_OF_ST = re.compile(r" (?:of )?(?:horizontal |downsloping |flat )?ST\b")


def bar(text: str, items: list[Reading], intervals: bool) -> None:
    """Set ``barred`` of the readings of a sentence; ``intervals``: "CI" or "interval" stands in it."""
    end = -99  # of a low bound that stands right before
    for item in items:
        bound = (
            intervals
            and item.spread is None
            and _CI_BOUND.search(item.before, max(0, len(item.before) - 90)) is not None
        )
        item.barred = item.barred or bound or item.number.start - end < 14 or _barred(text, item)
        end = item.end if bound else -99


def _barred(text: str, item: Reading) -> bool:
    number = item.number
    start, end, whole = number.start, number.end, not number.decimals
    last = text[start - 1 : start] if text[start - 1 : start] != " " else text[start - 2 : start - 1]
    if last == "(" and whole and text[end : end + 1] == ")" and _enumerates(text, start, number.value):
        return True
    if whole and item.spread is None and text.startswith((" in ", " or ", " to "), end) and _CLASS_OF.match(text, end):
        return True
    if whole and last in ",;:" and text[end : end + 1] == ")":
        return True  # "1) pain; |2|) sleep"
    if last == "(" and item.spread is None and item.unit:
        limit = _AFTER_LIMIT.search(text, max(0, start - 30), start)
        if limit is not None and limit.group("unit") == item.unit:
            return True
    if number.percent and _POINT_OF.search(item.before, max(0, len(item.before) - 30)):
        return True
    if number.percent and _is_share(text, item):
        return True
    if last == "-" and _IN_A_TOKEN.search(text, max(0, start - 12), start):
        return True
    if whole and item.spread is None and (last.isalpha() or last in "-#"):
        before = item.before
        if _COUNTED_OFF.search(before, max(0, len(before) - 12)):
            return True
    if item.unit is not None and _GIVEN.match(text, item.stop):
        return True
    if last == "(" and whole and text[start - 1] == "(" and _ISOTOPE.match(text, end):
        return True
    if item.unit is not None and text.startswith(" of ", item.stop) and _COMPARED_LENGTHS.search(item.before):
        return True
    weekly = item.unit is not None and item.spread is None and item.unit.endswith(_PER_WEEK)
    if weekly and (_PRESCRIBED.search(item.before) or _SUPERVISED.match(text, item.stop)):
        return True
    if item.spread is None:
        if item.unit is not None and "/" in text[end : end + 7] and _TWO_SETTINGS.match(text, end):
            return True
    elif whole and item.spread.type == "pm" and _is_no_spread(text, item):
        return True
    if text.startswith(" or ", item.stop) and _OR_MORE.match(text, item.stop + 4):
        return True
    counted = whole and item.spread is None and number.value > 1
    if counted and item.unit in _ONE_TIME and item.before.endswith(_ATTRIBUTE):
        return text[end] == " " and _NAMES_IT.match(text, item.stop) is not None
    if whole and item.unit is not None and _PER_GROUP.fullmatch(item.unit):
        return True
    if whole and item.unit in ("event", "events") and _OF_SO_MANY.match(text, item.stop):
        return True
    if item.before.endswith(_NO_RESULT) or whole and number.value == 10 and item.before.endswith(_TIMES):
        return True
    if item.over is not None or item.unit == "fold":
        return False
    if item.unit == "mm" and _OF_ST.match(text, item.stop):
        return True  # "time to |1 mm| ST-segment depression"
    if item.unit is not None and text[end : end + 1] == "-" and text[item.stop - 1].isalpha():
        return False  # "a 10-point reduction"
    if item.unit is None and (text[end : end + 1].isalpha() or number.form == "words" and text[end : end + 1] == "-"):
        return True
    if text[end : end + 1] in _STARTS and _NOT_AFTER.match(text, end):
        if item.stop > end and text[start] in "+-" and text[end] == "/":
            return False  # "-34/100"
        if not whole and _OF_A_MAXIMUM.match(text, end):
            return False
        return not (item.spread and item.spread.type == "pm" or item.unit and item.unit[0] == "/")
    plain = item.unit is None or item.unit in _CURRENCIES and item.stop > end  # "in 2012 USD"
    return item.spread is None and plain and whole and 1900 <= number.value <= 2030


# "(24 in each; 76%| male|)", "at baseline 61%| were| anaemic": who they are
_WHO = re.compile(
    r"[ ](?:(?:were |was )?(?:(?:fe)?males?|wom[ae]n|m[ae]n|girls|boys|smokers)(?![a-z'-])(?! patients')"
    r"|of (?:the |all |these |our )?(?:[\w/-]+ ){0,3}(?:group|arm|cohort|patients|participants|subjects|women|men"
    r"|children) (?:completed|attended|finished|returned|adhered|had|were|would|could|took|met|chose|felt))\b"
)
_DID = re.compile(r"[ ](?:were|had|reported|have|met|used|took|experienced|attended|achieved|developed|showed a)[ ]")
_AT_OUTSET = ("at baseline ", "at baseline, ", "at entry ", "at entry, ")
# "five-year |survival was |66% (SE 5)": a share, with the error of its estimate
_SURVIVED = re.compile(r"(?:surviv|(?<=-)free(?![a-z])|(?<![a-z])alive)[^.;]{0,60}$")


def _is_share(text: str, item: Reading) -> bool:
    """Whether a percentage tells how many people, by what stands right behind it or by its standard error."""
    if item.spread is not None:
        return item.spread.type in ("SE", "SEM") and _SURVIVED.search(item.before[-110:]) is not None
    end = item.number.percent_end
    if text[end : end + 1] != " ":
        return False
    return _WHO.match(text, end) is not None or item.before.endswith(_AT_OUTSET) and _DID.match(text, end) is not None


_CURRENCIES = frozenset(("USD", "US$", "EUR", "GBP", "CAD", "AUD", "INR", "KRW", "euros", "dollars"))


# "ES |-0.27|", "RD |- 0.3(- 0.9, 0.3)|": effects, by their short names; "every |25 \u00b1 10| s"
_NO_RESULT = (
    "every ",
    *(f"{sign}{name} {minus}" for sign in " ([" for name in ("es", "rd") for minus in ("", "- ")),
)
_OR_MORE = re.compile(
    r"(?:high|low|great|old|young|long|short|few|bett)er(?![a-z])|(?:more|less|above|below|over|under)(?![a-z])"
)
# "a |7 day| pain diary", "the |6 min| walking distance": what names a thing, as no plural can
_ONE_TIME = frozenset(("day", "week", "month", "year", "hour", "minute"))
_ATTRIBUTE = ("a ", "an ", "the ", "per ", "(")
_NAMES_IT = re.compile(
    r"[ ](?!delay|reduc|increas|decreas|improve|gain|differen|long|short|median|mean|average)[a-z]{3}"
)
_TIMES = ("x ", "\u00d7 ")  # "3.2 x |10(9)/L|"
# "100 nmol/mL |concentrations|", "3 weeks |on|/1 week |off|"
_GIVEN = re.compile(r"[ ](?:(?:concentrations?|doses?|solutions?)(?![a-z])|o(?:n|ff)(?:[ ]?[,;/)]|[ ](?:and|then)[ ]))")
# "|(99|m)Tc", "|(60|)Co"
_ISOTOPE = re.compile(r"m?\)[ -]?[A-Z][a-z]?(?![a-z])")
# "The trial compared |8| and |4| months of zidolol"
_COMPARED_LENGTHS = re.compile(
    r"\bcompar(?:ed|es|ing) (?:\d{1,3} (?:(?:years|months|weeks|days) )?(?:and|vs\.?|versus|or|with|to) )?$"
)
# "the effects of 240 vs |120 min/wk| of exercise", "(|3 d/wk| supervised": how much was to be done
_PER_WEEK = ("/wk", "/week", "/w", "per week")
_PRESCRIBED = re.compile(
    r"(?:effects? of|compar(?:e|ed|ing)|assigned to|randomi[sz]ed to|prescri(?:bed|ption of)|superior to|inferior to) "
    r"(?:at least )?(?:\d+ ?(?:min|h|d|days|hours|minutes)?(?:/wk|/week)? ?(?:vs\.?|versus|or|and|to|with) )?$"
)
_SUPERVISED = re.compile(r",? for \d{1,2} (?:weeks|months)\)| (?:un)?supervised(?![a-z])| at home(?= and|[,;)])")
_PER_GROUP = re.compile(r"per (?:group|arm|method|treatment|strategy|cell|cluster|site|centre|center)")
# "30 |Hz/4 mm|", "2500 |m/8202 ft|": how a device was set, a height told twice
_TWO_SETTINGS = re.compile(
    r"[ ]?[A-Za-z]{1,5}[ ]?/[ ]?\d[\d,.]{0,6}[ ]?(?:[mc]?m|ft|feet|[mk\u00b5]?[AVW]|k?Hz)(?![A-Za-z\d])"
)

# "seen |on days 3, 7, |12 \u00b1 2 and 30 \u00b1 5": the windows of visits
_AT_DAY = re.compile(
    r"(?:at|on|by|until|to|through|after|between|from|for)[ ](?:[a-z]{4,14}[ ])?(?:days?|weeks?|months?|visits?)[ ]"
    r"(?:\d{1,3}(?:[ ]?[(]?(?:\u00b1|\+/?-)[ ]?\d{1,2}[)]?)?,?[ ](?:and[ ])?){0,6}$"
)
_OF_SO_MANY = re.compile(r"[ ](?:among|in)[ ]\d[\d,]{0,9}[ ][a-z]")  # "418 events| among 2,459 w|"
_OF_A_MAXIMUM = re.compile(r"[ ]of[ ]|[ ]?/[ ]?(?:5|7|10|100)(?![\d.])")  # "4.6 of 5.0", "7.3/10"
# "time to |50%| recovery", "the dose that causes |90%| block": part of a name
_POINT_OF = re.compile(
    r"(?:(?:time|dose|concentration|onset|interval)s?[ ](?:to|for|until|of|required for|needed for"
    r"|(?:giving|producing|causing|inducing|achieving))[ ](?:an?[ ])?)$"
)
# "stopped at > 14 g/dl (|12 g/dl| after week 8)": a second limit beside the first
_AFTER_LIMIT = re.compile(
    r"(?<![pP])(?<![pP][ ])[<>\u2264\u2265][ ]?=?[ ]?\d[\d.,]{0,6}[ ]?(?P<unit>[A-Za-z%\u00b5][\w/%]{0,10})[ ][(]$"
)
_IN_A_TOKEN = re.compile(r"[A-Za-z]\d{1,3}(?:\.\d{1,2})?[ ]?-$")  # "AUC0-|180"


def _enumerates(text: str, start: int, value: float) -> bool:
    """Whether "(2)" stands in a list "(1) ...; (2) ...": its neighbour is printed alike, not far away."""
    neighbour = f"({int(value) - 1 or 2})"
    return value < 10 and neighbour in text[max(0, start - 300) : start + 300]


def _is_no_spread(text: str, item: Reading) -> bool:
    """Whether "1 \u00b1 3" is no value with its spread: the window of a visit, or "HER2 1+-3+"."""
    return (
        text[item.end : item.end + 1] == "+" or _AT_DAY.search(item.before, max(0, len(item.before) - 90)) is not None
    )


# The first letters of what stands after no result.
_STARTS = frozenset(" -/:%snrt,")
