"""The words for who takes part in a trial: people, animals and the units that are assigned.

``noun_phrase`` reads the noun that a number counts: "42 patients", "Eighty NSCLC patients", "12 healthy women".
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PEOPLE = _words("""
    patients pts subjects participants women men children adults infants neonates newborns babies toddlers girls boys
    males females individuals persons people volunteers controls adolescents teenagers youths youth students pupils
    schoolchildren preschoolers residents outpatients inpatients parturients primigravidas primigravidae primiparas
    nulliparas multiparas gravidas mothers fathers parents caregivers carers couples smokers nonsmokers non-smokers
    drinkers nurses physicians clinicians gps doctors trainees surgeons practitioners staff employees workers veterans
    soldiers recruits athletes players runners cyclists swimmers rowers musicians farmers callers dispensers survivors
    recipients donors users families households dyads twins seniors elders consumers drivers respondents contacts
    pregnancies diabetics asthmatics hypertensives enrollees attendees registrants candidates offspring siblings
    relatives spouses partners professionals providers teachers undergraduates graduates interns fellows pharmacists
    midwives paramedics firefighters pilots inmates prisoners offenders refugees immigrants villagers speakers listeners
    sleepers sufferers carriers learners novices octogenarians nonagenarians fetuses foetuses members cohabitants
    clients consultees completers anesthesiologists anaesthesiologists radiologists dentists therapists personnel
    trainers coaches gamers dancers singers golfers skiers footballers climbers triathletes boxers judokas
    wrestlers lifters eaters breastfeeders dieters vegetarians vegans pensioners retirees probands
    responders nonresponders non-responders pairs homozygotes heterozygotes
    hemiplegics paraplegics tetraplegics quadriplegics amputees
    mountaineers athletics fighters firefighter non-attenders attenders nonattenders nonpatients out-patients
    in-patients wearers abusers beneficiaries applicants nonusers non-users
    cirrhotics claudicants uremics uraemics epileptics alcoholics schizophrenics hemophiliacs haemophiliacs
    depressives migraineurs atopics insomniacs kids starters persisters
    addicts tutors elderly end-users leaders householders owners customers shoppers officers cadets sailors
    prepubescents preterms multigravidas geriatrics psychiatrists psychologists latinas latinos
""")
ANIMALS = _words("""
    rats mice rabbits dogs cats pigs piglets lambs sheep goats cows heifers calves steers cattle bulls horses ponies
    mares foals monkeys macaques chickens broilers hens chicks birds goldfish hamsters gerbils ferrets hounds beagles
    swine ewes rams bucks minipigs animals kittens puppies baboons donkeys mules camels buffaloes gilts sows boars
    trotters greyhounds geldings stallions llamas alpacas quails ducks turkeys rodents primates marmosets weaners hogs
""")
# One of them; a modifier before another noun ("patient visits").
SINGULAR = _words("""
    patient subject participant woman man child adult infant neonate newborn baby girl boy male female individual
    person volunteer control student resident parturient dog cat horse rabbit rat pig cow pregnancy mother couple
    mouse ewe calf lamb monkey goat piglet toddler pupil recipient outpatient inpatient adolescent
""")
# Participants only where they are the units that were assigned, or where a count of them says who was studied.
ASSIGNED = _words("""
    eyes teeth knees hips limbs legs ears shoulders hands feet wrists lesions wounds implants molars
    premolars roots specimens discs slabs quadrants hemimaxillae kidneys breasts warts canals incisors canines
""")
# Who judges participants, where they are called independent or blinded.
RATERS = _words("""
    physicians clinicians doctors surgeons nurses radiologists dentists therapists anesthesiologists anaesthesiologists
    psychiatrists psychologists professionals persons people staff personnel practitioners
""")
CASES = frozenset({"cases", "pairs", "case"})
SEXES = _words("""
    men women man woman males females male female boys girls boy girl m f fathers mothers
""")
HEADS = PEOPLE | ANIMALS

# Words that no noun phrase of participants runs across.
_STOPS = _words("""
    of in on to for with by from at per after before during within between than as into through over under above
    below until since while whereas versus vs vs. via without against among across around about
    was were is are be been being had has have having did do will would should could can may might must
    received receive underwent completed showed shown took given reported developed experienced required achieved
    participated entered enrolled-in agreed died survived improved responded remained
    who whom whose which that this these those the a an it its they their we our each all both either neither not no nor
    when where there then if also only respectively compared
    weeks week days day months month years year hours hour min minutes minute h hr hrs s sec yr yrs wk mg g kg ug mcg ml
    l mmol iu cm mm mmhg points point times time groups group arms doses sessions levels centers centres sites hospitals
    clinics schools villages studies trials events trial study fold million percent
    two three four five six seven eight nine ten eleven twelve
    mg/kg mg/day g/day mg/dl mmol/l ng/ml pg/ml mg/m2 kg/m2 gy iu/l u/l
""")
_LONGEST_STOP = max(map(len, _STOPS))
_UNITS = _words("mg g kg ug mcg ml l iu u mmol cm h day week min")
_PLURAL_MODIFIERS = _words("diabetes herpes sports species aids rhesus rabies measles scabies")
_NUMBERED = frozenset({"type", "grade", "stage", "class", "status", "grades", "classes"})
_GRADE = re.compile(r" (?:\d|[IVX]{1,4})(?:(?: ?[-/] ?| and | or | to )(?:\d|[IVX]{1,4}))?(?= )")
# "90 8- to 12-year-old children"
# "Ten young (20 +- 1 years), trained men", "20 (40 ears) individuals"
_ASIDE = re.compile(r" \((?![^()]{0,9}%)[^()]{0,50}\d[^()]{0,50}\)(?=,? [a-z])")
# "61 nutritionally replete (by serum biochemistry) volunteers": between an adjective and its noun
_ASIDE_IN_WORDS = re.compile(r" \((?:[^()%]|\([^()]{1,20}\)){1,60}\)(?= [a-z])")
_AGED = re.compile(r",? \d{1,2}-?(?: ?(?:to|-|and) ?\d{1,2}-)? ?(?:year|month|week|day)s?-old(?= )")
# "50 overweight to obese adults": degrees, the higher of which follows
_DEGREES = _words("low mild moderate normal overweight young middle-aged small medium light healthy lean")
_ORDINALS = _words("first second third fourth fifth sixth final last")
_TOKEN = re.compile(
    r"(?P<gap>,? |-)(?P<open>[\"'(\[]{0,2})(?P<word>(?:[^\W\d_]|\d[A-Z](?=[ -]))[^\s,;:()\[\]\"]*)"
    r"(?P<close>[\"')\]]{0,2})"
)
_SEX_PAIR = re.compile(r" (?:and|or|/) (?:women|men|girls|boys|females|males|adolescents|children|adults)\b")
_SLASHED = re.compile(r"/(?:\d|study$|arm$|group$|treatment$)")
# "20 members |of the| rowing club"
_MEMBERS = re.compile(r" (?:of (?:a|the) (?!staff|team)|invited)\b")
# "Forty participant |were|": a slip in print
_MANY = re.compile(r" (?:were|aged?|who were|with (?=[a-z]))\b")
# "one patient |became| pregnant"
_GOES_ON = frozenset(
    "and or withdrew left became could fell lost underwent bled chose quit met felt would still taking receiving"
    " using".split()
)
_MOST_WORDS = 9


@dataclass(slots=True)
class NounPhrase:
    """The noun that a number counts: where it ends in the text, its head and the words before it (lower case)."""

    end: int
    head: str
    modifiers: tuple[str, ...]


def noun_phrase(text: str, at: int, one: bool = False, short_forms: frozenset[str] = frozenset()) -> NounPhrase | None:
    """The participants counted by the number that ends at ``at``; None where another thing or nothing is counted.

    ``one``: the number is one, so that a singular noun will do. ``short_forms``: what the text itself abbreviates
    participants to ("breast cancer survivors (BCS)"), in lower case. Looks at no more than nine words.
    """
    first = text[at + 1 : at + _LONGEST_STOP + 2].partition(" ")[0]
    if first in _STOPS and first not in short_forms:
        return None  # as most numbers go on: "24 of", "24 weeks"
    words: list[str] = []
    found: NounPhrase | None = None
    if first[:1].isdigit() and (aged := _AGED.match(text, at)) is not None:
        at = aged.end()
    while len(words) < _MOST_WORDS:
        if found is None and text[at : at + 2] == " (":
            aside = _ASIDE.match(text, at) or (_ASIDE_IN_WORDS.match(text, at) if words else None)
            at = aside.end() if aside is not None else at
        match = _TOKEN.match(text, at)
        if match is None and words and found is None and (aged := _AGED.match(text, at)) is not None:
            match = _TOKEN.match(text, aged.end())  # "40 male, 6-week-old mice"
        if match is None or (match["gap"] != " " and (found is not None or not words)):
            break
        if found is not None and match["open"]:
            break  # "42 adults (women and men)"
        word = match["word"].rstrip(".'").lower()
        if word[-2:] == "'s" and _is_head(word[:-2]) and _verb_next(text, match.end()):
            word = word[:-2]  # "100 children's were": a slip in print
        if "/" in word and _SLASHED.search(word):
            word = word.partition("/")[0]  # "61 women/35 men"
            if not _is_head(word):
                break
        head = word if _is_head(word) or word.startswith(("between-", "within-")) else word.rpartition("-")[2]
        short = head in short_forms and not match["open"] and not match["close"]
        nobody = head == "members" and not words and not _MEMBERS.match(text, match.end())
        if (_is_head(head) or short) and not nobody and "society" not in words[-2:]:
            found = NounPhrase(match.start("word") + len(word), head, tuple(words))
            if text[found.end : found.end + 2] == "' ":
                found = None  # "600 cyclists' movements": what is theirs is counted
            elif text[found.end : found.end + 1] != " ":
                break
        elif found is not None:
            break
        elif word in SINGULAR and (_ends_here(text, match.end()) if one else _MANY.match(text, match.end())):
            return NounPhrase(match.end("word"), word, tuple(words))
        elif _ends_phrase(word, match, words):
            break
        words.append(word)
        at = match.end()
        if word in _NUMBERED and (grade := _GRADE.match(text, at)) is not None:
            at = grade.end()
    if found is not None and (pair := _SEX_PAIR.match(text, found.end)) is not None:
        found.end = pair.end()
    return found


def _ends_phrase(word: str, match: re.Match[str], words: list[str]) -> bool:
    """Whether a word that is no head cannot stand before one in the same noun phrase."""
    if word in _STOPS or word.partition("/")[0] in _UNITS:
        return not _name_part(word, words)
    if not words and word in ("and", "or", "but"):
        return True
    if ")" in match["close"] and "(" not in match["open"]:
        return True
    printed = match["word"]
    return (word[-1:] == "s" and printed.islower() and _plural(word)) or (printed[-1] == "." and len(word) > 3)


def _is_head(word: str) -> bool:
    return word in HEADS or word in CASES or word in ASSIGNED


def _verb_next(text: str, at: int) -> bool:
    return text[at : at + 1] != " " or text[at + 1 : at + _LONGEST_STOP + 2].partition(" ")[0] in _STOPS


def _name_part(word: str, words: list[str]) -> bool:
    """Whether a stop word is part of a name here: "American Society of Anesthesiologists", "third year students"."""
    if not words:
        return False
    if word == "to":
        return words[-1] in _DEGREES or (
            words[-1].endswith("ly") and words[-1] not in ("randomly", "equally", "evenly")
        )
    return (word == "of" and words[-1] == "society") or (word == "year" and words[-1] in _ORDINALS)


def _ends_here(text: str, at: int) -> bool:
    """Whether a singular noun that ends at ``at`` is no modifier of another noun."""
    following = _TOKEN.match(text, at)
    if following is None or following["gap"] != " " or following["open"]:
        return True
    word = following["word"].rstrip(".").lower()
    return word in _STOPS or word in _GOES_ON or word.endswith(("ed", "ly"))


def _plural(word: str) -> bool:
    return len(word) > 3 and word[-2:] not in ("ss", "us", "is", "'s") and word not in _PLURAL_MODIFIERS
