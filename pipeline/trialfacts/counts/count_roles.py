"""What the words around a count say of it: its role by the verb, or that it is no sample size at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from trialfacts.cleaning.words import TextWords, word_set
from trialfacts.counts.head_counts import NUMBER_WORDS, Count, Reading
from trialfacts.counts.participants import SINGULAR
from trialfacts.numbers import Number

_EARLY = frozenset({"background", "objective", "methods"})
_LATE = frozenset({"results", "conclusions"})


@dataclass(slots=True)
class Told:
    """What a text has told so far: its ``total`` (0: none), every number that was a total, its arms by name."""

    text: str
    words: TextWords
    numbers: Sequence[Number]
    total: int = 0
    totals: set[int] = field(default_factory=set)
    arms: list[str | None] = field(default_factory=list)
    _in_arms: int = 0
    _said: dict[tuple[str, int, int], bool] = field(default_factory=dict)
    _planning: list[int] | None = None  # where words of planning stand

    def add(self, count: Count, reading: Reading) -> None:
        """Takes note of a count that was read."""
        if reading.role == "arm":
            self.arms.append(reading.group)
            self._in_arms += count.n
            if len(self.arms) > 1 and not self.totals:
                self.total = max(self.total, self._in_arms)
        elif reading.role not in ("subgroup", "excluded"):
            self.totals.add(count.n)
            if reading.role in ("enrolled", "randomized", "screened") or not self.total:
                self.total = max(self.total, count.n)

    def early(self, count: Count) -> bool:
        """Whether a count stands where the population is described, not where results are."""
        section = count.sentence.section
        return section in _EARLY or (section not in _LATE and self.total == 0)

    def assigning(self, count: Count) -> bool:
        """Whether the sentence speaks of who was assigned, enrolled or divided."""
        return self._says(_ASSIGNING, count)

    def hypothetical(self, count: Count) -> bool:
        """Whether the sentence computes a sample size or speaks of a population at large."""
        if _TO_BE.match(count.after) or (_WILL.search(count.before[-24:]) and count.sentence.section not in _LATE):
            return False
        if not self._plans(count) or not self._says(_HYPOTHETICAL, count):
            return False
        more = count.next is not None and count.next.n > count.n  # "200 are needed, and 240 will be recruited"
        more = more or count.after.startswith((" would give", " would provide", " would have")) or self._raised(count)
        return more or not self.protocol() or self._says(_AT_LARGE, count)

    def _raised(self, count: Count) -> bool:
        """Whether more are told after: "A power of 80% needs 90 patients. With 10% attrition, 100 will be included"."""
        end = count.sentence.end
        for number in self.numbers[count.number.index + 1 :]:
            if number.start > end + _RAISED_WITHIN:
                break
            if number.start > end and not number.percent and count.n < number.value <= 1.5 * count.n:
                return _RECRUITED.search(self.text, end, number.end + 60) is not None
        return False

    def protocol(self) -> bool:
        """Whether the text has no results: what a protocol plans is its size."""
        return not has_results(self.text) and _TESTED.search(self.text) is None

    def _plans(self, count: Count) -> bool:
        """Whether a word of planning stands in the sentence, before the pattern is tried."""
        if self._planning is None:
            self._planning = self.words.places(_PLANNING & self.words.distinct)
        return any(count.sentence.start <= at < count.sentence.end for at in self._planning)

    def _says(self, pattern: re.Pattern[str], count: Count) -> bool:
        """Whether the sentence, as far as 400 characters around a count, holds a pattern: looked up once."""
        start, end = max(count.sentence.start, count.start - 400), min(count.sentence.end, count.end + 400)
        key = (pattern.pattern, start, end)
        if key not in self._said:
            self._said[key] = pattern.search(self.text, start, end) is not None
        return self._said[key]


# How far behind a sentence that computes a sample size the greater one is looked for, in characters.
_RAISED_WITHIN = 160
_RECRUITED = re.compile(r"\b(?:recruit|includ|enrol|accru|randomi[sz])", re.I)
# "(P = 0.002)": a result, where the sections have no titles; "significance was set at P < 0.05" is none
_TESTED = re.compile(r"\b[Pp] ?(?:[<=>]|less than) ?0?\.(?!05?\b)\d")
# "Results: ", "RESULTS", "Results. "
_RESULTS = re.compile(r"RESULTS|\bResults(?:[:.\n]| ?-)|[ /]results:")


def has_results(text: str) -> bool:
    """Whether a text has a part that tells results; a protocol has none."""
    return _RESULTS.search(text) is not None


def late(count: Count) -> bool:
    """Whether a count stands in the results or conclusions."""
    return count.sentence.section in _LATE


# --- what is no sample size ------------------------------------------------------------------------------------------

# "3 of 12 patients", "none of the 4 patients", "3/12"
_DENOMINATOR = re.compile(
    rf"(?:{NUMBER_WORDS}|%\)?|none|any|each|both|half|most|majority|third|quarter|proportion|rate|all)(?<!,)"
    r"(?: out)? of (?:the |all |our |these |those |a total of |total )*$|\d ?/ ?$",
    re.I,
)
# "352 recurrence events among the 2,463 women", "251 [7.0%] in 3579 patients"
_EVENTS_AMONG = re.compile(
    r"\b\d[\d,]* (?:[\w-]+ ){0,2}?(?:events|deaths|cases|relapses|recurrences|episodes|infections|failures|fractures"
    r"|strokes|complications) (?:in|among)(?: the)? $"
    r"|\d ?[\[(]\d[\d.]* ?%[\])] (?:in|among)(?: the)? $",
    re.I,
)
# "The number of patients with relapses was |35| in the control group and |31| in the other"
_NUMBER_WITH = re.compile(
    r"\b[Nn]umber of (?:the )?[a-z]+ (?:with|having|experiencing|who (?!(?:were |had been |had )?(?:random|assign|alloc"
    r"|enrol|includ|recruit|analy|complet|withdr|dropped|received|underw|left)))"
    r"[^.;:]{3,90} (?:was|were)(?: only)? [^.;:]{0,60}$"
)
# "a definitive trial with about |400| patients", "a main trial would require |412|"
_NEXT_TRIAL = re.compile(
    r"\b(?:larger|definitive|full|main|further|future|full-scale) (?:[a-z-]+ ){0,2}"
    r"(?:trials?|stud(?:y|ies)) (?:with|of|involving|(?:would|will|may) (?:need|require|have|include)|needs|requires)"
    r" (?:about |some |more than |at least |around |a total of )?$",
    re.I,
)
# "one in five adults"
_ONE_IN = re.compile(r"\b(?:one|two|three|[1-3]) in $", re.I)
_OF_ENDS = word_set("of the all our these those total")
# "all 28 patients"
_ALL = re.compile(r"(?<!\bIn )\b[Aa]ll (?:the |of the |these )?$")
# "day 3", "group five", "day 0, 4, 7"
_LABELLED = re.compile(
    r"\b(?<!/)(?:(?:[Gg]roups|[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Hh]ours?|[Vv]isits?|aged?|over|years?|[Aa]ims|[Pp]hases|[Gg]rades|[Ss]tages|[Ll]evels)"
    r"(?: \d+(?:, and|,| and| or|"
    r" to)){0,5}"
    r"|[Gg]roups?|GROUP|[Ss]tages?|[Aa]ims?|[Gg]rades?|[Ss]teps?|[Pp]hases?|[Ll]evels?|[Cc]lass|[Aa]rm|[Tt]ables?"
    r"|[Cc]ohort|[Ss]tud(?:y|ies)|score"
    r") $"
)
# "between the ages of 18 and 65"
_AGES = re.compile(r"\bage[sd]? (?:of|between|from) (?:\d+ (?:and|to) )?$")
# "dementia affects over 4 million people": whom a disease befalls
_AFFECTED = re.compile(r"\baffect(?:s|ing|ed)? (?:[a-z-]+ ){0,3}$")
# What stands in the last three places before the space where that pattern can match.
_LABEL_ENDS = frozenset(
    word[-3:]
    for word in word_set(
        """day days week weeks month months hour hours visit visits age aged over year years group groups stage stages
        aim aims grade grades step steps phase phases level levels class arm table tables cohort study studies score
        and"""
    )
) | {" or", " to"}
_HYPOTHETICAL = re.compile(
    r"\b(?:power of|\d+% power|power to|power analysis|power calculation|sample size (?:of|calculat|was|\()|to"
    r" detect an?"
    r"|required sample|needed to|future|(?:are|is|was|were) planned|planned sample|every year|each year"
    r"|annually|(?:is|are|be) (?:required|needed)|would (?:need|require|be)|feasibility of \w+ing)\b"
    r"|\b(?:need(?:ed|ing)|requir(?:ed|ing)) (?:a minimum of|at least|about|approximately)\b"
    r"|\bat least \d+ [a-z]+ (?:per|in each) (?:group|arm) (?:was|were) (?:required|needed)\b"
    r"|(?:\balpha|\u03b1)(?: error)?(?: of)? ?=? ?0?\.\d",
    re.I,
)
_PLANNING = word_set(
    """power size detect required requiring sample needed needing future planned year annually would feasibility alpha
    \u03b1"""
)
_AT_LARGE = re.compile(r"\b(?:future|every year|each year|annually)\b", re.I)
# "will enrol 400 patients": a protocol's size, also where the power is told beside it.
_TO_BE = re.compile(
    r" (?:in total )?(?:will|must|should|are to|need to|have to) be (?:recruited|enrolled|included"
    r"|randomi[sz]ed|randomly)"
)
_WILL = re.compile(r"(?:will|to) (?:enrol|include|recruit|randomi[sz]e|be) ?(?:about |up to |a total of )?$")
PERCENT_AFTER = re.compile(
    r" ?[(\[]?[,;]? ?(?:n ?= ?\d+[,;] ?)?\d{1,3}(?:[.,]\d+)? ?(?:%|per ?cent)"
    r"(?! (?:[a-z-]+ )?(?:lost|females?|males?|(?:wo)?m[ae]n|girls|boys|white)\b)"
    r"(?! [a-z-]{3,20}(?: [a-z-]{3,20})?, \d\d?(?:\.\d)? ?%)"
)
# "4% (n = 4)", "(4%, n = 4)"
_PERCENT_BEFORE = re.compile(
    r"(?:^|[(\[]|(?:[.,;:]|\b(?:in|to|and|or|from|by|vs\.?|versus|was|were|only|of|than|about|with|for)) )"
    r"(?:\d[\d.]*|[A-Za-z]+) ?(?:%|per ?cent) ?(?:[(\[]|, )$"
)
# "26 classes", "12 studies": what n = counts, where it is no people.
_OTHER_UNITS = re.compile(r" [a-z]+s\b")


# "145 patients| (6.2 per 100 patient-years)": whom something befell, with its rate
RATED = re.compile(
    r" [(\[](?:(?:rate|incidence)[:,]? (?:of )?)?\d{1,4}(?:\.\d{1,3})? (?:events? )?per "
    r"(?:1[0 ,]{1,7} )?(?:person|patient|participant|woman|child)[ -]?(?:years?|months?|days?|weeks?)"
)


def rejected(count: Count) -> bool:
    """Whether the words beside a number show that it is a label or an outcome's count."""
    before, after = count.before, count.after
    last = before[:-1].rpartition(" ")[2].lower()
    if (last in _OF_ENDS or before[-2:].strip() == "/") and _DENOMINATOR.search(before[-40:]):
        return True
    if ("trial" in before[-60:] or "stud" in before[-60:]) and _NEXT_TRIAL.search(before[-90:]):
        return True
    if (last == "in" and _ONE_IN.search(before[-9:])) or (count.n < 5 and before.endswith("t least ")):
        return True
    if count.n < 100 and "age" in before[-22:] and _AGES.search(before[-22:]):
        return True
    if count.n > 10_000 and _AFFECTED.search(before[-50:]):
        return True
    if count.n < 3 and count.form != "n" and after.startswith((" group", " arm", " equal group")):
        return True
    if count.form == "n":
        if PERCENT_AFTER.match(after) or (count.phrase is None and _OTHER_UNITS.match(after)):
            return True
        return _PERCENT_BEFORE.search(before[-30:]) is not None
    if last in ("in", "among") and _EVENTS_AMONG.search(before[-60:]):
        return True  # "352 deaths among 2,463 women": what the deaths are of
    if "umber of " in before and _NUMBER_WITH.search(before):
        return True
    if after.startswith((" (", " [")) and RATED.match(after):
        return True
    ending = before[-4:-1].lower()
    if count.form == "noun" and _SPAN_BEFORE.search(before[-24:]):
        return False  # "After 2 years 5 infants were excluded", "In each group 30 men"
    part = count.whole and count.n > 9 and last in ("arm", "group")  # "(zidolol arm 30, vehicle arm 29)"
    if count.n < 61 and not part and (ending in _LABEL_ENDS or ending[-1:] == ",") and _LABELLED.search(before[-40:]):
        return True
    if (count.n < 10 and before[-1:] == ":") or (" random" in after[:9] and _RANDOM_THINGS.match(after)):
        return True  # "randomized 1:1:1 to", "two randomized groups"
    if (each := _EACH_UNIT.match(after)) is not None and (each["unit"] in SINGULAR or each["unit"] in _PENS):
        return True  # "two piglets per litter"
    if before[-1:] in ("(", "[") and after[:1] in (")", "]", ";", ",") and _COMPARED_IN.search(before[-150:]):
        return True  # "fewer women in the zidolol group (4) than in the vehicle group (9) had a flare"
    if _of_each(before) or after.startswith(_EACH_PLACE) or before.endswith(("or every ", "blocks of ")):
        return True  # "30 children per school"
    if count.phrase is not None and count.phrase.head == "pts" and _OF_POINTS.search(before[-24:]):
        return True  # "total score +14 pts"
    if only_planned(before[-50:], count.document.text):
        return True
    if (count.n in _RATE_BASES and before.endswith("per ")) or before[-2:].strip()[-1:] in _BOUNDS:
        return True  # "42.5 per 1000 women", "in the presence of <= 7 peers"
    return "ll " in before[-16:] and _ALL.search(before[-16:]) is not None and FATE.match(after) is None


def only_planned(before: str, text: str) -> bool:
    """Whether the words before a number tell how many were planned: "61 of the planned |80 women|"."""
    if before.endswith(("planned ", "planned for ")) or _TO_BE_REACHED.search(before):
        return True
    return "lanned to " in before and _PLANNED_TO.search(before) is not None and _STOPPED.search(text) is not None


# "We planned to enrol 60 women": not where the trial was stopped
_PLANNED_TO = re.compile(r"lanned to (?:randomi[sz]e|enroll?|recruit|include|accrue) (?:a total of |about )?$")
_STOPPED = re.compile(
    r"\b(?:stopped|closed|terminated|halted|discontinued) (?:early|prematurely|due|because|after|for)\b"
)
_OF_POINTS = re.compile(r"[+\u00b1-]$|\b(?:scores?|scales?|index|points?)\b[^.;()]{0,12}$")
# "(planned enrolment: 640 patients)"
_TO_BE_REACHED = re.compile(
    r"\((?:planned|target|projected|intended|anticipated) (?:enroll?ment|accrual|recruitment|sample(?: size)?|size)"
    r"(?:[:,=] ?| of | was )$",
    re.I,
)
_COMPARED_IN = re.compile(
    r"\b(?:[Mm]ore|[Ff]ewer) [^.;()\d]{3,70}(?:[(\[]\d{1,4}[)\]] (?:than|compared with|versus"
    r"|vs\.?) [^.;()\d]{2,50})?[(\[]$"
)
_BOUNDS = ("\u2264", "\u2265", "<", ">")
_RATE_BASES = (100, 1000, 10_000, 100_000)


def _of_each(before: str) -> bool:
    """Whether so many are told of each person, place or session: "from each patient, two premolars"."""
    if " each " in before[-40:].lower() and _FROM_EACH.search(before[-40:]):
        return True
    if ("Each " in before or "Every " in before) and _EACH_DID.search(before):
        return True
    return before.endswith(" in groups of ") and not _ALLOTTED.search(before[-60:])


# What is counted is no people: "clusters (n = 50)", "intervention (n = 25) or control (n = 25) villages".
_PLACE_WORDS = (
    r"(?:clusters|villages|schools|practices|hospitals|clinics|cent(?:re|er)s|units|wards|sites|communities|classes"
    r"|classrooms|facilities|pharmacies|districts)"
)
PLACES = re.compile(rf"\b{_PLACE_WORDS} ?$", re.I)
# "practices were randomized to zidolol (n = 4)"
PLACES_ASSIGNED = re.compile(
    rf"\b(?:{_PLACE_WORDS[3:-1]}|services|homes|teams) (?:were |was )?(?:cluster[ -])?(?:randomly |then )*"
    r"(?:randomi[sz]ed|assigned|allocated)\b[^.;]*$",
    re.I,
)
PLACES_AFTER = re.compile(rf"\)? (?:[a-z-]+ )?{_PLACE_WORDS}\b")
_RANDOM_THINGS = re.compile(
    rf",? randomi[sz]ed,? (?:(?!(?:to|in|into|from|and) )[\w-]+,? ){{0,8}}?"
    rf"(?:groups|studies|trials|arms|experiments|{_PLACE_WORDS})\b"
)
_SPAN_BEFORE = re.compile(
    r"\b(?:after|At|at|After|in|within) \d+(?:\.\d)? (?:years|months|weeks|days),? $|\b[Ee]ach (?:group|arm|cohort),? $"
)
_EACH_UNIT = re.compile(r" (?:per|each|(?:in|from|of|for) each) (?P<unit>[a-z]+)")
_FROM_EACH = re.compile(
    r"\b(?:from|in|of|for|on|per|to) each (?!group|arm|cohort|treatment|condition|sequence|of )[a-z-]+(?: [a-z]+)?,? $",
    re.I,
)
# "Each trainee had to intubate 50 patients", "Every surgeon will enrol 30 women"
_EACH_DID = re.compile(
    r"\b(?:Each|Every) (?!of|(?:[a-z-]+ )?(?:group|arm|cohort|treatment|condition|sequence|intervention|dose))"
    r"[a-z-]+(?: [a-z-]+)? "
    r"(?:was|will|would|had|has|must|should|could|[a-z]{2,}(?:ed|s)) [^.;]{0,60}$"
)
_ALLOTTED = re.compile(r"randomi[sz]ed|assigned|allocated|divided", re.I)
_PENS = word_set("pen pens cage litter tank paddock stall box sow gilt mare hen ewe rabbit mouse family session table")
_EACH_PLACE = tuple(f" per {word}" for word in "school site cent class practice clinic participating village".split())
# "a random subsample of 120 nurses"
SUBSET = re.compile(r"(?P<group>[\w-]+ sub-?(?:set|group|sample|cohort)) of $")
VERSUS = re.compile(r"(?:\bvs?\.?|\bversus|\bcompared (?:with|to)) $")
OUTCOME = re.compile(
    r"[ ,]*(?:(?:who|that|which) )?(?:also |each |still |only |never |subsequently |later |spontaneously "
    r"|successfully )?"
    r"(?:ha(?:d|ve|s)(?! been (?:random|enrol|recruit|includ|assign|alloc|screen|follow|studied)| completed| finished)"
    r"|having"
    r"|developed|experienced|show(?:ed|n|s|ing)|improved|achieved|died|suffered|reported"
    r"|required"
    r"|respond|relapsed|needed|became|remained(?! in the (?:study|trial))|failed"
    r"|exhibit|demonstrat|stopped|survived|recovered|complain"
    r"|did not"
    r"|gained|lost (?!to)|(?:was|were) (?:not |still |also )?(?:positive|negative|cured|alive|found|able|unable"
    r"|successful|detected|observed|noted|satisf|sero|free|dead|considered|judged|deemed|serious|severe|mild|diagnosed|hospitali|infected|classified"
    r"|converted|readmitted|infect)"
    r"|presented|resolved|continued|progressed|underwent (?:re|surg)|withheld|voided|delivered|conceived"
    r"|preferred|chose|missed|forgot|omitted|skipped|violated (?!(?:the )?(?:study )?protocol)|took (?:less|fewer"
    r"|more|no)\b"
    r"|met (?!(?:the |all )?(?:\w+ )?(?:criteria|inclusion|eligib))"
    r"|scored|tested|turned|per (?!groups?\b|arm\b|cohort\b|treatment\b|condition\b)[a-z]+"
    r"|with (?:an? )?(?:adverse|complete|partial|progressive|stable)"
    r"|discontinu|refus)"
)
_OUTCOME_BEFORE = re.compile(
    r"(?:observed|seen|occurred|found|reported|detected|present|noted|developed|achieved|required|needed|successful"
    r"|recorded|resolved|identified|discontinued|stopped|positive|negative|improved|obtained|performed successfully"
    r"|complications?|events?|confirmed|experienced|complained|documented|diagnosed|died|deaths?|failed|failure"
    r"|evident"
    r"|effective|withdrawal|(?:positive|negative) for [^;,()]{2,30}) (?:in|by|for|among|from|with)?(?: only| just"
    r"| another| the| other| a further)? ?$"
)
# What can only be an outcome, also where nobody was told before: "|occurred in| 12 patients", "six patients |died|"
_BEFELL = re.compile(
    r"[ ,]*(?:\([^()]{1,60}\) )?(?:who )?(?:died|relapsed|responded|progressed|suffered|crossed over|recovered|worsened"
    r"|with [a-z][^.;,()]{2,50} (?:was|were) (?:observed|seen|noted|reported|recorded|documented)"
    r"|(?:developed|experienced|achieved|showed|had|reported) (?:an? |the |no |some "
    r"|any )?(?:[a-z]+ly )?(?:[\w-]+ ){0,2}?"
    r"(?:improve\w+|events?|(?:side|adverse) effects?|AEs|complications?|responses?|relapses?|remissions?"
    r"|recurrences?|reactions?|infections?"
    r"|toxicity|infarct\w*|progression|bleeding))\b"
)
_BEFELL_BEFORE = re.compile(
    r"\b(?:occurred|occurring|successful|complications?|events?|deaths?|died|failed|developed|adverse reactions?) "
    r"(?:in|among)(?: only| the| another)? $",
    re.I,
)


def suffered(count: Count) -> bool:
    """Whether the words beside a count tell an outcome, also where no participants were told before it."""
    if count.sentence.section in _EARLY:
        return False
    if count.after.startswith(" who ") and not count.before.lower().endswith(("of the ", "of these ")):
        return False  # "among the 12 patients who relapsed": a part of the population
    return _BEFELL.match(count.after) is not None or _BEFELL_BEFORE.search(count.before[-40:]) is not None


def suffered_too(count: Count) -> bool:
    """ "|complications in 12 patients on zidolol| and 9 on vehicle": whether a count goes on with such an outcome"""
    before = count.previous
    while before is not None and before.form == "n":
        before = before.previous
    if before is None or before.reading is not None or before.phrase is None:
        return False
    gap = before.after[: max(0, count.start - before.end)]
    return len(gap) < 90 and gap.endswith(_AND) and (suffered(before) or outcome_before(before.before))


_AND = (" and ", " versus ", " vs ", " vs. ", " compared with ", " compared to ", " v ")

# What the words before a count end in where that pattern can match.
_OUTCOME_ENDS = tuple(
    word_set(
        """ed seen found present successful positive negative successfully complication complications event events
        death deaths failure evident effective withdrawal in by for among from with only just another the other
        further"""
    )
)


_WE_FOUND = tuple(f"we {verb} " for verb in ("identified", "found", "obtained", "finally identified"))


def outcome_before(before: str) -> bool:
    """Whether the words before a count say what befell it: "complications in 3 patients"."""
    words = before[-60:].lower()
    if words.endswith(_WE_FOUND):
        return False  # "We identified 820 patients"
    return words.rstrip().endswith(_OUTCOME_ENDS) and _OUTCOME_BEFORE.search(words) is not None


# "three patients |in group B had| an infection"
_HAD = re.compile(r" (?:(?:in|with|on) [^.;,()]{2,50}? )?had (?!been )")
# Hardly a trial has fewer participants.
_FEWEST = 10


def few_had(count: Count) -> bool:
    """Whether an outcome of a few is told in an abstract with no sections, where nobody may have been told before."""
    if count.n >= _FEWEST or count.sentence.section is not None:
        return False
    return outcome_before(count.before) or _HAD.match(count.after) is not None


# "56 patients |assigned to zidolol| died", "9 |given placebo| relapsed", "7 |in the gel group| started insulin": who
# they are, and then what befell them
_GIVEN = re.compile(
    r"(?: who (?:were|had been))?(?: [a-z]+ly)? (?:(?:assigned|allocated|randomi[sz]ed) to|treated (?:with|by)|given"
    r"|receiving|taking|on(?= [a-z]{5,20} had )"
    r"|(?:in|of|from|on)(?= (?!each |both |either )(?:the )?[^.;:,()\d]{2,40} (?:group|arm)\b)) "
)
# How far the verb is looked for behind that, in characters.
_VERB_WITHIN = 60
_CLAUSE_ENDS = re.compile(r"[.;:,()]| who | that | which |$")
_ASIDE = re.compile(r" ?\([^()]{1,60}\)")
_BEFELL_THEM = re.compile(
    r" (?:(?:started|began|initiated) (?!(?:the |their |study )*(?:treatment|therapy|study|trial|intervention)\b)"
    r"|switched|crossed over|(?:was|were) (?:re-?)?(?:operated|transplanted|intubated|transferred|admitted|switched))"
)


def _what_befell(after: str) -> int:
    """Where the verb stands that tells what befell those who had a treatment; -1: no treatment, or no such verb."""
    given = _GIVEN.match(after)
    if given is None:
        return -1
    end = _CLAUSE_ENDS.search(after, given.end(), given.end() + _VERB_WITHIN)
    stop = end.start() if end is not None else given.end() + _VERB_WITHIN
    if (aside := _ASIDE.match(after, max(0, stop - 1))) is not None and OUTCOME.match(after, aside.end()):
        return aside.end()  # "receiving zidolol (7 daily, 4 weekly) developed"
    at = after.find(" ", given.end(), stop)
    while at >= 0 and OUTCOME.match(after, at) is None and _BEFELL_THEM.match(after, at) is None:
        at = after.find(" ", at + 1, stop)
    return at


def given_befell(before: str, after: str) -> bool:
    """Whether the words around a count tell a treatment that some patients had, and then what befell them."""
    if before.lower().endswith(("the ", "these ", "those ")):
        return False  # "the eight patients assigned to zidolol had": all of them
    return _what_befell(after) >= 0


# --- roles by verbs --------------------------------------------------------------------------------------------------

# "after randomization" is a time; whom a survey takes "randomly selected" people from is no trial's size
_RANDOM = (
    r"(?<!after )(?<!before )(?<!since )(?<!at )randomi[sz]\w*"
    r"|randomly(?! (?:selected|chosen|sampled|drawn|picked)\b(?! (?:to (?:receive|be given|undergo|take)|into|for t)))"
    r"|at random|assigned|allocated|divided"
)
_EXCLUDED = (
    r"excluded|withdr[ae]w\w*|dropped out|drop-?outs?|lost (?:to|for|during)|did not (?:complete|return|attend)"
    r"|violated (?:the )?(?:study )?protocol|left (?:the )?(?:study|trial|hospital)|moved away"
    r"|had no (?:\w+ ){0,2}(?:assessment|follow-?up|data)"
    r"|discontinued(?! (?:[a-z-]+ )?(?:treatment|therapy|medication|due to|because|after|following|for)\b)"
    r"|were lost|was lost"
    r"|(?:were|was) (?:\w+ )?(?:to be )?(?:ineligible|unsuitable|not (?:to be )?(?:eligible|candidates?))"
)
_ROLE = re.compile(
    rf"\W(?:(?P<excluded>{_EXCLUDED})"
    r"|(?P<screened>screened|assessed for|approached|invited|interviewed for)"
    r"|(?P<completed>completing(?<!of completing)(?<!after completing)(?<!before completing)"
    r"|completed(?! (?:the |a )?(?:\w+ )?(?:baseline|survey|question))|finished|concluded"
    r"|fulfilled the(?! (?:[\w-]+ ){0,2}criteria)"
    r"|complete follow|remained in the (?:study|trial)|followed[ -]up|participated in the (?:[\w-]+ ){0,2}follow-?up)"
    r"|(?P<analyzed>analy[sz]\w+|evaluable|assessable|available|evaluated|statistical|were assessed(?! for elig)"
    r"|eligible for (?:the )?(?:response|toxicity|efficacy|safety|analys[ei]s|evaluation))"
    rf"|(?P<randomized>{_RANDOM})"
    r"|(?P<enrolled>enrol\w*|includ\w+|recruit\w+|participat\w+|entered|register\w+|studied|selected|took part"
    r"|fulfilled|treated"
    r"|received|underwent|were given|consented|agreed|eligible))\b"
)


@dataclass(slots=True)
class RoleVerb:
    """A verb that tells a role: the ``role``, its ``words`` in lower case and where they stand."""

    role: str
    words: str
    start: int
    end: int


def find_role(words: str, at: int = 0) -> RoleVerb | None:
    """The first verb of a role that begins after the character ``at``, which is no letter."""
    match = _ROLE.search(words.lower(), at)
    if match is None:
        return None
    role = str(match.lastgroup)
    return RoleVerb(role, match[role], match.start(role), match.end())


_FOR_ANALYSIS = re.compile(
    r" ?[^.;,]{0,24}\b(?:in|for|to)(?: the| our| this)? (?:[\w-]+ ){0,3}"
    r"(?:analys[ei]s|evaluation\b|(?:[\w-]*treat|treatment|[\w-]*protocol|safety|ITT) (?:\([A-Z]{2,5}\) )?"
    r"(?:population|cohort|set|sample))"
)


def of_analysis(role: str, after: str) -> str:
    """The role of those who were included, by what ``after`` says: "|in the intention-to-treat population|"."""
    return "analyzed" if role == "enrolled" and _FOR_ANALYSIS.match(after) else role


# "Six patients on zidolol and five on placebo withdrew", "41 of whom were evaluable", "one patient moved away"
FATE = re.compile(
    r"(?:(?: (?:who )?(?:in|on|from|of|taking|receiving|given|assigned to|allocated(?: to)?|randomi[sz]ed to"
    r"|with) [^.;,()]{1,120}?)?\)?(?: \([^()]{1,30}\))?"
    r"(?: (?:were|was|had been|have been|had to be|have|had|has))?(?: (?:later|[a-z]+ly))? (?P<excluded>withdrew"
    r"|(?:withdrawn|excluded|lost)\b|dropped out|did"
    r" not (?:complete|return|attend)|declined (?:to\b|participation|consent|and\b)|declined(?=[,.;])"
    r"|refused (?:to (?:take|part|join)\w*|participation|consent)|refused(?=[,.;])"
    r"|violated (?:the )?(?:study )?protocol|left (?:the )?(?:study|trial|hospital)|moved away"
    r"|had no (?:\w+ ){0,2}(?:assessment|follow-?up|data)"
    r"|(?:\w+ )?(?:to be )?(?:ineligible|unsuitable|not (?:to be )?(?:eligible|candidates?))\b"
    r"|failed to (?:complete|return|attend|keep)\b)"
    r"|(?: (?:who|were|was))? (?:(?P<completed>(?:completed|finished) (?:the|all|both|this|follow|treatment|\d)"
    r"|attended (?:the|all) )"
    r"|(?P<analyzed>evaluable|assessable|(?:available|eligible) for (?:\w+ ){0,2}analys|analy[sz]ed))"
    r")"
)
_RANDOM_LATER = re.compile(
    rf"(?<!after )\b(?:{_RANDOM})\b(?! (?:clinical|controlled|trial|study|double|placebo|open|prospective))"
)
# The verb before the count: "we randomized 90 patients", "data were available for 19 patients".
_ROLE_BEFORE = re.compile(
    r"(?:(?P<randomized>randomi[sz]ed|randomly (?:assigned|allocated|divided)|randomi[sz]ation[^.;,]{0,30}|assigned"
    r"|allocated)"
    r"|(?P<screened>screened|screening|approached|invited)"
    r"|(?P<excluded>excluded|excluding|exclusion of|withdrawal of|except(?: for)?|loss of)"
    r"|(?P<completed>completed by|responded to by)"
    r"|(?P<analyzed>results (?:are|were) (?:reported|presented|available|given) for"
    r"|(?:data|scores|samples|specimens|biops\w+|information|measurements"
    r"|questionnaires)[^.;,:]{0,40} (?:from|for"
    r"|of|on|in)|(?:blood|isolates|sera|serum|plasma|tissue|records)[^.;,:]{0,40} from|analy[sz]ed"
    r"|analys[ei]s(?: (?!trial|study)\w+){0,3}? (?:of|on|in|with|included|comprised)|analys[ei]s"
    r"|available for (?:\w+ ){1,3}(?:in|from)|available (?:for|from|in)"
    r"|(?:was|were) (?:\w+ly )?(?:evaluated|assessed|determined) in"
    r"|(?:treat|protocol|analysis|safety|ITT) population (?:consisted of|of|included|comprised))"
    r"|(?P<enrolled>enrol(?:led|ling|s|l)?|registered|recruit(?:ed|ing|s)?|includ(?:ed|ing|es|e)"
    r"|performed (?:on|in|with|among)"
    r"|conducted (?:on|in|with|among)|carried out (?:on|in)|studied|involv(?:ed|ing)|comprised|consisted of"
    r"|consisting of|obtained from|took in|population (?:consisted of|of|included|comprised)))"
    r" (?:a total of |total of |a total |on |in |by |for |from |among |with |of |the |all |approximately "
    r"|about |up to "
    r"|another |a |an |cohort of |sample of |group of )*$"
)
# What those verbs begin with: tried first, since it costs a tenth.
_MAY_LEAD = re.compile(
    r"random|assigned|allocated|screen|approached|invited|exclu|withdrawal of|except|loss of|completed by|responded to"
    r"|data|results|scores|samples|specimens|biops|information|measurements|questionnaires|blood|isolates|sera|serum|plasma|tissue"
    r"|records|analy|available|evaluated|assessed|determined|population|enrol|registered|recruit"
    r"|includ|performed|conducted|carried out|studied|involv|comprised"
    r"|consist|obtained|took in"
)
# The words that a count can follow where such a verb leads to it: looked up before the pattern is tried.
_LEADS_IN = word_set(
    """of on in by for from among with the all approximately about to a an another except comprised comprising included
    including includes include involved involving recruited recruiting recruits registered enrolled enrolling enrols
    enrol enroll randomized randomised assigned allocated screened screening approached invited excluded excluding
    analyzed analysed analysis studied"""
)


def role_before(before: str) -> re.Match[str] | None:
    """The verb that leads to a count, just before it."""
    if before[:-1].rpartition(" ")[2].lower() not in _LEADS_IN:
        return None
    words = before[-90:].lower()
    return _ROLE_BEFORE.search(words) if _MAY_LEAD.search(words) else None


def random_next(after: str) -> bool:
    """Whether words say that people were randomized."""
    words = after.lower()
    may = "random" in words or "assigned" in words or "allocated" in words or "divided" in words
    return may and _RANDOM_LATER.search(words) is not None


_PERCENT_VERB = re.compile(
    r" ?(?:of (?:them|whom|these) )?\((?:\d+/\d+, ?)?\d[\d.,]* ?%[^()]{0,60}\)"
    r"(?: [A-Za-z][a-zA-Z-]*){0,3}?(?: \([^()%]{1,60}\))?,? (?:(?P<completed>completed (?:the|all|both"
    r"|follow|this|\d)(?! (?:[a-z-]+ )?(?:survey|question))"
    r"|(?:satisfied|met|fulfilled) [^.;()\d]{0,40}criteria and completed the"
    r"|finished the|remained in the (?:study|trial)|were retained|provided [^.;,()]{0,30}\b(?:data|assessments))"
    r"|(?P<randomized>entered (?:the )?randomi[sz]ation|were (?:[\w-]+ and )?random|randomi[sz]ed(?= \(|[.,;]| to )"
    r"|[^.;()\d]{0,120}(?:\([^()]{1,60}\)[^.;()\d]{0,40})?\bwere (?:then |subsequently )?random)"
    r"|(?P<analyzed>(?:were )?(?:considered )?(?:evaluable|assessable|analy[sz]ed|evaluated"
    r"|included in the (?:\w+ ){0,3}analys)"
    r"|(?:[^.;()\d]{3,60} and )?(?:were|are) included in (?:this|the present) )"
    r"|(?P<enrolled>participated|took part|agreed to|consented"
    r"|were (?:then |subsequently |finally )?(?:enrolled|recruited|included))"
    r"|(?P<excluded>(?:were|was) (?:lost|excluded)|dropped out|withdrew|lost to))"
)


# "The diaries were completed by 40 patients (80%)": who did that, and not who stayed to the end
_FORMS = re.compile(
    r"\b(?:questionnaires?|diar(?:y|ies)|surveys?|forms|scales?|instruments?|interviews?|assessments?)"
    r"(?: [\w-]+){0,4} (?:was|were) (?:[a-z]+ly )?completed by ",
    re.I,
)


def read_percent(count: Count) -> Reading | None:
    """ "57 patients (79%) completed the study" """
    match = _PERCENT_VERB.match(count.after)
    if match is None and (verb := role_before(count.before)) is not None and verb.lastgroup == "completed":
        match = None if _FORMS.search(count.before[-60:]) else verb
    return Reading(str(match.lastgroup), None, "percent-verb", 0.7) if match is not None else None


_ASSIGNING = re.compile(
    rf"\b(?:{_RANDOM}|enrolled|included|recruited|participated|entered|completed|finished|leaving|were analy[sz]ed"
    rf"|were studied|were evaluated|underwent|drop-?outs?|withdrew)\b",
    re.I,
)
# "Of these, 81 |have been followed for 2 years|", "... |were seen at the one-year follow-up|"
SEEN_LATER = re.compile(
    r" (?:(?:were|was|have been|has been|had been) )?(?:followed(?: up)? (?:for|until|over|to|at) "
    r"|(?:re-?)?(?:seen|examined|assessed|interviewed)(?: and [a-z]+ed)? (?:at|for|after|again) "
    r"(?=\d|one |two |three |six |(?:the |an? |their |at least (?:one |1 ))?(?:[\w-]+ ){0,2}(?:follow-?up|visit))"
    r"|(?:returned|came(?: back)?) (?:for|to) (?:the |an? |their )?(?:[\w-]+ ){0,2}(?:follow-?up|visit))"
)
AMONG = re.compile(r"\b(?:in|among|for|of)(?: the)? $", re.I)
NUMBER_FIRST = re.compile(rf"{NUMBER_WORDS}\b")
