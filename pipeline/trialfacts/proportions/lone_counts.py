"""Counts without a percentage or a total, told by what is said of those counted."""

from __future__ import annotations

import re

from trialfacts.counts.count_roles import RATED
from trialfacts.counts.participants import NounPhrase, noun_phrase
from trialfacts.document import Document
from trialfacts.numbers import Number
from trialfacts.proportions.by_arm import ByArm, is_event
from trialfacts.proportions.deeds import did
from trialfacts.proportions.expression import LIST_GAP, UNIT, Expression, next_number, pts
from trialfacts.proportions.lists import CASES_OF, HAPPENED, LOST, Lists, paired
from trialfacts.proportions.pairs import Pairs
from trialfacts.proportions.series import Series
from trialfacts.proportions.verdicts import IN_PLACE

_WHAT = re.compile(
    r" (?P<what>[A-Za-z][^.,;:()]{1,50}?)(?= (?:was|were|occurred|had|in|with|and|developed|among|per)\b|[.,;:()]|$)"
)
# "five of these patients", "88 of whom", "11 of the fetuses", "one of them"
_OF_THESE = re.compile(
    r"[ ]of[ ](?P<who>(?:these|those|the|our|all)[ ](?:[a-z-]{2,20}[ ]){0,2}?(?:patients|participants|subjects"
    r"|women|men|children|infants|fetuses|foetuses|neonates|animals|dogs|cases|controls|eyes)|them|whom|which"
    r"|these|those)\b"
)
# "one of these |ratios|", "nine |studies| were included, three of which"
_THINGS = re.compile(r" of these (?:(?:first|two|three|four|serious|adverse) )?(?!(?:had|were|was)\b)[a-z-]+s\b")
_THINGS_BEFORE = re.compile(
    r"\b(?:studies|trials|reviews?|sessions|visits|courses|samples|specimens|groups|arms|instruments|methods|articles"
    r"|documents|items|questions)\b|\b(?:is|any"
    r"|each) $"
)
_IN_STUDY = re.compile(
    r"[ ](?:were|was|had been|have been|volunteered to be)[ ](?:[a-z]+ly )?(?:evaluable|included|selected|randomi[sz]ed"
    r"|assigned|allocated|eligible|enrolled"
    r"|available"
    r"|analy[sz]ed|in[ ]the (?:study|trial|analys[ie]s|sample|cohort))\b|, (?:tissue|data|samples)\b"
)
# "3 had mild improvement, 5 worsened": those counted were named before.
_ELLIPSIS = re.compile(
    r"(?: \([^()]{1,16}\))?[ ](?P<had>(?:have )?(?:also |still |then |more )?(?:had|showed|experienced|developed"
    r"|reported|achieved|demonstrated)"
    r"|more did not"
    r"|(?:have )?(?:also |then |more )?(?:died|were|was|relapsed|required|responded|improved"
    r"|remained(?! (?:in|to|until) )|recovered|discontinued|survived|became|failed|underwent|needed|gained|passed"
    r"|reached|preferred|chose|converted|healed"
    r"|vomited|bled|conceived|ovulated|quit|worsened|progressed|stopped|suffered|complained|miscarried|seroconverted"
    r"|switched|manifested|exhibited|fulfilled|met|tested))\b(?! (?:[a-z]+ly |determined )?(?:invited|divided|allotted"
    r"|recruited|interviewed|offered|also offered|included"
    r"|enrolled|randomi[sz]ed|assigned|selected|available|being"
    r"|allocated|in |excluded|screened|eligible|analy[sz]ed))"
)
_ELLIPSIS_BEFORE = re.compile(
    r"(?:[,;(:] |(?:and|while|whereas|but|which|whom|these|them|those|remaining|other|only),? |patients, "
    r"|^)(?:the |only |another |a further |the other |the remaining )*$"
)
# "women aged |between 40 and |69 were seen"
_ON_ARM = re.compile(
    r" (?:on|given|receiving|taking|treated with|in (?:the )?|from (?:the )?"
    r"|of (?:the )?)[^.;:,()\d]{2,40}?(?= (?:group |arm )?[a-z]{2,}(?:ed|d)\b)"
    r"(?: (?:group|arm))?"
)
_CLAUSE_LAST = ("; ", ", and ", ", but ", "of whom ")
_BETWEEN = re.compile(r"\b(?:between|aged?|ages)\b[^.;:()\d]{0,20}\d{1,4} (?:and|to) $")
_SAYS_LITTLE = ("had", "showed", "experienced", "developed", "reported", "achieved", "demonstrated", "were", "was")
_HAD_WHAT = re.compile(
    r"[ ](?:a[ ]|an[ ])?(?P<what>(?!an? )(?:(?:[a-z-]+[ ]){0,3}?[a-z-]+(?=[,.;]| and | or | in | after | at )"
    r"|(?:[a-z-]+[ ])?[a-z-]+(?: \d [a-z]+)?)(?<! and)(?<! in)(?<! or))(?=[ ,.;])(?! (?:[a-z]+ )?than\b)"
)
# "The eight patients assigned to X had ...": an arm; "biopsies in five patients showed": what was done to them.
_DEFINITE = re.compile(r"\b(?:[Oo]ne in|[Tt]he|[Tt]hese|[Tt]hose|whereas the|[a-z]{4,} in|by|on|from|between)[ ]$")
# "33 patients stopped, compared with 22 in the placebo group"
_VERSUS_BEFORE = re.compile(r"(?:compared (?:with|to)|versus|vs?\.?|than|against|and)[ ](?:in |by )?(?:only )?$")
# "12 patients| in the X group (n = 90) and |14"
_IN_AND = re.compile(
    r" (?:in|with|of|on|for|from|had|developed|experienced|showed|reported|died|required|needed|were|was)\b(?:[^.;:()]"
    r"|\([^()]{1,20}\)){2,90},? (?:and|versus|vs?\.?|compared (?:with|to)) (?:only )?"
    r"| (?:treated|given|receiving|taking|assigned|allocated|who)\b[^.;:()]{2,90},?"
    r" (?:versus|vs?\.?|compared (?:with|to)) (?:only )?"
)
IN_ARM = re.compile(
    r"[ ](?:in|with|for|of|on|from|receiving|assigned|allocated|given|while (?:on|taking|receiving)|treated (?:with|by)"
    r"|who (?:got|received|took))[ ](?:the[ ])?[A-Za-z]"
)
# "34 women allocated to X and 31| to Y died|"
_TO_ARM = re.compile(
    r" to (?:the )?[^.,;:()\d]{2,50}? (?:died|relapsed|had|developed|experienced|achieved|showed|recovered)\b"
)
_ASIDE_BEFORE = re.compile(r"(?:including|except for|of which|of whom|(?:,|;) and in|namely)[ ](?:only )?$")
# "|In |two men| on zidolol, a clot was| found": who stands before what happened
_PREPOSED = re.compile(
    r"(?: (?:from|in|of|on|with|receiving|given|treated)\b[^.;:()]{2,100})?(?:, (?:the|an?|no|this) [^.;:(),]{3,60}?"
    r"\b(?:was|were|had|did|became|[a-z]{3,}ed)\b"
    r"(?! (?:[a-z]+ly )?(?:measured|assessed|evaluated|given|compared|administered|studied|analy[sz]ed|similar|too"
    r"|available))"
    r"|, [A-Za-z][\w -]{2,40} (?:was|were|had to be) (?:[a-z]+ly )?"
    r"(?:discontinued|stopped|withdrawn|interrupted|suspended|terminated|halted|ceased)\b)"
)
# "the scan |showed new lesions in| 7 women", "pain |presented in| 4"
# "systolic pressure fell |by more than 20 mmHg in| three": a limit that some reached
LIMIT_IN = re.compile(
    r"(?:exceed(?:ing|ed)|(?:more|less|greater|higher|lower) than|above|below|over|under|at least|[<>\u2264\u2265]) ?"
    r"\d[\d.,]{0,6}[ -]?(?:[A-Za-z%\u00b0/]{1,8}(?: (?:per )?[a-z]{3,12}){0,2} )?in(?: only| just)? $"
)
_SHOWN_IN = re.compile(
    r"\b(?:showed|revealed|detected|demonstrated|identified|found|confirmed|caused|led to|resulted in|produced"
    r"|presented|emerged|manifested)(?: (?!such )[a-z -]{3,60})? (?:in|of) $"
)
_FEW = 30  # more than these, named first, are the population: "In 60 men, the mean was"
_FEWEST = 10  # so many fainted, without another word
_VERY_FEW = 20  # more than these did what the protocol says
# "|There was| one failed attempt| in the"
_THERE_WAS = ("here was ", "here were ", "here was only ", "here were only ")
_THERE_NOUN = re.compile(
    r" (?P<what>(?:(?!(?:of|in|and|or|to|on|with|for|the)\b)[A-Za-z][\w/-]* ){0,3}?(?P<noun>[a-z-]{4,24}))"
    r"(?= (?:in|with|on|after|during|among) )"
)
# "ileus was |rare (|one patient on day 3)"
_IN_FEW = re.compile(
    r"\b(?:was|were|remained|is) (?:[a-z]+ly )?(?:rare|low|mild|moderate|minor|few|uncommon|infrequent|unusual|minimal"
    r"|negligible|common|frequent|seen|observed|noted|reported|recorded|present|found|detected|fatal|transient)"
    r"(?: in (?:both|all|either|each|the) (?:[\w-]+ ){0,2}(?:groups?|arms?))? [(\[]$"
)
# "was seen in |none of the men on X and in| 3 men on Y"
_AFTER_NONE = re.compile(r"\b(?:no|none)\b [^.;:()]{2,70}(?:and|but|versus|vs\.?|compared with) (?:only )?(?:in|by) $")
# "|fewer women| in the zidolol arm (n = |3|) had pain than in ..."
_MORE_PEOPLE = re.compile(
    r"\b(?:[Mm]ore|[Ff]ewer|(?:[Ll]ess|[Ll]ower|[Ll]esser|[Hh]igher|[Gg]reater|[Ll]arger|[Ss]maller) numbers? of)"
    r" (?:[\w-]+ ){0,2}?(?:patients|participants|subjects|women|men|children|infants|people|individuals)\b[^.;:]{0,200}"
    r"[(\[][nN] ?= ?$"
)
_TO_LAST = re.compile(r",? (?:and|vs\.?|versus|against|compared with)(?: only)? |, ")
_AFTER_LAST = re.compile(r"[.;)](?!\d)|$| \([pP] ?[=<>]|,? (?:respectively|[pP] ?[=<>])")
_COMPARED = re.compile(r"\b(?:than|compared|versus|vs)\b")
# "18 cases of pain were seen in X, and 11 cases| were seen in |Y"
_SEEN_TOO = re.compile(
    r" (?:were|was) (?:observed|seen|noted|found|reported|detected|recorded|identified) (?:in|with|on) "
)
# "212 events| among |1,463 men"
_AMONG = re.compile(r" (?:among|in) (?:the |all )?")
# "was rare (|zidolol, n = |1; placebo, n = 3)"
_ARMS_SIGNED = re.compile(r"[(\[](?:[A-Za-z][\w/+ -]{1,30}[,:]? n ?= ?(?:\d{1,4}[;,] ?)?){1,4}$")
# "|the number of patients with ulcers was| 12 in"
_NUMBER_WAS = re.compile(
    r"\b[Nn]umbers? of (?:the )?(?:[a-z-]+ )?(?:patients|participants|subjects|women|men|children|infants|people)"
    r" (?:with|who|having|experiencing|developing|requiring|needing|achieving|reporting|showing)"
    r" [^.;:()]{3,60} (?:was|were) $"
    r"|\b[Nn]umbers? of (?:[a-z-]+ ){0,3}?(?:deaths|events|relapses|recurrences|failures|infections|complications"
    r"|fractures|strokes|exacerbations|withdrawals|falls|pregnancies|births|cases) (?:was|were) $"
)
_COUNT = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# "seen in |3 zidolol and| 8 placebo patients", "|8 zidolol-, 6 placebo-, and| 4 X-treated women"
_ARMS_LISTED = re.compile(
    rf"(?: (?!of |patients|cases)[A-Za-z][\w/+-]{{1,24}}){{1,2}}(?:,? and|,|,? versus|,? vs\.?) {_COUNT}"
    rf"(?:(?: [A-Za-z][\w/+-]{{1,24}}){{1,2}}(?:,? and|,) {_COUNT})?(?: (?!of )[A-Za-z][\w/+-]{{1,24}}){{1,2}}? "
    r"(?:patients?|participants?|subjects?|women|men|children|infants|recipients|controls)\b"
)
# "300 |cataracts have been diagnosed|", "One |pulmonary embolism occurred|": things that happen
_THING_HAPPENED = re.compile(
    r" (?P<what>(?:(?!(?:of|in|and|or|to|on|with|without|for|who|that|the|were|was|had)\b)[A-Za-z][\w/-]* ){0,4}?"
    r"(?P<noun>[a-z-]{4,24}|[A-Z]{2,5}s))"
    r"(?: and (?:one|two|three|a|an|\d{1,3}) (?:[a-z-]{3,20} ){1,4}?[a-z-]{3,24})?"
    r"(?: \([^()]{1,30}\))?"
    r" (?:occurr?ed|developed|arose|(?:was|were|(?:have|has|had) been) (?:[a-z]+ly )?(?:observed|reported|diagnosed"
    r"|seen|noted|recorded|detected|documented))\b(?! (?:between|at baseline))"
)
# "on fewer than 22| of the last 28 days|"
_OF_A_PERIOD = re.compile(
    r" (?:out )?of (?:the )?(?:last |first |past |previous )?\d{1,3} (?:days|weeks|months|nights)\b"
)
_TIME_UNIT = re.compile(r"(?:days?|weeks?|months?|years?|hours?|minutes?|h|min|s|wk|mo)\b")
_IN_BRACKET = re.compile(
    r"[)\],;]| (?:in|on|at|after|during|with|of|from|receiving|given) [^()\[\]]{2,60}[)\];,]| each[)\];,]"
)
_IN_SHORT = re.compile(r"\bin[ ]$")
_PTS_WORD = re.compile(r"[ ](?P<what>[a-z]{4,}(?:[ ][a-z]{4,})?)")
_GRADED = re.compile(r"(?:[Gg]enotype |[Gg]rades?[^.;,]{0,14}|\d[/-]|[Aa]t least |more than |\d (?:or|to|and) |per )$")
# "26% (|6 CR, 17 PR|)"
_RESPONSE = re.compile(r" (?:sCR|VGPR|n?CRs?|PRs?)(?![\w-])(?=[.,;)]| and | \(|$)")
_EVENT_NOUN = re.compile(
    r"(?:[ ](?!and |or |of |in |to |groups |without |weeks|days|months|years"
    r"|hours)[A-Za-z][A-Za-z/-]{1,20}){0,4}?[ ](?P<noun>deaths?|adverse (?:drug )?(?:events?|reactions?|effects?)"
    r"|SAEs?|AEs?|relapses?|recurrences?|(?:complete|partial) re(?:sponse|mission)s?"
    r"|(?:complete|partial)(?= and \d{1,3} (?:complete|partial) re(?:sponse|mission)s?)|cases? of"
    r"|episodes? of|complications?|withdrawals?|discontinuations?"
    r"|dropouts?|drop-outs"
    r"|infections?|failures?|exacerbations?|perforations?|bleedings?|hospitali[sz]ations?|pregnanc(?:y|ies)"
    r"|fractures?|strokes?|seizures?|incidents?|side.effects?|reactions?|toxicities|events?|conversions?"
    r"|miscarriages?|stillbirths?|births?|fatalities|reoperations?|falls?|injuries"
    r"|re-?interventions?)(?![A-Za-z])(?! group)"
)
_RATED = re.compile(
    r"\b(?P<rating>excellent|very good|good|fair|moderate|satisfactory|unsatisfactory|poor|complete|partial|mild|severe"
    r"|unchanged|improved|worse|absent|positive|negative|normal|abnormal|successful)"
    r" in (?:only |the other |the remaining |another )?$"
)
_RATED_LAST = (" in ", " only ", " other ", " remaining ", " another ")
_RATED_NEXT = re.compile(r"(?:,| and| or|;) (?:[a-z]+ ){1,2}in |[.;]|, (?:and|respectively)")
# "had |>=| 1 serious AE", "to |prevent| one death", "|\u00a3|121 for X"
_NO_COUNT = re.compile(
    r"(?:[<>\u2264\u2265$\u00a3\u20ac] ?|\b(?:prevent|avoid|avert|per|every|to treat|[Mm]onths?|[Ww]eeks?"
    r"|[Dd]ays?|[Yy]ears?) )$"
)
# "500 events| yield 89% power"
_REQUIRED = re.compile(
    r" (?:(?:will|would) (?:be )?)?"
    r"(?:yields?|provides?|gives?|ensures?|(?:(?:are|were|was|is) )?(?:needed|required|planned))\b"
)
_UNIT_SLASH = re.compile(r" [A-Za-z\u00b5]{1,6}/[A-Za-z]{1,3} ")  # "each 10 |ng/ml| fall"
# "8| more strokes per 10 000 |person-years", "8| more strokes with X than |with Y": by how many arms differ
_SO_MANY_MORE = re.compile(r" more [^.;()]{2,70}? (?:than|per [1-9]|per thousand|for every [1-9]|compared|versus)")
_BARE = frozenset(("event", "events", "incident", "incidents"))
# "leaks (42 events| vs |53)"
_VERSUS_ALONE = re.compile(r" (?:vs?\.?|versus) ")
# "8 of 19 recovered, including |three| with fever"
_INCLUDING = ("including ", "including only ")
# "|There were| 5 complete responses and 9 patients with stable disease"
_THERE_WERE = re.compile(r"\b[Tt]here (?:were|was) ")
_WITH_WHAT = re.compile(r" (?:with|who (?:had|were)) (?P<what>[^.,;:()\d]{3,60}?)(?=[.,;]| and |$)")
# "12 |flares| (4.8 per 100 patient-years)"
_RATED_THINGS = re.compile(r" (?P<what>(?:[a-z-]{3,20} ){0,2}[a-z]{3,20}s)(?= [(\[])")
NO_RESULTS = frozenset(("background", "registration", "objective", "methods"))


class LoneCounts:
    """Reads counts without a percentage or a total."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lists = Lists(document)
        self.series = Series(document)
        self.by_arm = ByArm(document)
        self.pairs = Pairs(document)
        self.numbered: set[int] = set()  # the numbers of a list that an earlier one tells to be counts
        self.last = -1000  # where the last count ended

    def read(self, number: Number, out: Expression) -> bool:
        """Whether a number counts those with an outcome; says so in ``out``, with what is counted and by which rule."""
        text = self.text
        sentence = self.document.sentence_at(number.start)
        if sentence.section in NO_RESULTS:
            return False
        these = _OF_THESE.match(text, number.end) if text.startswith(" of ", number.end) else None
        if these is not None:
            if (
                _IN_STUDY.match(text, these.end())
                or number.value == 1
                and text.endswith(("to ", "into "), 0, number.start)
                or these["who"] == "these"
                and _THINGS.match(text, number.end)
                or _THINGS_BEFORE.search(text, max(sentence.start, number.start - 90), number.start)
            ):
                return False
            out.end = out.noun_end = these.end("who")
            out.rule, out.score = "of-these", 0.85
            return True
        noun = noun_phrase(text, number.end, number.value == 1) or pts(text, number.end)
        before = text[max(sentence.start, number.start - 90) : number.start]
        if noun is not None and noun.head == "cases" and self.by_arm.same_things(number, out, before):
            return True
        if number.index not in self.numbered and (second := self.pairs.read(number, before)) is not None:
            self.numbered.update((number.index, second.index))
        if number.index in self.numbered or self.arms_listed(number, noun, before):
            out.rule, out.score = "count-number-was", 0.97
            out.end = out.noun_end = noun.end if noun is not None else number.end
            return True
        things = _RATED_THINGS.match(text, number.end) if noun is None else None
        end = noun.end if noun is not None else things.end() if things is not None else number.end
        if (self.last >= sentence.start or things is not None) and RATED.match(text, end):
            out.rule, out.score, out.end = "count-rated", 0.97, end
            out.noun_end = end if things is None else -1
            out.outcome = things["what"] if things is not None else None
            return True
        if noun is not None:
            return self.with_noun(number, noun, out, before)
        event = _EVENT_NOUN.match(text, number.end) or _RESPONSE.match(text, number.end)
        event = None if _UNIT_SLASH.match(text, number.end) else event
        if event is not None and " no " in text[number.end : event.end()]:
            return False  # "in all four cycles with no event"
        if event is None or number.value >= 50_000 or _GRADED.search(before) or _NO_COUNT.search(before):
            return self.without_noun(number, out, before)
        if _REQUIRED.match(text, event.end()) or _SO_MANY_MORE.match(text, number.end):
            return False
        out.end = event.end()
        out.outcome = text[number.end + 1 : event.end()]
        if text[number.start - 1] in "([" and out.outcome in _BARE:
            out.outcome = None  # "leaks (30 events": what happened stands before the bracket
        elif out.outcome.endswith(" of"):
            what = _WHAT.match(text, event.end())
            out.outcome = what.group("what") if what else None
            out.end = what.end() if what else out.end
        out.rule, out.score = "event", 0.6
        among = _AMONG.match(text, out.end)
        total = next_number(self.document.numbers, among.end(), number.index + 1) if among else None
        if total is not None and total.value >= number.value and noun_phrase(text, total.end) is not None:
            out.denominator, out.end = int(total.value), total.end
            out.numbers.append(total.index)
            out.rule, out.score = "event-among", 0.97
        return True

    def without_noun(self, number: Number, out: Expression, before: str) -> bool:
        """The same for a count whose noun was said before: "3 had mild improvement", "compared with 22 in X"."""
        text = self.text
        if 1900 <= number.value <= 2100 and number.form != "words" and before.endswith(", "):
            return False  # "from June to May, 2016 were"
        if before.endswith((" and ", " to ")) and _BETWEEN.search(before):
            return False
        if (ellipsis := _ELLIPSIS.match(text, number.end)) and _ELLIPSIS_BEFORE.search(before):
            out.noun_end = number.end
            if ellipsis.group("had").endswith(_SAYS_LITTLE) and (what := _HAD_WHAT.match(text, ellipsis.end())):
                out.end, out.outcome = what.end(), what.group("what")
            out.rule, out.score = "ellipsis", 0.8
        elif _ELLIPSIS_BEFORE.search(before) and (self.did_in_arm(number) or self.did_both(number)):
            out.noun_end = number.end
            out.rule, out.score = "ellipsis", 0.8
        elif (
            number.start - self.last < 110
            and _VERSUS_BEFORE.search(before)
            and not _OF_A_PERIOD.match(text, number.end)
            and (IN_ARM.match(text, number.end) or _TO_ARM.match(text, number.end))
        ) or (text.startswith((")", "]"), number.end) and _VERSUS_ALONE.fullmatch(text, self.last, number.start)):
            out.rule, out.score = "count-versus", 0.9
        elif self.ends_shares(number):
            out.rule, out.score = "count-last", 0.93
        elif (
            before.endswith(_INCLUDING)
            and number.start - self.last < 90
            and (what := _WITH_WHAT.match(text, number.end))
        ):
            out.outcome = what["what"]
            out.rule, out.score = "count-aside", 0.9
        elif before.endswith(_RATED_LAST) and _RATED_NEXT.match(text, number.end) and (rated := _RATED.search(before)):
            out.outcome = rated.group("rating")
            out.rule, out.score = "rated", 0.9
        elif self.few_by_arm(number, before):
            out.start = text.rfind("n", 0, number.start)
            out.rule, out.score = "count-bracketed", 0.98
        elif self.more_people(number, before):
            out.start = text.rfind("n", 0, number.start) if "n" in before[-4:] else text.rfind("N", 0, number.start)
            out.rule, out.score = "count-more-people", 0.98
        elif before.endswith(("(", "[")) and _IN_FEW.search(before) and self.by_arm.in_arm(number.end):
            out.rule, out.score = "count-bracketed", 0.9
        elif paired(text, number, before):
            out.rule, out.score = "count-pair", 0.9
        elif self.numbers_arms(number, before):
            out.rule, out.score = "count-number-was", 0.9
        elif (thing := _THING_HAPPENED.match(text, number.end)) and self.befalls_people(thing, before):
            out.end, out.outcome = thing.end("what"), thing["what"]
            out.rule, out.score = "event-happened", 0.7
        elif self.lists.listed(number):
            self.lists.told.add(number.index)
            out.outcome = self.lists.shared_event(number)
            out.rule, out.score = "count-list", 0.93
        else:
            return (
                self.by_arm.read(number, out, before)
                or self.of_series(number, None, out, before)
                or self.there_was(number, out, before)
                or self.did_alone(number, out, before)
            )
        return True

    def did_in_arm(self, number: Number) -> bool:
        """Whether those counted did something that stands behind their arm: "one on zidolol |fainted|"."""
        if number.decimals or number.percent or number.value > _VERY_FEW:
            return False
        placed = _ON_ARM.match(self.text, number.end)
        if placed is None or not self.document.arms.within(number.end, placed.end()):
            return False
        return _ELLIPSIS.match(self.text, placed.end()) is not None or did(self.text, placed.end())

    def did_both(self, number: Number) -> bool:
        """Whether a count shares the verb behind the next: "|3| and 5 had relapsed"."""
        following = self.document.numbers[number.index + 1] if number.index + 1 < len(self.document.numbers) else None
        if following is None or number.decimals or number.percent or following.decimals or following.percent:
            return False
        if self.text[number.end : following.start] not in (" and ", " vs ", " v ", " vs. ", " versus "):
            return False
        told = _ELLIPSIS.match(self.text, following.end)
        return told is not None and not told["had"].endswith(("were", "was"))

    def did_alone(self, number: Number, out: Expression, before: str) -> bool:
        """The same for a few of whom a clause tells by any verb what they did: ", and |2| fainted"."""
        if number.value > _FEWEST or not before.endswith(_CLAUSE_LAST) or UNIT.match(self.text, number.end):
            return False
        out.noun_end = number.end
        out.rule, out.score = "ellipsis", 0.8
        return not (number.decimals or number.percent) and did(self.text, number.end)

    def ends_shares(self, number: Number) -> bool:
        """Whether a bare count ends a list of counts with their percentages: "7 (17%), 2 (5%) and |0| (P = 0.01)"."""
        text = self.text
        if not text.endswith(("%)", "%]"), 0, self.last) or number.decimals or number.percent:
            return False
        return _TO_LAST.fullmatch(text, self.last, number.start) is not None and (
            _AFTER_LAST.match(text, number.end) is not None
        )

    def there_was(self, number: Number, out: Expression, before: str) -> bool:
        """The same for what there was in an arm: "there was |one failed attempt| in the zidolol group"."""
        thing = _THERE_NOUN.match(self.text, number.end) if before.endswith(_THERE_WAS) else None
        if thing is None or not is_event(thing["noun"]) or not self.by_arm.names_arm(thing.end()):
            return False
        out.end, out.outcome = thing.end("what"), thing["what"]
        out.rule, out.score = "there-was", 0.8
        return True

    def arms_listed(self, number: Number, noun: NounPhrase | None, before: str) -> bool:
        """Whether a list of counts, each before its arm, begins here; remembers it: "in |3 X and 8| placebo men"."""
        if noun is not None or self.text[number.end : number.end + 1] != " ":
            return False
        following = self.document.numbers[number.index + 1] if number.index + 1 < len(self.document.numbers) else None
        if (
            following is None
            or following.start - number.end > 60
            or number.decimals
            or UNIT.match(self.text, number.end)
        ):
            return False
        listed = _ARMS_LISTED.match(self.text, number.end)
        if listed is None or not self.by_arm.names_arm(number.end):
            return False
        if IN_PLACE.search(before) is None and HAPPENED.match(self.text, listed.end()) is None:
            return False
        for other in self.document.numbers[number.index : number.index + 4]:
            if other.start < listed.end():
                self.numbered.add(other.index)
        return True

    def numbers_arms(self, number: Number, before: str) -> bool:
        """Whether a list of the counts of arms begins here; remembers it: "were |3, 8 and 11| in groups A, B and C"."""
        if not before.endswith(("was ", "were ")) or _NUMBER_WAS.search(before) is None:
            return False
        last = number
        for following in self.document.numbers[number.index + 1 : number.index + 5]:
            if LIST_GAP.fullmatch(self.text, last.end, following.start) is None:
                break
            last = following
        if not (IN_ARM.match(self.text, last.end) or self.text.startswith(", respectively", last.end)):
            return False
        self.numbered.update(range(number.index, last.index + 1))
        return True

    def few_by_arm(self, number: Number, before: str) -> bool:
        """Whether a number counts one arm's of what was rare: "was rare (zidolol, n = |1|; placebo, n = 3)"."""
        if not before.endswith(("= ", "=")) or self.text[number.end : number.end + 1] not in ";,)]":
            return False
        arms = _ARMS_SIGNED.search(before)
        return arms is not None and _IN_FEW.search(before, 0, arms.start() + 1) is not None

    def more_people(self, number: Number, before: str) -> bool:
        """Whether a number counts those that there are more or fewer of in an arm: "fewer men on X (n = |2|) fell"."""
        if not before.endswith(("= ", "=")) or self.text[number.end : number.end + 1] not in ";,)]":
            return False
        sentence = self.document.sentence_at(number.start)
        since = max(sentence.start, number.start - 300)
        return (
            _MORE_PEOPLE.search(self.text, since, number.start) is not None
            and _COMPARED.search(self.text, since, min(sentence.end, number.end + 200)) is not None
        )

    def befalls_people(self, thing: re.Match[str], before: str) -> bool:
        """Whether a thing that was seen is one that happens to participants."""
        if _DEFINITE.search(before) or _TIME_UNIT.match(thing["what"]):
            return False  # "was seen on the three scales observed", "within 10 years relapses were observed"
        return is_event(thing["noun"]) and not _GRADED.search(before) and not _NO_COUNT.search(before)

    def of_series(self, number: Number, noun: NounPhrase | None, out: Expression, before: str) -> bool:
        """The same for a count of a series: "headache in two and dry mouth in |one|"."""
        item = self.series.read(number, noun, before, self.last)
        if item is None:
            return False
        out.end, out.outcome = item.end, item.outcome
        out.rule, out.score = "series", 0.95
        return True

    def goes_on(self, number: Number) -> bool:
        """Whether a number is compared with the last count: "in 12 patients in X and 14 patients in Y"."""
        return 0 < number.start - self.last < 110 and _IN_AND.fullmatch(self.text, self.last, number.start) is not None

    def with_noun(self, number: Number, noun: NounPhrase, out: Expression, before: str) -> bool:
        """The same for a count with its noun: "5 patients relapsed", "was seen in 7 women"."""
        text, end = self.text, noun.end
        out.noun_end = out.end = end
        if noun.head == "cases" and noun.modifiers and before.endswith(_THERE_WAS) and noun.modifiers[-1] != "of":
            out.outcome = text[number.end + 1 : end - len(" cases")]
            out.rule, out.score = "event", 0.9
            return True
        if noun.head in ("case", "cases") and (of := CASES_OF.match(text, end)) and not _GRADED.search(before):
            out.outcome, out.rule, out.score = of.group("what"), "event", 0.7
            return True
        happened = None if _DEFINITE.search(before) else HAPPENED.match(text, end)
        if happened is not None and number.value > 1 and happened["verb"].startswith("was "):
            happened = None  # "X among 300 women was associated"
        if happened is not None and LOST.match(text, happened.end()):
            return False
        if happened is not None:
            out.rule, out.score = "count-happened", 0.93 if happened["sudden"] else 0.9
            if happened["both"] and not happened["verb"].startswith("w"):
                out.score = 0.97  # "5 men in X and 8 in Y relapsed": no sizes of arms
        elif IN_PLACE.search(before) or (
            before.endswith((" in ", " of ")) and (_SHOWN_IN.search(before) or LIMIT_IN.search(before))
        ):
            out.rule, out.score = "in-count", 0.9
        elif before.endswith("In ") and number.value <= _FEW and _PREPOSED.match(text, end):
            out.rule, out.score = "count-preposed", 0.93
        elif _ASIDE_BEFORE.search(before) or (
            _IN_SHORT.search(before) and text[end : end + 1] in ",;)." and "(" in before
        ):
            out.rule, out.score = "count-aside", 0.9
        elif _VERSUS_BEFORE.search(before) and IN_ARM.match(text, end) and self.goes_on(number):
            out.rule, out.score = "count-versus", 0.97
        elif (
            noun.head in ("case", "cases")
            and 0 < number.start - self.last < 120
            and _VERSUS_BEFORE.search(before)
            and _SEEN_TOO.match(text, end)
        ):
            out.rule, out.score = "count-versus", 0.9
        elif _AFTER_NONE.search(before):
            out.rule, out.score = "in-count", 0.9
        elif self.lists.listed_last(number, before):
            out.rule, out.score = "count-list", 0.93
        elif before.endswith(("(", "[")) and _IN_FEW.search(before) and _IN_BRACKET.match(text, end):
            out.rule, out.score = "count-bracketed", 0.9
        elif (
            before.endswith((", ", " and "))
            and 0 < number.start - self.last < 60
            and _THERE_WERE.search(text, self.document.sentence_at(number.start).start, self.last)
            and (what := _WITH_WHAT.match(text, end))
        ):
            out.outcome = what["what"]
            out.rule, out.score = "count-aside", 0.9
        elif noun.head == "pts" and (had := _PTS_WORD.match(text, end)):
            out.outcome = had.group("what")
            out.rule, out.score = "count-happened", 0.75
        elif number.value <= _VERY_FEW and not _DEFINITE.search(before) and did(text, end):
            out.rule, out.score = "count-did", 0.9
        else:
            return self.of_series(number, noun, out, before)
        return True
