"""Sample sizes: counts of the participants who are in the study or in a group of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from trialfacts.count_groups import (
    ARM_VERB,
    CUT,
    IN_GROUP,
    N_PRINTED,
    PAIR_GAP,
    RESPECTIVELY,
    Bracket,
    arm_of_verb,
    given_group,
    group_around,
    group_before,
    group_name,
    has_sibling,
    innermost,
    per_group,
    read_bracket,
    verb_kind,
)
from trialfacts.document import Document
from trialfacts.facts import SampleSize
from trialfacts.head_counts import (
    GROUP,
    LISTED,
    NUMBER_WORDS,
    OF_THESE,
    Count,
    Reading,
    close_bracket,
    find_counts,
    in_bracket,
    open_bracket,
)
from trialfacts.owners import Candidate
from trialfacts.participants import ASSIGNED, CASES, HEADS, SEXES


def extract(document: Document) -> Iterator[Candidate]:
    """The sample sizes of a document, each with its role and, for arms and subgroups, the group as written."""
    total_seen = arms = 0
    for count in find_counts(document):
        reading = count.reading = _read(count, document, total_seen)
        if reading is None:
            continue
        if reading.role in ("enrolled", "randomized", "screened") or (not total_seen and reading.role == "analyzed"):
            total_seen = max(total_seen, count.n)
        elif reading.role == "arm" and (not total_seen or arms):
            arms += count.n
            total_seen = max(total_seen, arms) if count.previous is not None else total_seen
        group = reading.group if reading.role in ("arm", "subgroup") else None
        fact = SampleSize(n=count.n, role=reading.role, group=group)
        # "57 patients (79%) completed the study" is a proportion and a sample size besides: the former owns the number.
        numbers = () if reading.rule.startswith("percent") else (count.number.index,)
        yield Candidate(fact, count.start, count.end, numbers, reading.rule, reading.score)


# --- what is no sample size ------------------------------------------------------------------------------------------

# "3 of 12 patients", "none of the 4 patients", "all 28 patients"
_DENOMINATOR = re.compile(
    rf"(?:{NUMBER_WORDS}|%\)?|none|any|each|both|half|most|majority|third|quarter|proportion|rate"
    rf"|all)(?: out)? of (?:the |all |our |these |those |a total of |total )*$|\d ?/ ?$",
    re.I,
)
_ALL = re.compile(r"\ball (?:the |of the |these )?$", re.I)
# "day 3", "group five", "day 0, 4, 7", "Group 3 and 4"
_LABELLED = re.compile(
    r"\b(?:(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Hh]ours?|[Vv]isits?|aged?|over|years?)(?: \d+(?:, and|,| and"
    r"| or| to)){0,5}"
    r"|[Gg]roup|GROUP|[Ss]tages?|[Gg]rades?|[Ss]teps?|[Pp]hases?|[Ll]evels?|[Cc]lass|[Aa]rm|[Tt]ables?"
    r"|[Cc]ohort|score) $"
)
_LABELS = re.compile(r"[Gg]roups? \d(?:, \d)? (?:and|or|to|vs\.?) $")
_POWER = re.compile(
    r"\b(?:power of|\d% power|power to|power analysis|power calculation|sample size (?:of|calculat|was|\()"
    r"|to detect an? |required sample|needed to|future|are planned|is planned|planned sample)\b",
    re.I,
)
_PERCENT_AFTER = re.compile(
    r" ?[(\[]?[,;]? ?(?:n ?= ?\d+[,;] ?)?\d{1,3}(?:[.,]\d+)? ?(?:%|per ?cent)(?! (?:lost|female|male|men"
    r"|women|girls|boys|white))"
)
_PERCENT_BEFORE = re.compile(
    r"(?:(?:^|[.,;:(]|\b(?:in|to|and|or|from|by|vs\.?|versus|was|were|only|of|than|about|with"
    r"|for)) ?)(?:\d[\d.]*|[A-Za-z]+) ?(?:%|per ?cent) ?[(\[]$"
)
_VERSUS = re.compile(r"(?:\bvs\.?|\bversus|\bcompared (?:with|to)) $")
_OUTCOME = re.compile(
    r"[ ,]*(?:(?:who|that|which) )?(?:also |each |still |only |never |subsequently |later |spontaneously "
    r"|successfully )?(?:had|have|has|having|developed|experienced|show(?:ed|n|s|ing)|improved|achieved"
    r"|died|suffered|reported|required|respond"
    r"|relapsed|needed|became|remained|failed|exhibit|demonstrat|stopped|survived|recovered|complain"
    r"|did not|gained|lost (?!to)"
    r"|(?:was|were) (?:not |still |also )?(?:positive|negative|cured|alive|found|able|unable|successful"
    r"|detected|observed|noted|satisf|sero|free|dead|considered|diagnosed|hospitali|infected|classified"
    r"|converted|readmitted|infect)"
    r"|presented|resolved|continued|progressed|underwent (?:re|surg)|withheld|voided|delivered|conceived"
    r"|preferred|chose|met|scored|tested|turned|per [a-z]+|with (?:an? )?(?:adverse|complete|partial"
    r"|progressive|stable)|discontinu|refus)"
)
_OUTCOME_BEFORE = re.compile(
    r"(?:observed|seen|occurred|found|reported|detected|present|noted|developed|achieved|required|needed"
    r"|successful|recorded|resolved|identified|discontinued|stopped|positive|negative|improved|obtained"
    r"|performed successfully|complications?|events?|confirmed|experienced|complained|documented|diagnosed"
    r"|died|deaths?|failed|failure|evident|required|effective) (?:in|by|for|among|from|with)?(?: only"
    r"| just| another| the| other| a further)? ?$",
    re.I,
)
# "26 classes", "12 studies": what n = counts, where it is no people.
_OTHER_UNITS = re.compile(r" (?P<word>[a-z]+s)\b")
_LATE = frozenset({"results", "conclusions"})
_EARLY = frozenset({"background", "objective", "methods"})


def _rejected(count: Count) -> bool:
    """Whether the words beside the number show that it is a label, a denominator or an outcome's count."""
    before, after = count.before, count.after
    if (" of " in before[-24:] or before[-2:].strip() == "/") and _DENOMINATOR.search(before[-40:]):
        return True
    if count.form == "n":
        other = _OTHER_UNITS.match(after)
        if count.phrase is None and other and other["word"] not in ("groups", "is", "was"):
            return True
        return (
            _PERCENT_AFTER.match(after) is not None
            or ("%" in before[-4:] or "cent" in before[-8:])
            and (_PERCENT_BEFORE.search(before[-30:]) is not None)
        )
    if count.n < 61 and _LABELLED.search(before[-40:]):
        return True
    if count.n < 10 and count.phrase is None and _LABELS.search(before[-24:]):
        return True
    if count.phrase is not None and "planned" in count.phrase.modifiers:
        return True
    return _ALL.search(before[-16:]) is not None


def _hypothetical(count: Count, document: Document) -> bool:
    """Whether the sentence computes a sample size or speaks of a population at large."""
    sentence = count.sentence
    if _TO_BE.match(count.after) or (_WILL.search(count.before[-24:]) and sentence.section in _EARLY):
        return False
    start, end = max(sentence.start, count.start - 400), min(sentence.end, count.end + 400)
    if sentence.section == "background" and _EPIDEMIC.search(document.text, start, end):
        return True
    return _POWER.search(document.text, start, end) is not None


# "will enrol 400 patients": a protocol's size, also where the power is told beside it.
_TO_BE = re.compile(
    r" (?:in total )?(?:will|must|should|are to|need to|have to) be (?:recruited|enrolled|included"
    r"|randomi[sz]ed|randomly)"
)
# "each year 25,000 infants are born": nobody of the study
_EPIDEMIC = re.compile(
    r"\b(?:every year|each year|annually|per year|worldwide|globally|prevalence|incidence)\b",
    re.I,
)
_WILL = re.compile(r"(?:will|to) (?:enrol|include|recruit|randomi[sz]e|be) ?(?:about |up to |a total of )?$")
_RANDOM = r"randomi[sz]\w*|randomly|at random|assigned|allocated|divided"
_ROLE = re.compile(
    rf"\b(?:(?P<excluded>excluded|withdr[ae]w\w*|dropped out|drop-?outs?|lost (?:to|for|during)"
    rf"|did not complete|discontinued|were lost)"
    rf"|(?P<screened>screened|assessed for|approached|invited|assed for|interviewed for)"
    rf"|(?P<completed>completed|finished|concluded|fulfilled the|complete follow)"
    rf"|(?P<analyzed>analy[sz]\w+|evaluable|assessable|available|evaluated|statistical|were assessed(?! for elig))"
    rf"|(?P<randomized>{_RANDOM})"
    rf"|(?P<enrolled>enrol\w*|includ\w+|recruit\w+|participat\w+|entered|register\w+|studied|selected"
    rf"|took part|treated|received|underwent|were given|consented|agreed|eligible))\b",
    re.I,
)
_RANDOM_LATER = re.compile(
    rf"\b(?:{_RANDOM})\b(?! (?:clinical|controlled|trial|study|double|placebo|open|prospective))",
    re.I,
)
# The verb before the count: "we randomized 90 patients", "data were available for 19 patients".
_ROLE_BEFORE = re.compile(
    r"(?:(?P<randomized>randomi[sz]ed|randomly (?:assigned|allocated|divided)|randomi[sz]ation[^.;,]{0,30}"
    r"|assigned|allocated)"
    r"|(?P<screened>screened|screening|approached|invited)"
    r"|(?P<excluded>excluded|excluding|exclusion of|withdrawal of|except(?: for)?|loss of)"
    r"|(?P<completed>completed by|responded to by)"
    r"|(?P<analyzed>(?:data|samples|specimens|biops\w+|information|measurements"
    r"|questionnaires)[^.;,:]{0,40} (?:from|for|of|on|in)|(?:blood|isolates|sera|serum|plasma|tissue"
    r"|records)[^.;,:]{0,40} from|analy[sz]ed|analys[ei]s (?:of|on|included|comprised)|analys[ei]s"
    r"|available (?:for|from|in)|population consisted of|population (?:of|included|comprised))"
    r"|(?P<enrolled>enrol(?:led|ling|s|l)?|recruit(?:ed|ing|s)?|includ(?:ed|ing|es|e)|performed (?:on|in"
    r"|with|among)|conducted (?:on|in|with|among)|carried out (?:on|in)|studied|involv(?:ed|ing)|comprised"
    r"|consisted of|consisting of|obtained from))"
    r" (?:a total of |total of |a total |on |in |by |for |from |among |with |of |the |all |approximately "
    r"|about |up to |another |a |an |cohort of |sample of |group of )*$",
    re.I,
)
# The words that a count can follow where such a verb leads to it.
_LEADS_IN = frozenset(
    {
        *(
            "of",
            "on",
            "in",
            "by",
            "for",
            "from",
            "among",
            "with",
            "the",
            "all",
            "approximately",
            "about",
            "to",
            "a",
            "an",
        ),
        *("another", "except", "comprised", "comprising", "included", "including", "includes", "include", "involved"),
        *("involving", "recruited", "recruiting", "recruits", "enrolled", "enrolling", "enrols", "enrol", "enroll"),
        *("randomized", "randomised", "assigned", "allocated", "screened", "screening", "approached", "invited"),
        *("excluded", "excluding", "analyzed", "analysed", "analysis", "studied"),
    }
)


def _role_before(before: str) -> re.Match[str] | None:
    """The verb that leads to a count, just before it."""
    if before[-1:] != " " or before[:-1].rpartition(" ")[2].lower() not in _LEADS_IN:
        return None
    return _ROLE_BEFORE.search(before[-90:])


def _read(count: Count, document: Document, total: int) -> Reading | None:
    """What a count says, or None. ``total``: the largest total that the text has told so far (0: none)."""
    if _rejected(count):
        return None
    reading = _READERS[count.form](count, document, total)
    if reading is not None and count.form != "n" and _hypothetical(count, document):
        return None
    return reading


def _sexes(count: Count) -> bool:
    """Whether a letter for the other sex stands beside this one: "4M/11F"."""
    return any(
        other is not None
        and other.form == "sex"
        and abs(other.start - count.start) < 12
        and other.letter != count.letter
        for other in (count.previous, count.next)
    )


def _early(count: Count, total: int) -> bool:
    section = count.sentence.section
    return section in _EARLY or (section not in _LATE and total == 0)


_PERCENT_VERB = re.compile(
    r" (?:of (?:them|whom|these) )?\(\d[\d.,]* ?%\)(?: [a-z]+)?,? (?:(?P<completed>completed (?:the|all"
    r"|both|follow|this)|finished the)"
    r"|(?P<analyzed>(?:were )?(?:analy[sz]ed|evaluated|included in the (?:\w+ )?analys))"
    r"|(?P<enrolled>participated|agreed to|consented|were (?:enrolled|recruited|included))"
    r"|(?P<excluded>(?:were|was) (?:lost|excluded)|dropped out|withdrew|lost to)|(?P<randomized>were random))"
)


def _read_percent(count: Count) -> Reading | None:
    """ "57 patients (79%) completed the study", "follow-up was completed by 134 (61%) patients" """
    match = _PERCENT_VERB.match(count.after)
    if match is not None:
        return Reading(str(match.lastgroup), None, "percent-verb", 0.7)
    if count.before.endswith("completed by "):
        return Reading("completed", None, "percent-by", 0.7)
    return None


_WHO = re.compile(r" (?P<group>who [^.,;()]{3,60})")
_AMONG = re.compile(r"\b(?:in|among|for|of)(?: the)? $")
_EXCLUDED_NEXT = re.compile(
    r"[^.;]{0,40}? (?:discontinued|withdrew|dropped out|was excluded|were excluded|(?:was|were) lost)"
)
_N_OPEN = re.compile(r" \([nN] ?=")


def _outcome_after_group(count: Count) -> bool:
    """ "One patient of the control group died" """
    inside = IN_GROUP.match(count.after)
    if inside is None:
        return False
    rest = count.after[inside.end() :]
    if _N_OPEN.match(rest):
        return True
    return _PERCENT_AFTER.match(rest) is not None or _OUTCOME.match(rest) is not None


def _read_noun(count: Count, document: Document, total: int) -> Reading | None:
    """ "24 men": first what it is not, then an arm, then a part, then a total."""
    phrase = count.phrase
    assert phrase is not None
    before, after = count.before, count.after
    early = _early(count, total)
    if before.endswith(("matched to ", "using ")) or (before.endswith(" by ") and count.n < 6):
        return None
    if phrase.head in ASSIGNED and not _RANDOM_LATER.search(after):
        return None
    if _PERCENT_AFTER.match(after):
        return _read_percent(count)
    if in_bracket(before):
        listed = _read_characteristic(count)
        if listed is not None or not early:
            return listed
    role_before = _role_before(before)
    if role_before is not None and role_before.lastgroup == "analyzed" and not _OUTCOME.match(after):
        return Reading("analyzed", None, "data-of", 0.92)
    outcome = _OUTCOME.match(after) is not None or _OUTCOME_BEFORE.search(before[-60:]) is not None
    if not early and (outcome or _VERSUS.search(before[-16:]) or before.endswith(_ASIDE)):
        return _read_who(count)
    told = early or _assigning(count, document)
    if told and (pair := _pair(count)) is not None:
        return pair
    arm = group_around(count)
    if arm is not None:
        return _read_arm(count, arm, early, told)
    reading = _read_part(count, told or count.n > 9, role_before)
    if reading is not None:
        return reading
    if role_before is not None:
        return Reading(_refined(str(role_before.lastgroup), after), None, "verb-before", 0.97)
    if (compared := _compared(count)) is not None:
        return compared
    if not (outcome and early) and (role := _ROLE.search(_clause(count))) is not None:
        return _read_verb(count, role, total, early)
    return _read_plain(count, total, early)


# "complications in 3 patients, including one ..."
_ASIDE = ("including ", "except for ", "except ")


def _read_who(count: Count) -> Reading | None:
    """ "in 7 patients who improved": a part of the population, where 7 is no result itself"""
    match = _WHO.match(count.after)
    if match is None or not _AMONG.search(count.before[-12:]) or _OUTCOME_BEFORE.search(count.before[-60:]):
        return None
    return Reading("subgroup", match["group"], "who", 0.6)


def _read_arm(count: Count, arm: tuple[str | None, str, float], early: bool, told: bool) -> Reading | None:
    """A noun beside a group's name: the arm, unless the words after it say what became of them."""
    if _EXCLUDED_NEXT.match(count.after):
        return Reading("excluded", None, "excluded", 0.7)
    if not early and (_is_case(count) or _outcome_after_group(count) or (count.n < 10 and not told)):
        return None
    return Reading("arm", *arm)


def _is_case(count: Count) -> bool:
    return count.phrase is not None and count.phrase.head in CASES


def _read_part(count: Count, told: bool, role_before: re.Match[str] | None) -> Reading | None:
    """An arm or a part that its own words or its neighbour tell: "25 controls", "nine men and seven women"."""
    phrase, after, previous = count.phrase, count.after, count.previous
    assert phrase is not None
    words = " ".join(phrase.modifiers)
    if phrase.head in SEXES and not words and _pair_of_sexes(count):
        return Reading("subgroup", phrase.head, "sex", 0.9)
    if previous is not None and previous.reading is not None and previous.reading.rule == "ellipsis":
        return Reading("subgroup", f"{words} {phrase.head}", "ellipsis", 0.7)
    role = _ROLE.search(words)
    if role is not None and role.lastgroup in ("screened", "randomized", "enrolled") and "treated" not in words:
        return Reading(_refined(str(role.lastgroup), after), None, "adjective", 0.9)
    if (own := _ARM_WORDS.search(words)) is not None:
        return Reading("arm", own.group().removesuffix("-treated"), "arm-adjective", 0.8)
    if told and has_sibling(count) and (verb := ARM_VERB.match(after)) is not None:
        total_told = role_before is not None and role_before.lastgroup == "randomized"
        if not total_told or verb_kind(verb) == "to":
            return Reading("arm", arm_of_verb(verb), "sibling", 0.93)
    if phrase.head == "controls":
        return Reading("arm", "controls", "controls", 0.75)
    if _beside_controls(count):
        return Reading("arm", f"{words} {phrase.head}".strip(), "controls", 0.75)
    return None


def _refined(role: str, after: str) -> str:
    """The role of a total with what the sentence says of it further on: randomized, or for analysis only."""
    if role == "enrolled" and _FOR_ANALYSIS.match(after):
        return "analyzed"
    return "randomized" if role == "enrolled" and _random_next(after) else role


def _read_verb(count: Count, role: re.Match[str], total: int, early: bool) -> Reading | None:
    """The role by the first telling verb after the noun: "46 patients with asthma were randomly assigned"."""
    kind, after = str(role.lastgroup), count.after
    finished = kind == "completed" and " had " not in after[: role.start()]
    if kind != "excluded" and not finished and _random_next(_clause(count)[role.end() :]):
        kind = "randomized"
    if kind == "analyzed" and early and not total and "analy" not in role.group():
        kind = "randomized" if _random_next(after) else "enrolled"
    if kind == "excluded" and early and not total:
        kind = "enrolled"
    if kind == "enrolled" and _FOR_ANALYSIS.match(after[role.end() :]):
        kind = "analyzed"
    if kind == "enrolled" and count.n < total and not early:
        return _later(count, role)
    return Reading(kind, None, "verb", 0.97 if early else 0.93)


def _read_plain(count: Count, total: int, early: bool) -> Reading | None:
    """A noun with no telling verb: the population at first mention, else a part of it."""
    if _is_case(count):
        return None
    if count.n < total:
        part = _subgroup(count, 0.6)
        if part is None and count.before.endswith(" from "):
            return Reading("analyzed", None, "from", 0.6)
        if part is None:
            return Reading("arm", given_group(count.before), "part", 0.5) if early else None
        return part if early or _AMONG.search(count.before[-12:]) or count.before[-3:] == "In " else None
    if early or (not total and count.previous is None):
        return Reading("enrolled", None, "noun", 0.95 if early else 0.85)
    return Reading("enrolled", None, "again", 0.7) if count.n == total else None


def _beside_controls(count: Count) -> bool:
    """ "20 asthmatic patients and 20 healthy controls" """
    following = count.next
    if following is None or following.phrase is None or following.phrase.head != "controls":
        return False
    return _LINK.search(count.after[: following.start - count.end]) is not None


_LINK = re.compile(r"(?:\b(?:and|with|to|or|versus|vs\.?)|,) $")


# "25 placebo-treated patients", "125 control participants"
_ARM_WORDS = re.compile(
    r"(?<![\w-])(?:placebo|control|intervention|experimental|comparison|active treatment|treatment"
    r"|[\w/+-]+-treated)\b(?![ -]na)"
)
_COMPARED = re.compile(r"(?:compared|matched) (?:with|to) (?:the )?(?:other )?$|\bversus $|\bvs\.? $")


def _compared(count: Count) -> Reading | None:
    """ "39 treated patients were compared with 39 untreated ones" """
    if count.phrase is not None and _COMPARED.search(count.before[-30:]) and count.previous is not None:
        return Reading("arm", " ".join(count.phrase.modifiers) or None, "compared", 0.7)
    following = count.next
    if (
        following is not None
        and following.phrase is not None
        and following.form == "noun"
        and _COMPARED.search(following.before[-30:])
    ):
        verb = re.search(
            r"(?:treated|supplemented|given|receiv\w+|underwent|undergoing)(?: with)? (?P<group>[^.;,]{2,60})",
            count.after,
        )
        return Reading("arm", group_name(verb["group"]) if verb else None, "compared", 0.7)
    return None


def _clause(count: Count) -> str:
    """The words after a count up to the next count's, where that one is a subject of its own."""
    after = count.after
    if count.next is not None and count.next.form in ("noun", "bare"):
        gap = count.next.start - count.end
        if re.search(r"(?:[,;]|\b(?:and|while|whereas|of whom))(?: \w+)? $", after[:gap]):
            return after[:gap]
    return after


_FOR_ANALYSIS = re.compile(r" ?[^.;,]{0,24}\b(?:in|for|to)(?: the| our| this)? (?:[\w-]+ ){0,3}analys[ei]s")


def _later(count: Count, role: re.Match[str]) -> Reading | None:
    """Fewer than the total, in the results: "461 patients entered the second phase", "12 patients received zidolol"."""
    part = _subgroup(count, 0.5)
    if part is not None:
        return part if _AMONG.search(count.before[-12:]) else None
    verb = role.group().lower()
    if verb in ("received", "treated"):
        match = ARM_VERB.match(count.after)
        return Reading("arm", group_name(match["group"]), "received", 0.5) if match else None
    if verb in ("entered", "underwent"):
        return Reading("subgroup", CUT.split(count.after.strip(), 1)[0], "entered", 0.5)
    return Reading("enrolled", None, "verb-late", 0.6)


def _random_next(after: str) -> bool:
    return _RANDOM_LATER.search(after) is not None


_CHARACTERISTIC = re.compile(
    r" (?:patients |subjects |participants |of whom |of these |women |men )?(?P<link>with|without"
    r"|associated with|who|whose|receiving|treated|having|on) (?P<group>.{3,140})"
)


def _subgroup(count: Count, score: float) -> Reading | None:
    """Part of the population by a characteristic: "33 patients with diabetes"."""
    match = _CHARACTERISTIC.match(count.after)
    if match is None:
        return None
    return Reading("subgroup", group_name(match["group"]), "characteristic", score)


def _pair_of_sexes(count: Count) -> bool:
    """Whether another sex is counted beside this one."""
    return any(
        other is not None
        and other.phrase is not None
        and other.phrase.head in SEXES
        and abs(other.start - count.start) < 60
        for other in (count.previous, count.next)
    )


_ARM_NAME = re.compile(rf"\b(?:{GROUP}|placebo|controls?|intervention)\b", re.I)
_GROUP_WORD = re.compile(rf"\b(?:{GROUP}|placebo|controls?|intervention|treatment|treated)\b", re.I)


def _read_characteristic(count: Count) -> Reading | None:
    """In brackets after a total: "(81 women and 59 men)", "(40 cases)", "(22 patients)" after an arm's name."""
    phrase = count.phrase
    assert phrase is not None
    if _of_no_size(count):
        return None
    if phrase.head in SEXES:
        return Reading("subgroup", phrase.head, "sex", 0.9)
    if per_group(count):
        return Reading("arm", None, "per-group", 0.9)
    opening = open_bracket(count.before)
    name = count.before[opening + 1 :].strip(" ,;:")
    if name.endswith((" in", " vs.", " vs", " of")):
        return None
    if phrase.head == "cases" and not name and count.previous is not None and count.previous.end > count.start - 4:
        return Reading("arm", "cases", "cases", 0.6)
    arm = group_around(count)
    if arm is not None:
        return Reading("arm", *arm)
    if phrase.head in ASSIGNED:
        return None
    if (not name and _listed_beside(count)) or re.fullmatch(r"\d[\d,]* [\w -]{2,40} and", name):
        return Reading("subgroup", " ".join((*phrase.modifiers, phrase.head)), "listed", 0.75)
    closed = count.after[:1] in ");," or count.after.startswith((" aged", " analy"))
    if not closed or count.number.value == 1:
        return None
    if name and re.search(r"\d", name):
        name = ""
    group = name or group_before(count.before[:opening])
    if group is None:
        return None
    if _late(count) and not (_GROUP_WORD.search(count.before) or _random_next(count.before)):
        return None if phrase.head in CASES else Reading("subgroup", group, "bracket", 0.6)
    return Reading("arm", group, "bracket", 0.9)


def _listed_beside(count: Count) -> bool:
    """Whether another noun is counted after this one in the same bracket: "(90 mothers and 90 infants)"."""
    following = count.next
    return following is not None and following.form == "noun" and ")" not in count.after[: following.start - count.end]


_THEN_ENROLLED = re.compile(r"[^()]{0,60}[)\]] (?:was|were) (?:enrolled|included|recruited|randomi[sz]ed|randomly)")


def _counts_heads(clause: str) -> bool:
    """Whether the clause before a bracket ends in a noun of participants that no verb or group follows."""
    words = list(_HEAD_WORD.finditer(clause[-120:]))
    for word in reversed(words):
        if word.group().lower() in HEADS:
            tail = clause[-120:][word.end() :]
            return _ROLE.search(tail) is None and _NO_TOTAL.search(clause[-120:][max(0, word.start() - 14) :]) is None
    return False


_HEAD_WORD = re.compile(r"[A-Za-z][\w-]*")


def _read_n(count: Count, document: Document, total: int) -> Reading | None:
    """ "n = 24" """
    if count.phrase is not None and count.phrase.head in CASES | ASSIGNED and count.sentence.section == "results":
        return None
    if per_group(count):
        return Reading("arm", None, "n-per-group", 0.9)
    bracket = read_bracket(count)
    if _STATISTIC.search(bracket.inside) or _ELSEWHERE.search(bracket.outside[-70:]):
        return None
    window = document.text[max(count.sentence.start, count.start - 450) : min(count.sentence.end, count.end + 450)]
    sizes = [int(match["n"].replace(",", "")) for match in N_PRINTED.finditer(window)]
    reading = _n_total(count, bracket, sizes, window, total)
    if reading is not None:
        return reading
    return _n_group(count, bracket, sizes, window, total)


def _n_total(count: Count, bracket: Bracket, sizes: list[int], window: str, total: int) -> Reading | None:
    """An ``n = 24`` that counts everybody: "patients with asthma (n = 24) were randomized"."""
    outside, after = bracket.outside, count.after
    clause = outside[max(outside.rfind(mark) for mark in (";", ": ", ")")) + 1 :]
    whole = "randomized" if _RANDOM_LATER.search(window) else "enrolled"
    others = list(sizes)
    if count.n in others:
        others.remove(count.n)
    summed = len(others) > 1 and sum(others) == count.n
    if summed and re.search(r"\bgroups $", outside):
        return Reading(whole, None, "n-total", 0.85)
    if _TOTAL_WORD.match(bracket.group or "") or (bracket.group is None and _TOTAL_BEFORE.search(count.before)):
        return Reading("enrolled", None, "n-total", 0.9)
    if bracket.named:
        return None
    first = bool(others) and sizes[0] == count.n and count.n > 1.5 * max(others)
    if (
        (not others or first or summed)
        and _counts_heads(clause)
        and not (count.sentence.section == "results" and total)
    ):
        return Reading(whole, None, "n-total", 0.9)
    if not others and _THEN_ENROLLED.match(after):
        return Reading(whole, None, "n-total", 0.85)
    if not others and not after.startswith(")") and count.phrase is not None:
        return Reading("enrolled", None, "n-total", 0.8)
    if not others and _STUDY_BEFORE.search(outside[-30:]):
        return Reading("analyzed" if "analy" in window else "enrolled", None, "n-study", 0.7)
    if (role := _ROLE_NEXT.search(outside[-30:])) is not None:
        return Reading(str(role.lastgroup), None, "n-verb", 0.8)
    return None


def _n_group(count: Count, bracket: Bracket, sizes: list[int], window: str, total: int) -> Reading:
    """An ``n = 24`` that counts an arm, or part of the population in the results."""
    group = bracket.group
    if count.sentence.section == "results":
        told = _ARM_NAME.search(f"{group} {window}") is not None or _RANDOM_LATER.search(window) is not None
        if not told and sum(sizes) != total:
            return Reading("subgroup", group, "n-subgroup", 0.6)
        if group is not None and _SUBSET.search(bracket.outside[-45:]):
            return Reading("subgroup", group, "n-subgroup", 0.65)
        return Reading("arm", group, "n", 0.93)
    return Reading("arm", group, "n", 0.97)


_TOTAL_WORD = re.compile(r"(?:total|overall|all)(?: \w+)?$", re.I)
_TOTAL_BEFORE = re.compile(r"\btotal(?: of)? $")
_STUDY_BEFORE = re.compile(r"\b(?:study|trial|trials|studies|cohort|registry|sample|population|overall)\W*$")
_SUBSET = re.compile(r"\bsubgroup|\bsubset|\bwith(?:out)?\b.{0,30}$")
_ROLE_NEXT = re.compile(
    r"(?:(?P<screened>screened|assessed)|(?P<randomized>randomi[sz]ed)|(?P<enrolled>enrolled|included|recruited)"
    r"|(?P<completed>completed)"
    r"|(?P<analyzed>analy[sz]ed|evaluated|available|(?:treat|ITT|analysis|protocol|safety) population"
    r"|performance))\W*$"
)
# another study's size
_ELSEWHERE = re.compile(r"\b(?:previous(?:ly)?|earlier|published)\b")
# "(P = 0.03, n = 6)", "(r = 0.81, n = 7)"
_STATISTIC = re.compile(r"(?:^|[ ,;(])(?:[PprRtFz]|CI|OR|HR|RR|SD) ?[=<>\u2264]")
_NO_TOTAL = re.compile(rf"\b(?:{GROUP}|placebo|controls?|versus|vs|subgroup|than|compared|either|or)\b", re.I)
_BARE_STRONG = re.compile(
    r"(?: \(\d[\d.]* ?%\))? (?:(?:were |was )?(?:randomly |then )?(?P<randomized>randomi[sz]ed|assigned"
    r"|allocated)|(?P<enrolled>(?:were |was )(?:enrolled|included|recruited|eligible)|participated|entered"
    r"|enrolled(?= [(]|,|[.]| in| and))"
    r"|(?P<analyzed>analy[sz]ed|evaluated|evaluable)|(?P<screened>screened)|(?P<completed>completed"
    r"|finished)|(?P<excluded>excluded|withdrew|dropped out|lost to))\b"
)
_SUBJECT = re.compile(
    r"(?:^|[.:;,] |\b(?:and|including|with|whom|which|total|these|while|whereas|of|only|remaining|but) "
    r"|\()$"
)


def _read_bare(count: Count, document: Document, total: int) -> Reading | None:
    """ "24 received A", "18 in the second group", "494 completed the study" """
    before, previous = count.before, count.previous
    if _PERCENT_AFTER.match(count.after):
        return _read_percent(count)
    if _VERSUS.search(before[-16:]):
        return None
    assigning = _assigning(count, document)
    told = assigning or not _late(count)
    if (told or total == count.n + (count.next or count).n) and (pair := _pair(count)) is not None:
        return pair
    if count.n > 1 and (previous is None or previous.reading is not None) and per_group(count):
        grouped = assigning or re.search(GROUP, before + count.after[:30]) is not None
        return Reading("arm", None, "per-group", 0.88) if grouped else None
    if not _SUBJECT.search(before[-12:]):
        return None
    if before.endswith("(") and previous is not None and previous.end > count.start - 4:
        part = _CHARACTERISTIC.match(count.after)
        if part is not None and part["link"] in ("with", "without"):
            return Reading("subgroup", group_name(part["group"]), "bracket", 0.9)
    if (these := OF_THESE.match(count.after)) is not None:
        count.end += these.end()
        count.after = count.after[these.end() :]
        if (received := _RECEIVED.match(count.after)) is not None:
            return Reading("subgroup", received["group"], "of-these", 0.86)
    strong = _BARE_STRONG.match(count.after)
    arm = group_around(count)
    if arm is not None and arm[0] and told and (previous is not None or assigning):
        return Reading("arm", arm[0], "bare-" + arm[1], 0.88)
    verb = ARM_VERB.match(count.after)
    if verb is not None and _tells_arm(count, strong, verb, told):
        role = "subgroup" if verb["verb"] in ("with", "without") and in_bracket(before) else "arm"
        return Reading(role, arm_of_verb(verb), "bare-sibling", 0.88)
    if strong is None or (strong.lastgroup == "completed" and not _COMPLETED_ALL.match(count.after)):
        return None
    return Reading(str(strong.lastgroup), None, "bare-verb", 0.85)


_RECEIVED = re.compile(r" (?P<group>(?:received|underwent|had undergone|were treated) [^.,;]{2,60})")
_COMPLETED_ALL = re.compile(r".{0,14}completed (?:the|all|both|this|follow|\d)")


def _tells_arm(count: Count, strong: re.Match[str] | None, verb: re.Match[str], told: bool) -> bool:
    """Whether a bare number goes on from, or is gone on by, the size of another arm."""
    previous = count.previous
    if strong is not None and not (strong.lastgroup == "randomized" and " to " in count.after[:50]):
        return False
    if not (has_sibling(count) or (strong is not None and previous is not None)):
        return False
    beside_arm = previous is not None and previous.reading is not None and previous.reading.role == "arm"
    return told or beside_arm or verb["verb"] in ("received", "receiving", "to receive", "given", "underwent")


def _pair(count: Count) -> Reading | None:
    """The two sizes of a pair that the words "A and B, respectively" follow."""
    left, right = (
        (count, count.next)
        if count.next is not None and PAIR_GAP.fullmatch(count.after[: count.next.start - count.end])
        else (count.previous, count)
    )
    if (
        left is None
        or right is None
        or left.phrase is not None
        or not PAIR_GAP.fullmatch(left.after[: max(0, right.start - left.end)])
    ):
        return None
    match = RESPECTIVELY.match(right.after)
    if match is None or _PERCENT_AFTER.match(right.after) or left.n < 5:
        return None
    return Reading("arm", innermost(match["first" if count is left else "second"]), "pair", 0.75)


def _late(count: Count) -> bool:
    return count.sentence.section in ("results", "conclusions")


def _assigning(count: Count, document: Document) -> bool:
    """Whether the sentence speaks of who was assigned, enrolled or divided."""
    start = max(count.sentence.start, count.start - 400)
    return _ASSIGNING.search(document.text, start, min(count.sentence.end, count.end + 300)) is not None


_ASSIGNING = re.compile(
    rf"\b(?:{_RANDOM}|enrolled|included|recruited|participated|entered|completed|finished|were analy[sz]ed"
    rf"|were studied|were evaluated|underwent)\b",
    re.I,
)


def _read_paren(count: Count, document: Document, total: int) -> Reading | None:
    """ "assigned to amoxicillin (1038) and placebo (1023)" """
    other = next((o for o in (count.next, count.previous) if o is not None and o.form == "paren"), None)
    if other is None or count.n < 4 or not _assigning(count, document):
        return None
    lead = count.before[:-1].rstrip()
    group = None if lead.endswith((";", ",", ":", ".", " or", " and")) else group_before(lead)
    if group is None or group[0].isdigit():
        return None
    return Reading("arm", group, "paren", 0.7)


def _read_list(count: Count, document: Document, total: int) -> Reading | None:
    """ "(134 simvastatin, 135 placebo)", "(6 PM and 2 DM)": a total's parts in brackets after it."""
    opening = open_bracket(count.before)
    if opening < 0:
        return _read_ellipsis(count, document)
    closing = close_bracket(count.after)
    if closing < 0 or closing > 130:
        return None
    listed = LISTED.match(document.text, count.number.end)
    if listed is None:
        return None
    start = count.start - len(count.before) + opening
    first = document.text[start + 1 : start + 12].strip()
    if not re.match(rf"{NUMBER_WORDS}\b", first):
        return None
    content = document.text[start + 1 : count.end + closing]
    sizes = [int(s.replace(",", "")) for s in re.findall(r"(?<![\d.])\d[\d,]*(?= [A-Za-z])", content)]
    known = _known(count, total)
    if not any(sum(sizes[: k + 1]) in known for k in range(1, len(sizes))):
        return None
    count.end = listed.end()
    lead = document.text[max(count.sentence.start, start - 40) : start].rstrip()
    directly = lead.rpartition(" ")[2].lower() in HEADS
    role = "subgroup" if directly and not _GROUP_WORD.search(listed["name"]) else "arm"
    return Reading(role, listed["name"], "list", 0.9)


def _known(count: Count, total: int) -> set[int]:
    """The totals that the text has told before a count: the largest so far and those in the same sentence."""
    known = {total}
    back = count.previous
    for _ in range(8):
        if back is None:
            break
        if back.reading is not None:
            known.add(back.n)
        back = back.previous
    return known


def _read_named(count: Count, document: Document, total: int) -> Reading | None:
    """ "527 patients were randomized (placebo, 176; zidolol, 351)": arms in brackets that add up to the total."""
    opening, closing = open_bracket(count.before), close_bracket(count.after)
    if opening < 0 or closing < 0 or closing > 150:
        return None
    start = count.start - len(count.before) + opening
    sizes = [
        int(size.replace(",", "")) for size in _LAST_NUMBER.findall(document.text[start : count.end + closing + 1])
    ]
    if len(sizes) < 2 or sum(sizes) not in _known(count, total):
        return None
    return Reading("arm", count.name, "named", 0.85)


_LAST_NUMBER = re.compile(r"[ :](\d+(?:,\d{3})*)(?=[;,)])")
_ELLIPSIS = re.compile(r" (?P<name>(?:[a-z][\w-]+ ){1,3})(?:and|or|,) $")


def _read_ellipsis(count: Count, document: Document) -> Reading | None:
    """ "23 younger and 23 older adults": the first of them, whose noun stands with the second."""
    following = count.next
    if following is None or following.phrase is None or not following.phrase.modifiers or _late(count):
        return None
    match = _ELLIPSIS.fullmatch(count.after[: following.start - count.end])
    if match is None or any(word.endswith("s") for word in match["name"].split()):
        return None
    count.end += len(match["name"])
    return Reading("subgroup", match["name"].strip(), "ellipsis", 0.7)


def _read_sex(count: Count, document: Document, total: int) -> Reading | None:
    """ "4M/11F" """
    if not _sexes(count) or _of_no_size(count):
        return None
    return Reading("subgroup", count.letter, "sex-letter", 0.9)


def _of_no_size(count: Count) -> bool:
    """Whether the bracket around a count follows a number that is no sample size: "3 patients (2F/1M) improved"."""
    opening = count.start - len(count.before) + open_bracket(count.before)
    for other in (count.previous, count.previous and count.previous.previous):
        if other is not None and opening - 3 < other.end <= opening:
            return other.reading is None
    return False


_READERS: dict[str, Callable[[Count, Document, int], Reading | None]] = {
    "n": _read_n,
    "noun": _read_noun,
    "bare": _read_bare,
    "paren": _read_paren,
    "list": _read_list,
    "named": _read_named,
    "sex": _read_sex,
}
