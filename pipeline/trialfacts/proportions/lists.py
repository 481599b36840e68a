"""What counts share that stand together: a noun, a total, outcomes, a whole."""

from __future__ import annotations

import re
from bisect import bisect_left

from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.numbers import Number
from trialfacts.proportions.expression import LIST_GAP, UNIT, Expression, agree, percent_in_bracket
from trialfacts.proportions.pairs import happens
from trialfacts.proportions.verdicts import IN_PLACE

# After "N patients": what happened to them, and what merely says that they were in the study.
HAPPENED = re.compile(
    r"(?:[ ]each)?(?:, (?:both|all|one|each|two|three) (?:of them )?(?:in|on|from|given|with) [^.,;:()]{2,40}(?=,))?"
    r"(?:,?[ ][(\[](?:[^()\[\]]|\([^()]{0,30}\)){0,90}[)\]]){0,2}(?:,)?(?:[ ](?:of|in|from|on|with|receiving|given"
    r"|taking|using|[a-z]{3,}ed (?:by|with|to|for|at|using)"
    r"|without|whose|who)[ ](?:the[ ]|each[ ])?[^.,;:]{1,50}?)?"
    r"(?P<both>,?[ ](?:and|vs?\.?|versus|compared (?:with|to))[ ](?:only )?(?:\d{1,4}|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|none|[a-z]{3,5}teen|[a-z]{3,4}ty(?:-[a-z]{3,5})?)[ ]"
    r"(?!who\b|[a-z]+ed\b)[^.,;:]{1,60}?)?(?:, respectively)?,?[ ](?:(?:also|still|later|again|never|no longer"
    r"|[a-z]+ly)[ ])?"
    r"(?P<verb>had(?! (?:to be|(?:previously |already )?(?:received|undergone)\b"
    r"(?! (?:[a-z-]+ ){0,2}?(?:rescue|salvage|additional|further|transfusions?|blood|antibiotics)\b))\b)"
    r"|have(?= (?:been|had|(?!complet)[a-z]{2,20}ed)\b)"
    r"(?! been (?:randomi|enroll|includ|assign|recruit|treat|stud|entered))"
    r"|developed|(?:achieving|developing|reporting|experiencing|requiring|completing|showing|dying|becoming"
    r"|relapsing|suffering)|experienced|died|showed|shown|reported|achieved|required|relapsed|responded"
    r"|discontinued|stopped|suffered|became|remained(?! (?:in|to|until) )|presented|demonstrated|exhibited|needed"
    r"|survived|improved|recovered|failed|tested|expired|worsened|reached|progressed|complained|met|refused"
    r"|preferred|chose|converted|gained|lost(?! to follow)|felt|did not|did|used|attempted|adhered|disliked|switched"
    r"|seroconverted|crossed over|could"
    r"|fell|bled|quit|needed|noted|attained|obtained|successfully"
    r"|(?P<sudden>desaturated|vomited|aborted|ovulated|conceived|voided|bled|shivered|healed|defaulted|fainted)"
    r"|admitted (?!to\b)|dropped out"
    r"|(?:was|were)[ ](?!(?:(?:finally|eventually|ultimately|initially|then|actually|evenly|equally) )?(?:included"
    r"|enroll?ed"
    r"|randomi[sz]|assigned|recruited|evaluated|studied|analy[sz]ed"
    r"|allocated|screened|eligible|available|excluded|withdrawn|lost|treated|given|divided|selected|identified"
    r"|followed|examined"
    r"|assessed|approached|placed|categori[sz]ed|classified|trained|taken|considered|subjected|stratified"
    r"|admitted|invited|asked|entered|in the|randomly|involved|investigated|observed|used|evaluable|recorded|men"
    r"|women|male|female|compared|consecutively|prospectively|retrospectively|vaccinated|administered|tested"
    r"|scheduled|maintained|retained|monitored"
    r"|interviewed|conducted|measured|harvested|assayed|inserted|sampled|sacrificed|killed|euthani[sz]ed|imaged|scanned"
    r"|weighed|surveyed|housed|fed|instructed|also|required to|aged|referred|operated|on|from|part))[a-z-]+)\b"
)
# "did not |return and were lost to follow-up|", "discontinued |before the trial| ended": who left, not what happened
LOST = re.compile(
    r"[^.;]{0,80}\blost to follow"
    r"| (?:from|prior to|before) (?:the )?(?:study|trial)\b(?! (?:treat|drug|medic|agent|regim))"
    r"(?![^.;]{0,30}\b(?:because|due|owing)\b)"
)
CASES_OF = re.compile(
    r" of (?P<what>(?!the |patients|group)[A-Za-z][^.,;:()]{1,50}?)(?= (?:was|were|occurred|had|in|with|and"
    r"|developed|among|per)\b|[.,;:()])"
)
_LIST_END = re.compile(r"(?:, |and |vs?\.? |versus |or )$")
_EVENT_BEFORE = re.compile(
    r"\b(?:failures?|deaths?|effects|mortality|infections?|complications?|relapses?|recurrences?|events?"
    r"|episodes?|admissions?"
    r"|readmissions?|reoperations?|transfusions?|conversions?|strokes?|bleeding|fractures?|falls|leaks?|dropouts?"
    r"|withdrawals|discontinuations|re-?interventions?|hospitali[sz]ations?|vomiting|nausea|pneumonia) ?[(\[]"
    r"(?:[nN] ?= ?)?$",
    re.I,
)
# "|fewer strokes were| seen with X than with Y (3 versus 11)"
_MORE_CASES = re.compile(
    r"\b(?:[Mm]ore|[Ff]ewer|[Ll]ess) (?:[\w-]+ ){0,4}?(?!days|hours|points|minutes|weeks|months|years|units"
    r"|sessions|visits|doses|times|steps|attempts|episodes)(?:[a-z]{3,}s|women|men|children|people) "
    r"(?:[^.;:()]{1,70} )?than [^.;:()%]{2,60} [(\[]$"
)
_NUMBER_OF = re.compile(
    r"\b(?:incidences?|numbers?|frequency|occurrence) of (?!days|doses|visits|sessions)[^.;()0-9%]{3,80}[(\[]$"
)
_PAIR_OF_COUNTS = re.compile(r" (?:vs?\.?|versus|and) (?:[nN] ?= ?)?[0-9]{1,4}(?=[;,)\]])(?![;,] [0-9])")
_SECOND_OF_PAIR = re.compile(r"[(\[](?:[nN] ?= ?)?[0-9]{1,4} (?:vs?\.?|versus|and) (?:[nN] ?= ?)?$")
# "angina (6 versus 4), |emboli (|2 versus 5)": pairs in a list, behind what tells that they are events
_LAST_PAIR = re.compile(
    r"\d (?:vs?\.?|versus) \d{1,4}(?:[;,] ?[pP] ?[=<>] ?[\d.]{1,6})?\)[,;]?(?: and| or)?"
    r" [^.;:()\d]{3,50} \((?:\d{1,4} (?:vs?\.?|versus) )?$"
)
_FIRST_PAIR = re.compile(
    r"\(\d{1,4} (?:vs?\.?|versus) \d{1,4}\)[,;]?(?: and| or)? [^.;:()\d]{3,50} \(\d{1,4} (?:vs?\.?|versus) \d{1,4}[;,)]"
)
_EVENT_LIST = re.compile(
    r"\b(?:events|effects|reactions|complications|toxicit(?:y|ies)|infections|deaths|failures|injuries|morbidity|incidences?|occurred"
    r"|numbers? of (?:patients|participants|subjects|women|men|children))\b",
    re.I,
)
_LONG_NAME = re.compile(r"[A-Za-z][A-Za-z -]{3,40}")
# "10 patients (9%)|: |4 in X and 6 in Y", "7 patients| relapsed (|4 in X and 3 in Y)"
_BREAKDOWN = re.compile(
    r"; |(?: [a-z-]{1,20}){0,12}"
    r"(?:: |, (?:including|namely|of wh[a-z]+) | \(|(?P<plain>, | [\u2014\u2013-]{1,2} ))"
)
_NEW_CLAUSE = re.compile(r"[.;]|\bM/F\b|\b(?:was|were|had|versus|vs?|compared)\b")
# "65 (81%) women (29 zidolol, 36 placebo|) completed|", "73 (89%)| were evaluable (|36 in X, 37 in Y)": sizes of arms
_STAYED = (
    r"\b(?:complet\w+|evaluable|analy[sz](?:ed|able)|available|attended|recruited|enroll?ed|randomi[sz]ed|retained"
    r"|included|consented|followed)\b"
)
_NOT_OUTCOME = re.compile(
    rf"{_STAYED}|\b(?:discontinu\w+(?! (?:[a-z]+ )?(?:treatment|therapy|medication))|withdr[ae]w\w*|dropped|left|lost"
    r"|return|eligible)\b"
)
_EACH = re.compile(
    r" (?:(?:in|on|from|per|with|for) (?:each|either|both)|each (?:in|on)|per)"
    r" (?:of the )?(?:(?:treatment|study|two|trial) )?(?:groups?|arms?|drugs?|treatments?|cohorts?|periods?"
    r"|regimens?)\b"
)
_LEFT_NEXT = re.compile(
    r"[,)] (?:failed|default\w*|dropped|withdrew|discontinued|did not (?:attend|return|complete))\b"
)
_PLACED = re.compile(
    r" (?:in|on|with|without|after|under|from|among|during|before|given|receiving|by|because|due|owing|for"
    r"|of (?:them|whom|which)) "
)
_STAYED_BEFORE = re.compile(rf"(?: (?!had\b|died\b|[a-z]+ed\b)[a-z-]+){{0,4}}? {_STAYED}")
_STAYED_NEXT = re.compile(rf"[^.;:()]{{0,40}}[)\]] (?:[a-z]+ ){{0,2}}?{_STAYED}")
_SEX = re.compile(
    r" ?(?:F|M|females?|males?|men|women|boys?|girls?)\b(?! [a-z]*(?:patients?|subjects?|participants?)\b)"
)
# "9 of 101 (P = NS), and |new-onset diabetes in| 12 versus 10 patients"
_NEW_IN = re.compile(r"(?:, and|,|;) (?!with|of|at|as)[A-Za-z-]{3,20}(?: [a-z-]{3,20}){0,3} in $")
_AND = re.compile(r",? and |, ")


# "4 (11%)| and |15 (38%) relapses", "120 (58%)| and at 36 months, |69 (33%) walked"
_TO_NEXT = re.compile(r"[)\]]?,? ?(?:and|vs?\.?|versus|or|,)(?: at [^,;.()]{2,20},)? ")


def share_following(text: str, spans: list[tuple[int, int]], outcomes: list[str | None]) -> None:
    """Give values without an outcome that of the next in place: "|4 (11%)| and 15 (38%) relapses were observed"."""
    for at in range(len(spans) - 2, -1, -1):
        if outcomes[at] is None and _TO_NEXT.fullmatch(text, spans[at][1], spans[at + 1][0]):
            outcomes[at] = outcomes[at + 1]


# "The corresponding figures for placebo were |20% and 45%|"
_FIGURES = re.compile(
    r"\b(?:corresponding|the|these) (?:figures|values|rates|percentages|proportions|numbers|frequencies|incidences)"
    r"(?: (?:for|in|with|on|among) [^.;:()]{2,40})? (?:was|were) $",
    re.I,
)


# "cure in 12% and relapse in 8% of zidolol-treated men| vs. |4% and 10%"
_AGAINST = re.compile(r"(?P<of> [^.;:()]{3,60})? (?:vs?\.?|versus|against|compared (?:with|to))(?: only)? ")


def share_earlier(text: str, spans: list[tuple[int, int]], outcomes: list[str | None]) -> None:
    """Give the values of a list that names none its outcomes in place: those of as many values before it."""
    at = 0
    while at < len(spans):
        stop = at + 1
        while stop < len(spans) and _AND.fullmatch(text, spans[stop - 1][1], spans[stop][0]):
            stop += 1
        size = stop - at
        earlier = outcomes[max(0, at - size) : at]
        if 1 < size == len({*earlier} - {None}) and (
            _FIGURES.search(text, max(0, spans[at][0] - 90), spans[at][0])
            or (against := _AGAINST.fullmatch(text, spans[at - 1][1], spans[at][0])) is not None
            and (against["of"] or text.endswith((" and ", ", "), 0, spans[at - 1][0]))
        ):
            outcomes[at:stop] = earlier
        at = stop


class Lists:
    """Tells counts that share the noun of a later one, and remembers which it told."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.numbers = document.numbers
        self.told: set[int] = set()

    def listed(self, number: Number) -> bool:
        """Whether a number shares the noun of a later one that counts an outcome: "found in 4, 5 and 7 patients"."""
        text, at = self.text, number.index
        for following in self.numbers[at + 1 : at + 4]:
            if following.start - self.numbers[at].end > 24:
                return False
            if following.decimals or following.percent or following.label or following.value > 5000:
                return False
            if LIST_GAP.fullmatch(text, self.numbers[at].end, following.start) is None:
                return False
            at = following.index
            noun = noun_phrase(text, following.end, following.value == 1)
            if noun is not None:
                if noun.head == "cases":
                    return True
                start = number.start
                before = text[max(0, start - 60) : start]
                return (
                    IN_PLACE.search(before) is not None
                    or before.endswith(("(", " had ", " which "))
                    or before.endswith(" in ")
                    and text.startswith((" v ", " vs", " versus "), number.end)
                    or _NEW_IN.search(before) is not None
                    or self.counted(number)
                    or HAPPENED.match(text, noun.end) is not None
                )
        return False

    def shared_event(self, number: Number) -> str | None:
        """What the list that a number begins counts: "21 and 23 cases of |X|"."""
        for following in self.numbers[number.index + 1 : number.index + 4]:
            noun = noun_phrase(self.text, following.end)
            if noun is not None:
                of = CASES_OF.match(self.text, noun.end) if noun.head == "cases" else None
                return of.group("what") if of else None
        return None

    def listed_last(self, number: Number, before: str) -> bool:
        """Whether a number with a noun ends such a list."""
        if _LIST_END.search(before) is None or not number.index:
            return False
        first = self.numbers[number.index - 1]
        alike = first.form == number.form or before.endswith(("v ", "vs ", "vs. ", "versus "))
        return alike and not first.percent and not first.decimals and self.listed(first)

    def counted(self, number: Number) -> bool:
        """Whether the number before in the list is counted already."""
        return number.index > 0 and number.index - 1 in self.told


def _counts_of(lead: str) -> bool:
    return _NUMBER_OF.search(lead) is not None or _MORE_CASES.search(lead) is not None


def paired(text: str, number: Number, before: str) -> bool:
    """Whether a number is one of two counts in a bracket behind an event: "extubation failure (2 vs. 5; p = 1)"."""
    if not before.endswith(("(", "[", "= ", "=", "vs ", "v ", "vs. ", "versus ", "and ")):
        return False
    if _pair_of_list(text, number, before):
        return True
    before = text[max(number.start - 150, number.start - len(before) - 60, 0) : number.start]
    if _EVENT_BEFORE.search(before) or before[-1:] in ("(", "[") and _counts_of(before):
        return _PAIR_OF_COUNTS.match(text, number.end) is not None
    opened = _SECOND_OF_PAIR.search(before)
    lead = before[: opened.start() + 1] if opened is not None else ""
    return (_EVENT_BEFORE.search(lead) is not None or _counts_of(lead)) and text[number.end : number.end + 1] in ";,)]"


def _pair_of_list(text: str, number: Number, before: str) -> bool:
    """Whether a number is of one of several pairs in brackets, each behind its event: "angina (6 versus |4|), ..."."""
    opening = text.rfind("(", max(0, number.start - 12), number.start)
    if opening < 0 or _EVENT_LIST.search(text, max(0, opening - 300), opening) is None:
        return False
    if _LAST_PAIR.search(before):
        return text[number.end : number.end + 1] in ";,) "
    return _FIRST_PAIR.match(text, opening) is not None


def _of_each(document: Document, at: int, start: int) -> Expression | None:
    """A count that each arm has: "Two men died, |one in each group|"."""
    number = document.numbers[at] if at < len(document.numbers) else None
    if number is None or number.start != start:
        return None
    each = _EACH.match(document.text, number.end)
    if each is None or _LEFT_NEXT.match(document.text, each.end()):
        return None
    return Expression(start, each.end(), int(number.value), None, None, [number.index], "breakdown", 0.95)


def _some_in_arm(document: Document, at: int, lead: re.Match[str], whole: int) -> Expression | None:
    """The count of one arm alone, of so many in all: "five patients had rash (|three| in the zidolol group)"."""
    number = document.numbers[at] if at < len(document.numbers) else None
    if number is None or number.start != lead.end() or not lead.group().endswith("(") or number.value >= whole:
        return None
    if number.decimals or number.percent or _NOT_OUTCOME.search(lead.group()):
        return None
    closed = _PLACED_ALONE.match(document.text, number.end)
    if closed is None or not document.arms.within(number.end, closed.end()):
        return None
    return Expression(number.start, number.end, int(number.value), None, None, [number.index], "breakdown", 0.95)


# "| in the zidolol group)", "| on placebo)"
_PLACED_ALONE = re.compile(r" (?:in|on|from|of(?! them| these| whom)|with|receiving) (?:the )?[^.;,()\d]{2,50}\)")


def _placed_next(document: Document, at: int, lead: re.Match[str]) -> bool:
    """Whether a number stands right behind a comma with its place: "Eleven died|, |four on zidolol"."""
    number = document.numbers[at] if at < len(document.numbers) else None
    return (
        number is not None
        and number.start == lead.end()
        and _PLACED.match(document.text, number.end) is not None
        and _NOT_OUTCOME.search(lead.group()) is None
    )


# "Eleven relapsed|, four of them on zidolol|.", "three died|, two after placebo|;"
_SOME = re.compile(r"(?: [a-z-]{2,20}){0,8}, (?:all but |only |but )?")
_SOME_PLACED = re.compile(
    r"(?: of (?:them|whom|these|which))?(?: (?:was|were|being))? (?:in|on|with|without|after|under|from|among|during"
    r"|given"
    r"|receiving|treated with|taking) (?:the )?[^.;:()\d]{1,40}?(?=[.;)]|$|, )"
)


def some_of(document: Document, whole: Expression) -> list[Expression]:
    """The count of those of one arm, told right behind that of all: "Eleven relapsed, |four on zidolol|."."""
    text = document.text
    lead = _SOME.match(text, whole.end) if whole.count is not None and whole.count > 1 else None
    at = max(whole.numbers) + 1
    number = document.numbers[at] if lead is not None and at < len(document.numbers) else None
    if (
        lead is None
        or number is None
        or number.start != lead.end()
        or number.decimals
        or number.percent
        or number.label
    ):
        return []
    if not 0 < number.value < (whole.count or 0) or _NOT_OUTCOME.search(lead.group()) or UNIT.match(text, number.end):
        return []
    noun = noun_phrase(text, number.end, number.value == 1)
    end = noun.end if noun is not None else number.end
    placed = _SOME_PLACED.match(text, end)
    if placed is None or not document.arms.within(end, placed.end()):
        return []
    return [Expression(number.start, end, int(number.value), None, None, [number.index], "breakdown", 0.95)]


# "Two men died|, one of sepsis and one by suicide|": what each died of
_CAUSE = re.compile(r" (?:of|by|from) (?P<what>(?!the |them|whom|which|these)[a-z][a-z -]{3,40}?)(?= and |[,.;)])")
_DIED = re.compile(r"\b(?:died|deaths?)\b")


# "four patients: two |leaks|, one |abscess| and one bleed"
_EVENT_AFTER = re.compile(r" (?P<what>[a-z][a-z-]{2,20}(?: [a-z-]{3,20}){0,2})(?=,| and |[.;)])")


def _caused(document: Document, at: int, start: int) -> bool:
    """Whether a number stands at ``start`` with what those counted died of: "one of sepsis"."""
    number = document.numbers[at] if at < len(document.numbers) else None
    return number is not None and number.start == start and _CAUSE.match(document.text, number.end) is not None


def breakdown(document: Document, taken: set[int], whole: Expression) -> list[Expression]:
    """The counts that an expression is broken down into right behind it; none where they do not add up to it."""
    if whole.count is None or whole.count <= 1:
        return []
    text, at = document.text, max(whole.numbers) + 1
    lead = _BREAKDOWN.match(text, whole.end)
    if lead is None:
        return []
    if (of_each := _of_each(document, at, lead.end())) is not None:
        return [of_each]
    died = _DIED.search(text, whole.start, lead.end()) is not None
    if lead["plain"] and not (_placed_next(document, at, lead) or died and _caused(document, at, lead.end())):
        return []
    if (some := _some_in_arm(document, at, lead, whole.count)) is not None:
        return [some]
    stop = document.sentence_at(whole.start).end
    parts: list[Expression] = []
    rest, since = whole.count, lead.end()
    for number in document.numbers[at : at + 7]:
        gap = text[since : number.start]
        if parts and "=" not in gap and text.startswith("(", lead.end() - 1):
            gap = gap.replace(";", ",")  # "(12 in arm A; 23 in arm B)"
        if number.end > stop or len(gap) > (70 if parts else 24) or _NEW_CLAUSE.search(gap):
            return []
        if (
            number.label
            or text[number.start - 1].isalpha()
            or text[number.end : number.end + 1].isalpha()
            or (parts and gap.rfind("(") > gap.rfind(")"))
            or UNIT.match(text, number.end)
        ):
            continue  # "6 men (3 in each group) and 2 women", "one given 400 mg and two given 1 g"
        if number.decimals or number.percent or not 0 < number.value <= rest or _SEX.match(text, number.end):
            return []
        noun = noun_phrase(text, number.end, number.value == 1)
        end = noun.end if noun is not None else number.end
        if percent_in_bracket(document, taken, end, number.index + 1) is not None:
            return []
        parts.append(Expression(number.start, end, int(number.value), None, None, [number.index], "breakdown", 0.95))
        name = gap.strip(" ,;(").removeprefix("and ")
        listed = noun is None and text.startswith((",", ";", ")", " and "), end)
        if died and (cause := _CAUSE.match(text, end)) is not None:
            parts[-1].outcome = cause["what"]
        elif (event := _EVENT_AFTER.match(text, end)) is not None and happens(event["what"]):
            parts[-1].outcome = event["what"]
        elif listed and _LONG_NAME.fullmatch(name) and not document.arms.within(since, number.start):
            parts[-1].outcome = name  # "(diarrhea 1, nausea 2)"
        rest -= int(number.value)
        if rest == 0:
            stayed = _STAYED_BEFORE.match(lead.group()) or _STAYED_NEXT.match(text, end)
            return parts if len(parts) > 1 and not stayed else []
        since = number.end
    return []


# "Of 52 patients with X, ...", "Among the 3,008 contacts screened, ...": the total of the counts that follow.
_TOTAL_LEAD = re.compile(
    r"(?:[A-Z][A-Za-z]+: ?)?(?:(?:Of|Among|In)|(?:of|among))[ ](?:the[ ]|these[ ]"
    r"|all[ ])?(?:total[ ])?(?=[A-Z0-9a-z])"
)


_ALL = ("All ", " all ")


def share_totals(document: Document, expressions: list[Expression]) -> None:
    """Give counts without a total the one that their sentence begins with."""
    starts = [number.start for number in document.numbers]
    counted = {e.numbers[0] for e in expressions if e.numbers and e.rule == "count-preposed"}
    for expression in expressions:
        if expression.denominator is not None or expression.count is None:
            continue
        if document.text.endswith(_ALL, 0, expression.start) and expression.rule != "breakdown":
            expression.denominator = expression.count
            continue
        sentence = document.sentence_at(expression.start)
        lead = _TOTAL_LEAD.match(document.text, sentence.start)
        if lead is None:
            continue
        at = bisect_left(starts, lead.end())
        number = document.numbers[at] if at < len(starts) else None
        if (
            number is None
            or number.start != lead.end()
            or number.end >= expression.start
            or number.index in counted
            or number.decimals
            or number.percent
        ):
            continue
        percent = expression.percent
        if number.value >= max(2, expression.count) and (
            percent is None or agree(expression.count, int(number.value), percent)
        ):
            expression.denominator = int(number.value)
