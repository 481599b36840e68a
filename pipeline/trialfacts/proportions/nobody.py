"""Counts of nobody: "none of the 4 patients", "No adverse events were reported"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from trialfacts.cleaning.words import TextWords, word_set
from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.proportions.expression import Expression
from trialfacts.proportions.lone_counts import IN_ARM, NO_RESULTS
from trialfacts.proportions.pairs import happens
from trialfacts.proportions.runs import Runs
from trialfacts.proportions.verdicts import IN_PLACE

# "... in nine of 20 in X and |none| in Y"
_NONE_ELSE = re.compile(r"(?:and|vs?\.?|versus|but|while|whereas|,|than|to|against)(?: there (?:was|were))? $")
# "... in 4 women in X |and in |no women in Y", "relapse |was seen in |no patient"
_IN_NO = re.compile(rf"(?:and|vs?\.?|versus|but|,|than|to) (?:in|by|for|among) $|{IN_PLACE.pattern}$")
_PEOPLE = (
    r"patients?|subjects?|participants?|women|woman|man|child|children|infants?|neonates?|newborns?|mothers?|eyes?"
    r"|volunteers?|dogs?|rats?|animals?|one"
)
_NOTHING = re.compile(
    r"\b(?P<word>[Nn]one|[Nn]obody|[Nn]ot a single(?: (?:case|patient))?|[Nn]ot in any(?: (?=patients?"
    r"|subjects?|participants?|women|children|infants)[a-z]+)?"
    rf"|[Nn]o (?=(?:{_PEOPLE})\b)(?:one else|{_PEOPLE}))\b"
    r"(?P<of>[ ]of (?:the |these |our |all |them)?|[ ]in the (?=\d))?"
)
# "16 (19%) |versus |none|, and fatigue"
_AGAINST = re.compile(
    r"(?:[\d)\]%]|patients?|participants?|subjects?|women|men|children|cases?)"
    r"(?: (?:versus|vs?\.?|and|compared (?:with|to))|,) $"
)
_CLOSES = (",", ";", ".", ")")
# The words that a count of nobody begins with, and what may stand behind them.
_IN_ANY = ("not in", "Not in")
_NO_WORDS = {"no": (" ", "\n"), "none": (" ", *_CLOSES), "nobody": (" ",), "not": (" a single ", " in any ")}
# "none of |which have been|", "none of |these were|"
_NO_PEOPLE = re.compile(
    r"which (?:are|is|have|has)\b|(?:these|those) (?:in|were|was|had)\b"
    r"|[^.;]{0,40} (?:[a-z]+ly )?(?:significan(?:t|ce)|associated|correlated|differed|predictive|predicted)\b"
)
_OF_LAST = (" of", " of ", "them")
_NONE_DID = re.compile(
    r"(?:[ ](?:in|of|from|with|on|receiving)[ ][^.,;:]{2,60}?)?[ ](?:had|were|was|developed|experienced|showed"
    r"|reported|died|required|achieved|relapsed|withdrew|discontinued|needed|became|suffered|complained|responded"
    r"|presented|exhibited|fulfilled|met|did|received|reached|occurred|dropped"
    r"|vomited|bled|fainted|felt|asked|stopped|fell|choked|withdrew|failed|(?:[a-z]+ly )?[a-z]{3,}ing)\b"
)
# "no |grade 3 or 4| mucositis"
_GRADES = (
    r"(?:[Gg]rades? (?:[<>=\u2264\u2265] ?|or |and |to ){0,3}[\dIV]{1,3}"
    r"(?:(?: (?:or|and|to) | ?[-/] ?)[\dIV]{1,3})? )?"
)
_OF = re.compile(r"^(?:incidence|cases|events?) of ")
_NO_EVENT = re.compile(
    r"\b[Nn]o (?!(?:statistical|significant (?!(?:[a-z-]+ (?:or [a-z-]+ )?)?(?:adverse|side|complic|toxic|bleed))"
    r"|difference|evidence|change"
    r"|effect|other difference|association"
    r"|correlation|such|differences|clinically (?:significant|relevant|important|meaningful) (?:difference"
    r"|change)|significantly|further|additional|treatment\b(?!-)|longer|more|less|improvement|clear|benefit"
    r"|relationship|relation|influence|impact|interaction|reduction|increase|patient|subject|participant|one"
    r"|difference|apparent|known|data|study|published|previous|consensus|specific treatment|intervention|single"
    r"|information|randomi|consistent|major differences|marked|other significant|detectable|overall|measurable"
    r"|substantial|need|advantage|convincing|superior|statistic|group|effects? (?:on|of)|observable|meaningful"
    r"|noticeable|definite|obvious (?!adverse|side|complic|toxic)|strong|correlations?|changes|associations"
    r"|trend|variation|between|time|loss|excess|subgroup)\b(?!-))"
    r"(?P<what>(?:[0-9]{1,3}-day )?" + _GRADES + r"(?:[A-Za-z][\w/-]{1,25}[ ]){0,5}?"
    r"(?:adverse (?:drug |side )?(?:events?"
    r"|reactions?|effects?)"
    r"|(?:side|secondary|toxic|untoward|undesirable|unwanted|harmful)[ -]effects?"
    r"|events?(?: of [a-z0-9\u2265> -]{3,40}?(?= (?:was|were|occurred|in|with)\b))?|complications?|deaths?"
    r"|mortality|withdrawals?|toxicit(?:y|ies)|S?AEs|infections?"
    r"|TE-SAEs|incidents?|incidences? of [a-z ]{3,30}?(?= (?:was|were|in)\b)|episodes?(?: of [a-z ]{3,30})?"
    r"|reactions?|relapses?|recurrences?|bleeding|hypogly[a-z]+"
    r"|morbidity|(?:disease |tumou?r )?progressions?|progressive disease"
    r"|re-?operations?|readmissions?|re-?interventions?|failures?|discontinuations?|h[ae]morrhages?"
    r"|fractures?|dropouts?|abnormalit(?:y|ies)|(?:positive (?:[a-z]+ )?)cultures|defects?|lacerations?|injur(?:y|ies)"
    r"|rejections?|thrombos[ei]s|aspiration|leakage|ulcers?|dislocations?|(?:failed|unsuccessful) [a-z]+"
    r"|recurari[sz]ation|motor block|perforations?|aneurysms?"
    r"|cases?(?: of (?:[a-z ]{3,60}?(?= (?:was|were|occurred|in)\b)"
    r"|[a-z][a-z -]{2,45}?(?=[.,;]| (?:or|and|during|after|with|among|at)\b)|[a-z ]{3,30}))?))\b(?!-)"
    r"(?P<tail>[^.;]{0,80})"
)
# "no |alveolar osteitis| was seen": a thing that happens to people, unless it is one of these.
_NO_SUCH = re.compile(
    r"\b[Nn]o (?P<what>" + _GRADES + r"(?:[A-Za-z][\w/-]{1,25} ){0,5}?[A-Za-z][\w/-]{2,25})"
    r"(?P<tail> (?:(?:was|were|has been|have been|had been|could be) (?:[a-z]+ly )?(?:seen|noted|noticed|observed"
    r"|reported|detected|recorded|encountered|documented|identified|diagnosed|found|confirmed)"
    r"|occurred|developed|arose)\b(?! between)"
    r"[^.;]{0,60})"
)
# "no adverse effects |on bone density|"
_NO_EFFECT = re.compile(
    r" (?:advantage|benefit|reduction|difference)s?\b| on (?!day|week|month|treatment|therapy|either|any|placebo)"
    r"(?![^.;,]{0,50} (?:was|were) (?:seen|noted|observed|reported))"
)
# "women with no relapse| who|": a criterion
_WHO = re.compile(r"(?:(?:,? (?:or|and)|,) [a-z -]{3,40}?)? (?:who|aged)\b")
_OF_OTHERS = re.compile(r" (?:in|for|on|between|to|with|from) ")
_PROGRESS = ("progression", "progressions", "progressive disease")
_THERE_WAS = ("here was ", "here were ")
_THERE_NO = re.compile(r"\b[Tt]here (?:was|were) no ")  # "|There was no rash|, no nausea"
# "|Apart from nausea, |no adverse events were seen"
_EXCEPT = re.compile(r"\b(?:apart from|except|other than|with the exception of|besides)\b[^.;]{0,80}$", re.I)
# "no pain| was reported by 30%|", "|in 12 patients (30%), |no pain was felt": how many are without it
_BY_SHARE = re.compile(r" (?:was|were) (?:[a-z]+ ){1,2}(?:by|in|for|among) (?:about |only )?(?!0\b)[\d.]+ ?(?:%|of |/)")
_IN_SHARE = re.compile(r"(?:^|[ .;:])[Ii]n (?!0\b)[\d./]+ ?(?:%|of |patients|women|\()[^.;]{0,45}$")
# "12 (40%) |had| no relapse": so many are without it
_HAD_LAST = ("had ", "have ", "reported ", "experienced ", "showed ", "developed ", "required ", "suffered ", "with ")
_SHARE_HAD = re.compile(
    r"(?<!= )(?<!=)(?<![\d.])(?<!roup )(?<!roups )(?<!arm )(?!0\b)\d[\d.,]{0,6}(?: ?%)?(?: (?:of|out of) \d{1,5})?"
    r"(?: (?:of the |of )?(?:[a-z-]+ )?(?:patients|participants|subjects|women|men|children|infants|people|cases))?"
    r"(?: ?[(\[][\d./% ]{1,12}[)\]]|[)\]])?(?: (?:of|in|on|from|receiving|given|who received|treated with)"
    r" [^.;:,()\d]{2,50}?)? (?:had|have|reported|experienced|showed|developed|required|suffered|with) $"
)
_ABSTRACT = word_set(
    """statistical statistically significant significantly difference differences evidence change changes effect effects
    association associations correlation correlations such further relation relationship interaction interactions
    influence impact improvement improvements reduction reductions increase increases decrease decreases decline benefit
    benefits trend trends data study studies trial trials clinically interference other obvious overall additional clear
    more less one information consensus variation variations superior superiority advantage advantages drug-drug
    deviation deviations alteration alterations shift shifts heterogeneity inhibition signal signals
    bias dependence accumulation pattern patterns carryover group groups imbalance imbalances predictor
    predictors subgroup subgroups excess
    factor factors parameter parameters variable variables concern concerns issue issues type types new
    activation patient patients subject subjects participant participants tolerance in for between of to on that with
    among than from was were is are had has have did do by at after and""",
)
_LINKED = re.compile(r"(?: (?:or|and))? *$")  # "no cases of nausea| or |LVEF decline"
_MODIFIER = re.compile(
    r"[ ](?:due to|related to|leading to|compromising|attributable to"
    r"|associated with)[ ][^.,;]{3,40}?(?=[ ](?:were|was|occurred|in|during)\b|[.,;]|$)"
)
# "no fractures|, renal failure or ulcers| were seen"
_MORE_EVENTS = re.compile(
    r"(?:, (?!and |or )[a-z][a-z -]{2,30}){0,3},? (?:or|and) (?!no )[a-z][a-z -]{2,40}?"
    r"(?= (?:were|was|occurred|(?:have|had|has) been) )"
)
_OCCURS = re.compile(
    r"\b(?:were|was|occurred|observed|reported|seen|noted|found|experienced|recorded|detected|developed|in (?:any"
    r"|either|both|all)|during|related)\b"
)
_THERE = re.compile(
    r"(?:[Tt]here (?:were|was|have been)|with|had|[Ww]e (?:observed|found|noted)|reported|experienced|caused"
    r"|produced|and|but|showed|were|revealed)[ ]$"
)


def _noes(words: TextWords) -> Iterator[int]:
    """Where "no", "none", "nobody" or "not a single" stands."""
    for word, behind in _NO_WORDS.items():
        if word in words.distinct and (word != "not" or not words.distinct.isdisjoint(("single", "any"))):
            for at in words.places((word,)):
                if words.text.startswith(behind, at + len(word)):
                    yield at


def _of_people(text: str, none: re.Match[str]) -> bool:
    """Whether "none of" counts participants: "none of the |saline-treated controls|", not "none of the |scores|"."""
    at = none.end("of")
    if none["of"].endswith(_OF_LAST):
        return _NO_PEOPLE.match(text, at) is None
    return text[at : at + 1].isdigit() or noun_phrase(text, at - 1) is not None


def _no_such(document: Document, at: int) -> re.Match[str] | None:
    found = _NO_SUCH.match(document.text, at)
    if found is None or not _ABSTRACT.isdisjoint(found["what"].lower().split()):
        return None
    return found if document.sentence_at(at).section in (None, "results") else None


# "There were no |stillbirths| in either group", "No |anaphylaxis|.": an event, and where it stood or nothing behind it
_NO_NAMED = re.compile(
    r"\b[Nn]o (?P<what>"
    + _GRADES
    + r"(?:[A-Za-z][\w/-]{1,25} ){0,4}?[A-Za-z][\w/-]{2,25}(?: of (?:the )?[a-z]{3,20})?)"
    r"(?P<tail>(?=[.;,]|$| (?:or|and) )| (?:in|with|on|during|among) (?:either|any|both|the|this|our|all|each"
    r"|[a-z]+) [^.;]{0,40})"
)


def _no_named(document: Document, at: int) -> re.Match[str] | None:
    """Nobody with an event that is named, where a sentence begins or says so: "there were no stillbirths"."""
    sentence = document.sentence_at(at)
    before = document.text[max(sentence.start, at - 12) : at]
    if not (before.endswith(_THERE_WAS) or not before or before.endswith((": ", "; "))):
        return None
    found = _NO_NAMED.match(document.text, at)
    if (
        found is None
        or not happens(found["what"])
        or not _ABSTRACT.isdisjoint(found["what"].lower().split(" of ")[0].split())
    ):
        return None
    if not before.endswith(_THERE_WAS) and not found["tail"] and not document.text.startswith((".", ";"), found.end()):
        return None
    return found if sentence.section in (None, "results") else None


def nothing(document: Document, runs: Runs) -> Iterator[Expression]:
    """Counts of nobody: "none of the 4 patients", "No adverse events were reported"."""
    text = document.text
    in_runs = [member for member in runs.members.values() if member.nobody]
    for member in in_runs:
        yield Expression(member.start, member.noun_end, 0, rule=member.rule, score=0.98, noun_end=member.noun_end)
    for at in _noes(document.words):
        none = _NOTHING.match(text, at)
        event = None if none else _NO_EVENT.match(text, at) or _no_such(document, at) or _no_named(document, at)
        if (none is None and event is None) or document.in_furniture(at) or at in runs.members:
            continue
        sentence = document.sentence_at(at)
        if sentence.section in NO_RESULTS:
            continue
        if none is not None:
            if none.group("of") and not _of_people(text, none):
                continue
            against = text.startswith(_CLOSES, none.end()) and _AGAINST.search(text, max(0, at - 30), at) is not None
            if none["word"].startswith(_IN_ANY) and not _NONE_ELSE.search(text, max(sentence.start, at - 20), at):
                continue
            if (
                not (none.group("of") or none["word"].startswith(_IN_ANY) or _NONE_DID.match(text, none.end()))
                and not (none.group("word").startswith("no ") and _IN_NO.search(text, max(sentence.start, at - 60), at))
                and not (
                    none.group("word").startswith(("none", "no "))
                    and IN_ARM.match(text, none.end())
                    and _NONE_ELSE.search(text, max(sentence.start, at - 20), at)
                )
                and not against
            ):
                continue
            as_before = none["word"].startswith(_IN_ANY) or none["of"] == " in the " or against
            rule = "none-else" if as_before else "none"
            out = Expression(none.start(), none.end("word"), 0, rule=rule, score=0.7)
            if none.group("of"):
                after = bisect_left(document.numbers, none.end("of"), key=lambda number: number.start)
                number = document.numbers[after] if after < len(document.numbers) else None
                if number is not None and number.start == none.end("of"):
                    out.denominator, out.end, out.numbers = int(number.value), number.end, [number.index]
            out.noun_end = out.end
            yield out
        elif event is not None and not _NO_EFFECT.match(text, event.end("what")):
            if _EXCEPT.search(text, max(sentence.start, at - 100), at) or _WHO.match(text, event.end("what")):
                continue
            if _BY_SHARE.match(text, event.end("what")) or _IN_SHARE.search(text, max(sentence.start, at - 60), at):
                continue
            if text.endswith(_HAD_LAST, 0, at) and _SHARE_HAD.search(text, max(sentence.start, at - 110), at):
                continue
            before = text[max(sentence.start, event.start() - 24) : event.start()]
            if _OF_OTHERS.search(event["what"]):
                continue  # "no notable differences |in| adverse events"
            if event["what"].endswith(_PROGRESS) and not before.endswith(_THERE_WAS):
                continue  # "no progression but a partial response": a category
            listed = before.endswith(", ") and _THERE_NO.search(text, sentence.start, at) is not None
            if (
                event.start() - sentence.start < 12
                or listed
                or _THERE.search(before)
                or _OCCURS.search(event.group("tail"))
            ):
                modifier = _MODIFIER.match(event.group("tail"))
                modifier = modifier or _MORE_EVENTS.match(event.group("tail"))
                name = _LINKED.sub("", event.group("what"))
                what: str | None = _OF.sub("", name)
                what = None if what in ("case", "cases") else f"{what}{modifier.group() if modifier else ''}"
                yield Expression(
                    event.start(), event.start("what") + len(name), 0, rule="no-event", score=0.6, outcome=what
                )
