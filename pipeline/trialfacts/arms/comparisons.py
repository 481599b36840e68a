"""Who is compared with whom in a clause, as its words say: "|X| had a lower score than |Y| (5 vs. 7)"."""

from __future__ import annotations

import re

from trialfacts.arms.mentions import Arms
from trialfacts.arms.names import may_be_arm

# Words between a comparing word and what it names: "than |in those who received| X".
_SKIPPED = (
    r"(?:(?:in|among|with|for|on|the|that|those|of|did|had|when|by|patients|participants|subjects|receiving|who|received|treated"
    r"|given|a|an)[ ]){0,6}"
)
_COMPARING = re.compile(
    rf"(?<![A-Za-z])(?P<word>than|(?:when )?[Cc]ompared (?:with|to)|[Rr]elative to|[Ii]n comparison (?:with|to)|vs\.?"
    rf"|versus) {_SKIPPED}(?=[A-Za-z])"
)
_VERB = re.compile(
    r" (?:also |all |both |still |significantly |generally |initially |subsequently ){0,2}"
    r"(?:had|has|have|show(?:s|ed)|experienced|demonstrated|exhibited|reported|achieved|required|was|were|is|are|did"
    r"|produced|led to|resulted|attained|gained|lost|spent|scored|performed|improved|increased|decreased|reduced"
    r"|gave|displayed|presented|reached|consumed|maintained|tended|developed|needed|prolonged|delayed|extended|shortened"
    r"|lowered|raised|enhanced|elevated|attenuated|suppressed|accelerated|provided|yielded|produces?)(?![a-z-])"
)
# Where a name ends.
_STOP = re.compile(
    r"[,;:()\[\]]|\.(?!\d)| (?:and|but|at|after|during|while|whereas|regarding|respectively|was|were|had|is|are|did"
    r"|showed|in terms)(?![a-z-])"
)
# What a clause begins with before its subject: "After 6 weeks, ", "however, ".
_CLAUSE = re.compile(
    r"(?:;|,? (?:while|whereas|but)|\.(?=\s)|\n| (?:show(?:ed|s)|found|demonstrated|revealed|indicated|confirmed) that"
    r")[ ]?"
)
_LEADING = re.compile(r"(?:[A-Z][A-Za-z]{3,12}: ?|RESULTS:? ?)?(?:[A-Za-z][^,;()]{1,40}, )?(?:[Tt]he )?")
_OF_SUBJECT = re.compile(
    r"(?<![a-z])(?:in|for|of|with|among) (?:the )?(?P<name>[A-Za-z](?:(?! (?:was|were|is|are|had)[ ])[^,;()]){1,40})$"
)
_AMOUNT = re.compile(
    r"(?:number|amount|length|duration|rate|percentage|level|frequency|incidence|loss|risk)s? of [^,;()]{1,40}$"
)
_PEOPLE = re.compile(
    r"(?:[Pp]atients|[Pp]articipants|[Ss]ubjects|[Ww]omen|[Mm]en|[Cc]hildren|[Ii]nfants|[Tt]hose|[Aa]dults|[Ss]tudents"
    r"|[Aa]nimals|[Rr]ats|[Mm]ice) (?:who|that|receiving|treated|given|with|without|on|in|randomi|assigned|fed)"
    r"|.{2,40} (?:groups?|arms?|patients|participants|subjects|women|men|children|recipients)$"
    r"|[\w-]{3,30} (?:patients|participants|subjects|women|men|children) (?:who|with|without|receiving|given) "
)
# "|Eight patients| had": no group
_SOME = re.compile(
    r"(?:[A-Z][a-z]+(?:-[a-z]+)?|\d[\d,]*) (?:patients|participants|subjects|women|men|children|infants)$"
)
_PEOPLE_WITH = re.compile(
    r"^(?:Patients|Participants|Subjects|Women|Men|Children|Infants|Those|Adults|Students) "
    r"(?:with|receiving|on|given|treated with|who received) (?:the )?",
    re.I,
)
# "|A significantly higher proportion of| patients"
_SHARE_OF = re.compile(
    r"^(?:An? |The )?(?:[a-z-]+ ){0,3}(?:proportion|percentage|number|majority|share)s? of (?:the )?", re.I
)
_NO_NAME = re.compile(
    r"(?:baseline|before|after|normal|expected|previous|pre|post|usual$|any|all|each|both|other|at|day|week|month|year"
    r"|half|p|P|[0-9]+|changes?|scores?|levels?|rates?|values?|one|two|three|four|five|six|seven|eight|nine|ten|none"
    r"|no)(?![a-z-])",
)
# From a name to the comparing word or to the bracket with the values.
_RIGHT_BEFORE = re.compile(
    r"[ ]?(?:(?:group|arm|patient|participant|subject|treatment)s?)?[ ]?,?[ ]?(?:as|when)?[ ]?[(\[]?"
)
_LONGEST = 70  # characters of a name
_REACH, _REACH_BEHIND = 400, 300  # characters before and behind the values that are looked at


def compared_pair(text: str, arms: Arms, start: int, begin: int, end: int, stop: int) -> tuple[str, str] | None:
    """The names of the first and the second of two values at ``begin`` to ``end``, by the clause around them.

    ``start`` to ``stop`` is the sentence. None where the clause does not name both.
    """
    start = max(start, begin - _REACH)
    for clause in _CLAUSE.finditer(text, start, begin):
        if not _inside_bracket(text, start, clause.start()):
            start = clause.end()
    match = _comparing(text, start, begin, end, stop)
    second = _named(text, arms, match.end(), stop) if match else None
    if match is None or second is None:
        return None
    if match.start() - start < 3:  # "Compared with |Y|, |X| had"
        comma = text.find(", ", match.end(), begin)
        first = _subject(text, arms, comma + 2, begin, second) if comma >= 0 else None
    else:
        at = min(begin, match.start())
        first = _beside(text, arms, start, match.start(), second)
        if first is None and at == begin:
            first = _beside(text, arms, start, begin, second)
        first = first or _subject(text, arms, start, at, second)
    first = _PEOPLE_WITH.sub("", _SHARE_OF.sub("", first or ""))
    return (first, second) if first and first.lower() != second.lower() else None


def _comparing(text: str, start: int, begin: int, end: int, stop: int) -> re.Match[str] | None:
    """The comparing word of a clause: the last before the values, else the first behind them; none in a bracket."""
    before = [m for m in _COMPARING.finditer(text, start, begin) if not _inside_bracket(text, start, m.start())]
    if before:
        return before[-1]
    limit = min(stop, end + _REACH_BEHIND)
    for clause in _CLAUSE.finditer(text, end, limit):
        if not _inside_bracket(text, start, clause.start()):
            limit = clause.start()
            break
    behind = _COMPARING.finditer(text, end, limit)
    return next((m for m in behind if not _inside_bracket(text, start, m.start())), None)


def _inside_bracket(text: str, start: int, at: int) -> bool:
    start = max(start, at - 150)
    return text.rfind("(", start, at) > text.rfind(")", start, at)


def _named(text: str, arms: Arms, at: int, stop: int) -> str | None:
    """The name that begins at ``at``: that of an arm, else the words up to where they end."""
    mention = next(iter(arms.within(at, at + 1)), None)
    if mention is not None:
        return mention.name
    negated = text.startswith("not ", at)
    limit = min(stop, at + _LONGEST)
    cut = _STOP.search(text, at, limit)
    name = text[at : cut.start() if cut else limit].strip()
    inside = arms.within(at, at + len(name))
    if negated:
        return f"did {name}" if cut is not None else None
    if inside:
        return inside[0].name
    return None if cut is None and limit < stop or len(name) < 2 or _NO_NAME.match(name) else name


def _beside(text: str, arms: Arms, start: int, end: int, second: str) -> str | None:
    """The name before the comparing word: "lower in |X| than in Y"."""
    mentions = arms.within(max(start, end - 60), end)
    if mentions and mentions[-1].end <= end and _RIGHT_BEFORE.fullmatch(text, mentions[-1].end, end):
        return mentions[-1].name
    match = _OF_SUBJECT.search(text, max(start, end - 50), end - 1)
    return match.group("name") if match and _can_be_first(text, match.group("name"), second, True) else None


def _subject(text: str, arms: Arms, start: int, end: int, second: str) -> str | None:
    """The name of who or what the clause speaks of."""
    leading = _LEADING.match(text, start, end)
    known = any(key in second.lower() for key in arms.keys)
    for at in ((leading.end() if leading else start), start):
        verb = _VERB.search(text, at, min(end, at + 160))
        if verb is not None and text[at : verb.start()].endswith(("who", "that")):
            verb = _VERB.search(text, verb.end(), min(end, at + 160))
        if verb is None:
            continue
        name = text[at : verb.start()].removeprefix("The ").removeprefix("the ")
        mentions = arms.within(at, verb.start())
        if len({mention.arm for mention in mentions}) == 1 and mentions[0].name.lower() != second.lower():
            return mentions[0].name
        of = None if _AMOUNT.search(name) else _OF_SUBJECT.search(name)
        if not mentions:
            for one in (name, of.group("name") if of else ""):
                if len(one) <= _LONGEST and one and _can_be_first(text, one, second, known):
                    return one
    return None


def subject_before(text: str, arms: Arms, start: int, begin: int, second: str) -> str | None:
    """The name of who the clause before ``begin`` speaks of, where ``second`` is another; None where it names none."""
    start = max(start, begin - _REACH)
    for clause in _CLAUSE.finditer(text, start, begin):
        if not _inside_bracket(text, start, clause.start()):
            start = clause.end()
    name = _PEOPLE_WITH.sub("", _SHARE_OF.sub("", _subject(text, arms, start, begin, second) or ""))
    return None if not name or _SOME.match(name) else name


def _recurs(text: str, name: str) -> bool:
    """Whether a name can be an arm's and comes again, perhaps shortened: "subcutaneous |insulin aspart|"."""
    return may_be_arm(text, name) or name.count(" ") > 1 and may_be_arm(text, " ".join(name.split(" ")[-2:]))


def _can_be_first(text: str, name: str, second: str, known: bool) -> bool:
    """Whether a name that is no known arm's can be one that ``second`` is compared with; ``known``: that is an arm."""
    if _NO_NAME.match(name) or "(" in name:
        return False
    if _PEOPLE.match(name) or name.split(" ", 1)[0].lower() == second.split(" ", 1)[0].lower():
        return True
    people = all(one.endswith(("s", "men", "children", "people", "mice")) for one in (name, second))
    if people and name.isalpha() and second.isalpha():
        return True  # "|Smokers| had a lower rate than nonsmokers"
    return (people or not (known and name.islower())) and may_be_arm(text, name) and _recurs(text, second)
