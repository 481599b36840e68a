"""Where participants went in a trial, told by a verb of any kind: "two moved away", "leaving 34", "missing for 7".

The counts that no other room reads, and those it takes for another: each with its role, who left it told by parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from trialfacts.cleaning.sentences import Sentence
from trialfacts.counts.head_counts import Count, Reading
from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.numbers import Number


@dataclass(slots=True)
class Flow:
    """A number that tells a stage of the trial: its ``role``, from ``start`` to ``end`` with its noun, the rule.

    With a ``share`` behind it ("11 families (27.5%) dropped out") it is a proportion besides, which keeps the number.
    """

    number: Number
    start: int
    end: int
    role: str
    rule: str
    score: float = 0.985  # above that of a list of counts that share an outcome
    share: bool = False

    @property
    def claims(self) -> tuple[int, ...]:
        """The numbers that it claims, by index."""
        return () if self.share else (self.number.index,)


_BE = r"(?:(?:were|was|are|had been|have been|has been|had to be|having been|being|had|have|having) )?"
_LATER = r"(?:(?:also|then|later|subsequently|therefore|thus|finally|either|[a-z]{3,12}ly) )?"
# What is said of those who are no longer, or were never, in a trial.
_LEFT = (
    r"(?:excluded|withdrawn|omitted|ineligible|(?<=were )replaced|(?<=was )replaced|(?<=be )replaced|eliminated"
    r"|left out|taken (?:out|off)|untraceable|unavailable"
    r"|censored|lost(?= to | from | for |[.,;:)]| \(| and | or )"
    r"|not (?:eligible|entered|seen|included|randomi[sz]ed|enrolled|evaluable|assessable|available|analy[sz]ed)"
    r"|(?:found|judged|deemed|declared|considered|proved) (?:to be )?(?:ineligible|unsuitable|not eligible)"
    r"|(?:could|can) not be (?:traced|reached|contacted|located|followed|included|found|re-?examined|re-?assessed)"
    r"|(?:did not|didn't) (?:attend|come|return|finish|complete|turn up|show up|participate|consent|appear"
    r"|(?:meet|fulfil|fulfill|satisfy) (?:the |all |our |[a-z]+ ){0,3}criteria|take part|wish to|want to|agree"
    r"|enter (?:the|this)|provide|start (?:the )?(?:treatment|therapy|study|trial)|receive (?:any|the allocated))"
    r"|never (?:started|began|returned|attended)"
    r"|failed (?:to (?:complete|return|attend|report|appear|come|keep|follow|meet)|screening)"
    r"|refused|declined|defaulted|absconded|withdrew|dropped (?:out|off)|(?:e|im)?migrated|changed their minds?"
    r"|moved(?= away| house| out| abroad| to |[.,;)]| and | or )|transferred out"
    r"|left (?=the (?:study|trial|area|hospital|country|programme|program)|hospital|against|early|before)"
    r"|missed (?=(?:the |their |its )?(?:[\w-]+ ){0,2}(?:visit|follow-?up|assessment|appointment|examination)))"
)
_ANALYZED = (
    r"(?:(?:evaluable|assessable|analy[sz]ed|usable)(?! (?:as|by|using))"
    r"|entered (?:the |into the )?(?:[\w-]+ ){0,2}analys[ei]s|formed the (?:[\w-]+ ){1,3}(?:set|population|cohort)"
    r"|could be (?:analy[sz]ed|evaluated|assessed))"
)
_COMPLETED = (
    r"(?:(?:finished|completed) (?:the|all|both|this|follow|treatment|every|\d|week|month)|completed(?=[.,;)])"
    r"|completing(?=[.,;)]| the| both| all)"
    r"|remained in (?:the )?(?:study|trial)"
    r"|(?:re-?examined|re-?assessed|re-?interviewed|followed up|seen|returned) at (?=\d|one|two|three|four|five|six))"
)
_SCREENED = r"(?:approached|screened|assessed for eligibility|invited)(?! (?:with|by|for (?!elig|inclus|part)))"
_VERB = re.compile(
    rf" {_BE}{_LATER}(?:(?P<excluded>{_LEFT})|(?P<analyzed>{_ANALYZED})|(?P<completed>{_COMPLETED})"
    rf"|(?P<screened>{_SCREENED}))\b",
)
# One of the words that those begin with is in every sentence that tells of them.
_STEMS = (
    "abscond",
    "analy",
    "approached",
    "assessable",
    "assessed",
    "at hand",
    "attrition",
    "available",
    "censor",
    "changed",
    "collected",
    "complet",
    "could be",
    "declin",
    "default",
    "discard",
    "discontin",
    "drop",
    "eligib",
    "eliminat",
    "entered",
    "evaluable",
    "examined",
    "exclu",
    "fail",
    "finish",
    "followed",
    "formed",
    "interviewed",
    "invited",
    "lacking",
    "leaving",
    "left",
    "losing",
    "loss",
    "lost",
    "migrat",
    "missed",
    "missing",
    "moved",
    "n't",
    "never",
    "not ",
    "obtained",
    "omit",
    "on hand",
    "refus",
    "reject",
    "remain",
    "remov",
    "replaced",
    "retriev",
    "returned",
    "screened",
    "seen",
    "taken o",
    "transferred",
    "unknown",
    "untrace",
    "usable",
    "withdr",
)
_OF_THEM = re.compile(r" of (?:them|these|whom|which)\b")
_WHO = re.compile(r",? (?:who|that|which)\b(?= )")
# "|in group B| withdrew", "|on zidolol| and nine |on placebo| refused"
_GROUP = re.compile(r" (?:in|on|from|taking|receiving|with|without|given|assigned to|allocated to|randomi[sz]ed to) ")
_GROUP_MOST = 70
_CLAUSE_END = re.compile(r"[.;:()]|, (?!and |respectively)")
# A verb between a count and the verb of leaving: another thing is told of those who are counted.
_OTHER_VERB = re.compile(
    r"\b(?:had|has|have|was|were|is|are|did|died|showed|who|which|that|because(?! of)|while|whereas|but"
    r"|[a-z]{3,}ed(?= (?:and|the|a|an)\b))\b"
)
_BRACKET = re.compile(r",? ?\([^()]{1,80}\),?")
_SHARE = re.compile(r" ?[(\[]?\d{1,3}(?:[.,]\d+)? ?%")
_ASIDE = re.compile(r", [^.;:()]{2,60}?,(?= )")
_RESPECTIVELY = re.compile(r",? respectively,?")


def read_flow(document: Document, counts: Sequence[Count]) -> Iterator[Flow]:
    """The counts that tell a stage of the trial, in order; ``counts`` are those that were read before."""
    lower, by_number = document.text.lower(), {count.number.index: count for count in counts}
    for sentence in document.sentences:
        part = lower[sentence.start : sentence.end]
        if not any(stem in part for stem in _STEMS):
            continue
        numbers = [
            number for number in document.numbers if sentence.start <= number.start < sentence.end and _counts(number)
        ]
        if numbers:
            yield from _Stages(document, sentence, numbers, by_number).read()


# Rules that read a count by what is left of a sum.
_WEAK = ("sum", "rest", "bare-part")


def _counts(number: Number) -> bool:
    return not number.decimals and number.percent_end < 0 and number.value >= 1


@dataclass(slots=True)
class _Stages:
    """The stages of the trial that the counts of one sentence tell; ``counts``: what was read before, by number."""

    document: Document
    sentence: Sentence
    numbers: list[Number]
    counts: dict[int, Count]
    found: dict[int, Flow] = field(default_factory=dict)

    def read(self) -> Iterable[Flow]:
        """The counts that tell a stage."""
        document, sentence, found = self.document, self.sentence, self.found
        for at, number in enumerate(self.numbers):
            flow = _told(document, sentence, number) or _led(document, sentence, number)
            if flow is not None:
                told = self.reading(number)
                if told is not None and flow.role != "excluded" and told.rule not in _WEAK:
                    if told.role == flow.role:
                        self.add_before(at, flow)
                    continue  # a room of its own read it
                found[number.index] = flow
                self.add_before(at, flow)
            elif at and (before := found.get(self.numbers[at - 1].index)) is not None:
                flow = _and_more(document, sentence, before, number)
                if flow is not None:
                    found[number.index] = flow
        for at, number in enumerate(self.numbers):
            stage, told = found.get(number.index), self.reading(number)
            if (stage is not None and stage.role == "excluded") or (told is not None and told.role == "excluded"):
                for part in _parts(document, sentence, self.numbers, at):
                    end, _ = _noun_end(document, part)
                    found.setdefault(part.index, Flow(part, part.start, end, "excluded", "flow-part"))
        return found.values()

    def reading(self, number: Number) -> Reading | None:
        """What was read of a number before."""
        count = self.counts.get(number.index)
        return None if count is None else count.reading

    def add_before(self, at: int, flow: Flow) -> None:
        """Adds those counted just before with the same verb: "|four|, |three| and two patients withdrew"."""
        while at > 0 and self.numbers[at - 1].index not in self.found:
            before, number = self.numbers[at - 1], self.numbers[at]
            told = self.reading(before)
            if not _AND.fullmatch(self.document.text, before.end, number.start) and not (
                flow.role == "excluded"
                and told is not None
                and told.rule == "ellipsis"
                and _ARM_AND.fullmatch(self.document.text, before.end, number.start)
            ):
                return
            if flow.role != "excluded" and told is not None and told.rule not in _WEAK:
                return
            if _is_label(self.document.text, self.sentence, before):
                return
            self.found[before.index] = Flow(before, before.start, before.end, flow.role, flow.rule)
            at -= 1


def _noun_end(document: Document, number: Number) -> tuple[int, bool]:
    """Where the noun ends that a number counts, or the number, and whether there is one."""
    phrase = noun_phrase(document.text, number.end, number.value == 1)
    return number.end if phrase is None else phrase.end, phrase is not None


# What stands before a number that counts nobody who is told of behind it: "day |3|", "of the |84|", "aged 12 and |15|".
_NO_COUNT = re.compile(
    r"(?:\b(?:day|days|week|weeks|month|months|year|years|visit|grade|stage|phase|group|arm|study|type|level|cycle|over"
    r"|than|least|(?:of|among)(?: the| these| those| all)?|per|every|score|hour|to|or|about|between|part|session|by"
    r"|patient|subject|volunteer|aged?(?: \d+(?: and| to)?)?) |[<>=\u2264\u2265\u00b1] ?)$",
    re.I,
)
_YEARS = range(1900, 2041)


def _is_label(text: str, sentence: Sentence, number: Number) -> bool:
    """Whether a number is part of a name, a year, a label or a limit, or what others are told of."""
    start = number.start
    if (start and (text[start - 1].isalnum() or text[start - 1] in "-/")) or text[number.end : number.end + 1] == "-":
        return True
    if number.value in _YEARS and "," not in text[number.start : number.end] and start > sentence.start:
        return True
    return _NO_COUNT.search(text, max(sentence.start, start - 24), start) is not None


def _told(document: Document, sentence: Sentence, number: Number) -> Flow | None:
    """What the verb behind a number says of those counted: "two refused", "6 women (2 A, 4 B) did not return"."""
    text = document.text
    end, noun = _noun_end(document, number)
    if _is_label(text, sentence, number) or text[end : end + 1] not in _GO_ON:
        return None
    if (them := _OF_THEM.match(text, end)) is not None:
        end = them.end()
    flow = Flow(number, number.start, end, "", "flow", share=_SHARE.match(text, end) is not None)
    at, who = end, False
    for _ in range(2):
        for pattern in (_BRACKET, _RESPECTIVELY, _WHO):
            if (match := pattern.match(text, at, sentence.end)) is not None:
                at = match.end()
                who = who or pattern is _WHO
        if (verb := _VERB.match(text, at, sentence.end)) is not None:
            flow.role = str(verb.lastgroup)
            if (flow.share and flow.role == "completed") or (who and _WHAT.match(text, verb.end())):
                return None
            return flow
        if (aside := _ASIDE.match(text, at, sentence.end)) is not None and noun:
            at = aside.end()
            continue
        if _GROUP.match(text, at) is None:
            return None
        stop = _CLAUSE_END.search(text, at, min(sentence.end, at + _GROUP_MOST))
        last = min(sentence.end, at + _GROUP_MOST) if stop is None else stop.start()
        space = text.find(" ", at + 1, last)
        while space >= 0:
            if (verb := _VERB.match(text, space, sentence.end)) is not None:
                if _OTHER_VERB.search(text, at, space) is not None:
                    return None
                flow.role = str(verb.lastgroup)
                return flow
            space = text.find(" ", space + 1, last)
        if stop is None or stop.group() != "(":
            return None
        at = stop.start() - 1
    return None


_GO_ON = (" ", ",")
# "20 who refused |zidolol| were included": a kind of people
_WHAT = re.compile(r" (?!to |for |from |in |on |at |the (?:trial|study))[a-zA-Z]")
_AND = re.compile(r"(?:,| and|, and| vs\.?| versus|/) ?")
# "nine |zidolol and| 14 placebo patients withdrew"
_ARM_AND = re.compile(r"(?: [\w+-]{2,30}){1,2}(?:,| and|, and| versus| vs\.?) ")


# What leads to those who left: "excluding |3|", "outcome data were missing for |7|", "dropouts were |6|".
_LEFT_BEFORE = re.compile(
    r"\b(?:(?:exclud(?:ing|ed)|(?:exclusion|removal|withdrawal|loss|elimination|dropping) of|removed|rejected|omitting"
    r"|discarded|losing|dropping)(?: the| a further| another| only| all)?"
    r"|(?:missing|lacking|unknown|unavailable|not (?:available|known|obtainable))"
    r" (?:for|in|from)(?: the| only)?"
    r"|(?:drop-?outs?|drop outs?|withdrawals?|losses|loss to follow-?up|losses to follow-?up|non-?attenders|exclusions"
    r"|attrition)(?: (?:due to|owing to|because of|for) [^.;:()\d]{2,30})?"
    r"(?: (?:were|was|numbered|comprised|totalled|amounted to)|:)(?: only)?"
    r"|[Nn]umbers? (?:withdrawn|lost|excluded) (?:were|was)) $",
    re.I,
)
# Who remained, and whose data there are: "leaving |34|", "samples were obtained from |46|".
_KEPT_BEFORE = re.compile(
    r"\b(?:leaving(?: only| a total of)?"
    r"|(?:data|samples?|measurements?|scores|information|blocks?|specimens?|scans?|questionnaires?|serum|blood|plasma"
    r"|status|readings?|records|biops(?:y|ies)|echocardio\w+|forms|follow-?up) (?!(?:to|on|in) )[^.;:()]{0,40}?"
    r"(?:available|obtained|complete|returned|usable|retrieved|collected|at hand|on hand) "
    r"(?:at [\w -]{2,20} )?(?:for|in|from|by)(?: only| all)?) $",
    re.I,
)
_IN_ARM = re.compile(
    r" (?:[a-z]+ )?(?:in|on|for) (?:the |each |either )?(?!(?:the )?(?:[\w-]+ )?(?:analys|evaluat|study|trial))"
)
_TO_ARMS = re.compile(r"[^.;]{0,60}\b(?:randomi[sz]|assigned|allocated|divided)", re.I)


def _led(document: Document, sentence: Sentence, number: Number) -> Flow | None:
    """What leads to a number says of those counted: "excluding 3 patients", "leaving 34", "missing for 7"."""
    text = document.text
    start = number.start
    end, noun = _noun_end(document, number)
    after = text[end : end + 1]
    if after not in (" ", ",", ".", ";", ")", ":") or (not noun and _OTHER_THING.match(text, end)):
        return None
    at = max(sentence.start, start - 90)
    if _LEFT_BEFORE.search(text, at, start) is not None:
        return Flow(number, start, end, "excluded", "flow-before")
    if _KEPT_BEFORE.search(text, at, start) is None or _IN_ARM.match(text, end):
        return None
    role = "randomized" if _TO_ARMS.match(text, end) else "analyzed"
    return Flow(number, start, end, role, "flow-kept", 0.93)


# "excluding 3 |sessions|": no people
_OTHER_THING = re.compile(
    r" (?:(?!(?:were|was|had|and|or|with|without|who|for|from|in|on|at|due|because|owing|to|as)\b)[a-z]|[%/])"
)
# "nine dropped out |in group A and| four in B", "one |with asthma,| two on dialysis"
_MORE_GAP = re.compile(
    r"(?: [^.;:()\d,]{2,45})?(?: \([^()]{1,40}\))?(?:,|;| and|, and| or| vs\.?| versus)(?: another| a further| only)? "
)
# What goes on with no verb: "two |because of nausea|.", "four |in B|,"
_NO_VERB = re.compile(
    r"(?: [A-Z][\w+/-]{0,12}| patients| controls| more| others)?"
    r"(?: (?:because of|due to|owing to|for|after|from|in|on|with|without|during|at|of)"
    r" (?!each\b|either\b)[^.;:,()]{2,60}?| \([^()]{2,40}\))?(?= ?[.;,()]| and )"
)


def _and_more(document: Document, sentence: Sentence, before: Flow, number: Number) -> Flow | None:
    """Others of the same stage, told with no verb: "nine dropped out in group A and |four| in group B"."""
    text = document.text
    if before.role != "excluded" and before.rule != "flow-kept":
        return None
    end, _ = _noun_end(document, number)
    gap = text[before.end : number.start]
    if len(gap) > 90 or _is_label(text, sentence, number):
        return None
    verb = _VERB.search(gap)
    gap = gap[verb.end() :] if verb is not None else gap
    if _MORE_GAP.fullmatch(gap) is None or _OTHER_VERB.search(gap):
        return None
    more = _NO_VERB.match(text, end, sentence.end)
    if more is None or _OTHER_VERB.search(more.group()):
        return None
    return Flow(number, number.start, end, before.role, "flow-more")


_PARTS_OPEN = re.compile(r"[^.;]{0,70}?(?:\((?!\d+(?:\.\d+)? ?%)|: | - |\u2014|, )(?:[^.;()\d]{0,50}|the remaining )$")
# "four did not complete: |three| deaths, |one| stroke": what befell them, and not who left
_EVENT = re.compile(
    r"(?:-| (?:deaths?|strokes?|refusals?|relapses?|transplant\w*|pregnanc\w+|[\w-]+ (?:deaths?|disease))\b)"
)
_MOST_PARTS = 6
_PART_GAP = 70


def _parts(document: Document, sentence: Sentence, numbers: list[Number], at: int) -> list[Number]:
    """The parts of those who left, told behind them and adding up to them: "five women (|2| on A, |3| on B)"."""
    whole, rest = numbers[at], int(numbers[at].value)
    parts: list[Number] = []
    if rest < 2:
        return []
    last = whole.end
    for number in numbers[at + 1 : at + 1 + _MOST_PARTS]:
        gap = document.text[last : number.start]
        if parts:
            if len(gap) > _PART_GAP or "." in gap.replace("vs.", "").replace("v.", ""):
                return []
        elif _PARTS_OPEN.fullmatch(gap) is None:
            return []
        if _EVENT.match(document.text, number.end):
            return []
        rest -= int(number.value)
        parts.append(number)
        last = number.end
        if rest <= 0:
            break
    return parts if rest == 0 and len(parts) > 1 else []
