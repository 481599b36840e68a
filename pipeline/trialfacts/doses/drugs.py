"""The name of the substance that a dose is of, as it stands near the amount.

What counts is where a name stands (``prednisolone 50 mg``, ``20 mg of hyoscine``, ``erlotinib (150 mg)``); what the
word is (a known substance, a drug's ending, a code such as ``AB1234``) decides where places compete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from trialfacts.cleaning.words import common_words
from trialfacts.doses.units import atom

# Stems of the International Nonproprietary Names, at a word's end; words of six letters or more.
_STEMS = tuple(
    (
        "mab cept nib mib statin sartan prazole gliptin gliflozin glitazone glutide tidine setron triptan dipine "
        "olol alol pril prilat afil oxacin cillin cycline mycin micin bactam penem conazole fungin vir vudine "
        "citabine platin rubicin taxel tecan parin rudin xaban gatran grel zepam zolam barbital pramine "
        "triptyline oxetine azepine peridone idone piprazole tiapine apine caine curium curonium flurane fentanil "
        "fentanyl orphan orphine profen coxib oxicam fenac olone sone onide terol tropium lukast nidazole "
        "bendazole quine fibrate semide thiazide vaptan dronate relin relix tide stim poetin "
        "kinra rolimus crolimus pride racetam gabalin oxin lamide tinib ciclib parib zomib formin glinide azosin osin "
        "terone estrel estrol gestrel trexate trexed xel thiouracil amine idine azine azoline choline toxin "
        "ketamine dopa prost tolterodine lactone cort vastatin astine afenib rafenib ilast bant nercept tropin "
        "calcitol prazan lisib tegravir navir previr buvir asvir tadine pirone cromil teplase ginase galsidase sulfase"
        " glucerase"
    ).split()
)
_ENGLISH = frozenset(
    (
        "accept baseline beside campus certain cholesterol concept except hypothalamus nucleotide peptide polypeptide"
        " thalamus escort combine comparison contain control database decline "
        "decrease define determine disease examine famine feminine genuine guideline include increase inside "
        "lesion lesson machine margin marine medicine obtain online origin outside person plasma protein protocol "
        "provide purchase purpose reason release remain reside routine season status symbol versus "
        "within"
    ).split()
)

# The endings of ordinary words, which substances seldom have, and those of adjectives that can stand before a name.
_ORDINARY = re.compile(
    r"[a-z-]*(?:ed|ing|ly|tions?|sions?|ments?|ness|ity|ities|ive|ous|able|ible|al|ic|ical|ward|ances?|ences?|ists?"
    r"|ths?|wise|ship|ures?|ings?)$"
)
_ADJECTIVE = re.compile(r"[A-Za-z-]*(?:al|ic|ous|ive|ated)$")
# "Q4W", "B", "D15", "1:100", "phase-2", "AUC0-24h", "QTcF", "once-per-cycle", "iron-rich", "21-day"
_LABEL = re.compile(
    r"q\.?\d{0,2}[hdwm]k?$|q-?mwf$|(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|[bt]\.?i\.?[dw]$|[a-z]$|[\d./:,+#-]+[a-z]?$|n/n$|(?:phase|group|arm|stage|grade|step)-\w+$"
    r"|(?:AUC|QTc|FEV)[\w-]*$|d(?:1|8|1[45]|2[128])$|(?:once|twice)-per-\w+$|[a-z]+-(?:rich|free|depleted)$"
    r"|\d{1,3}-(?:min|h|hour|day|week|month|year|cycle|minute)s?$",
    re.I,
)
# "131I", "99mTc"
_ISOTOPE = re.compile(r"\d{2,3}m?(?:I|Tc|F|Ra|Sr|Lu|Y|Ga|Fe)$")
# "KNO3", "NaF", "AgNO3", "MgSO4": a metal and what it is bound to
SALT = re.compile(
    r"(?:Na|K|Mg|Ca|Al|Fe|Zn|Ag|Cu|Li|Sr|Sn|NH4|Ba|Mn)\d?"
    r"(?:Cl\d?|F\d?|HCO3|CO3|NO[23]|SO4|H2PO4|H?PO4|OH|OCl|I|Br)$"
)
_LONGEST = 50
_ELEMENTS = frozenset("Se Zn Fe Mg Ca Cu Cr Mn Li".split())
_LETTER = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u03b1-\u03c9"
_WORD = re.compile(rf"[{_LETTER}0-9][{_LETTER}0-9'+./\u00ae\u2122#&-]*(?:\([A-Za-z]{{1,2}}\))?")


@dataclass(frozen=True, slots=True)
class Name:
    """A substance's name: its half-open span, and how well it is known: 2 by list or ending, 1 by its look, 0 not."""

    start: int
    end: int
    known: int


@cache
def _words_of(name: str) -> frozenset[str]:
    """The words of a file of ``data``; lines that begin with # are remarks."""
    text = (files("trialfacts") / "data" / name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _mixed(word: str) -> bool:
    """Two capitals, or a capital and a digit: "PEG-EL", "C-Tb", "rPTH1-34"."""
    capitals = sum(c.isupper() for c in word)
    return capitals > 1 or (capitals == 1 and any(c.isdigit() for c in word))


@lru_cache(maxsize=16384)
def known(word: str) -> int:
    """How well a word is known as a substance: 2 by list or ending, 1 by its look (a code, capitals), 0 not at all.

    -1: an ordinary word by its ending, which can stand in a name but not make one; -2: never part of a name.
    """
    if word in _ELEMENTS:
        return 2
    if len(word) > _LONGEST:
        return -2
    lower = word.lower().strip(".-")
    if lower in _words_of("drugs_not.txt") or (len(word) <= 3 and (word == "ID" or atom(word) is not None)):
        return -2
    listed = _words_of("drugs.txt")
    if lower in listed:
        return 2
    if _ISOTOPE.match(word) or SALT.match(word):
        return 2
    if _LABEL.match(word):
        return -2
    if len(lower) >= 6 and lower not in _ENGLISH and lower.endswith(_STEMS):
        return 2
    for part in re.split(r"[-/+]", lower) if not lower.isalpha() else ():
        if len(part) > 3 and (part in listed or (len(part) >= 7 and part not in _ENGLISH and part.endswith(_STEMS))):
            return 2
    if _mixed(word):
        return 1
    # "zidoxal": an adjective by its ending alone is one where abstracts use it
    return -1 if _ORDINARY.match(word) and (lower in common_words() or not lower.endswith(("al", "ic"))) else 0


# Words that go on with a name that has begun: "vitamin D", "interferon beta", "folic acid", "magnesium sulfate".
_MORE = (
    "acids? alfa alpha beta gamma \u03b1 \u03b2 sulfate sulphate hydrochloride HCl acetate sodium potassium citrate"
    " chloride carbonate bicarbonate phosphate gluconate lactate solution globulins? oil extract syrup peroxide oxide"
    " dioxide vaccine mesylate maleate fumarate tartrate succinate bromide propionate furoate valerate trometamol"
    " acetonide decanoate axetil proxetil mofetil alafenamide cilexetil medoxomil etexilate hyclate disoproxil stearate"
    " palmitate starch milk peptide protein powder juice water plasma cells? toxins?"
)
_GOES_ON = re.compile(rf"(?:[A-Z]\d{{0,2}}|\d{{1,3}}|{'|'.join(_MORE.split())})$")
# "mg of X", "mg dose of X", "mg per dose of X", "mg intramuscular injection of X"
_OF = re.compile(
    r"\)?[ \n]?(?:\([^()]{0,40}\) ?|, ?|(?:total|per dose|single dose|doses?|infusions?|injections?|bolus|increments"
    r"|[a-z]{2,14}(?:al|ous|ar)(?= dose| inj| inf| bol)"
    r"|intravenously|orally|each|daily|fixed|flat|solution|tablets?|capsules?) ){0,2}(?:of|containing)[ \n](?:either )?"
)
# What a substance's adjective is said of: "hyaluronic acid", "maritime oil"
_SUBSTANCE = re.compile(r"(?:acid|oil|extract|sulfate|sulphate|hydrochloride|chloride|acetate)s?$")
_GROUP = re.compile(r"(?:groups?|arms?|cohorts?|phase|stage|step|period)$", re.I)
# "UC patients": no substance
_PEOPLE = frozenset("patients subjects participants women men children adults infants volunteers mice rats".split())
_PER = re.compile(r"/(?:day|daily|d|week|kg|dose|ml|mL)$")


# Known words that, away from the amount, speak of something else more often than not.
_VAGUE = frozenset(
    (
        "powder water air oil milk juice extract extracts cream fluid fluids solution peptide plasma sodium potassium"
        " calcium glucose iron protein antigen alcohol fat oxygen o2 stem dna insulin lactate phosphate chloride"
        " hydrogen nitrogen carbon magnesium vaccine vaccines radiation irradiation rt lipid copper zinc histamine"
        " cortisol vitamin albumin globulin oligonucleotide antibody"
    ).split()
)
# "tyrosine kinase", "dopamine receptor": what a drug acts on
_TARGETS = frozenset("kinase receptor receptors reuptake transporter channel synthase reductase".split())
# "BAY 94-8862", "ABP 501"
_CODE_NUMBER = re.compile(r"\d{2,5}(?:-\d{2,6})?$")
# What may stand between an amount and the name after it.
BETWEEN = frozenset(
    (
        "oral intravenous iv i.v. im intramuscular sc subcutaneous topical intrathecal epidural inhaled nebulized"
        " intranasal transdermal either the a an of regular active total additional extra daily dose doses single bolus"
        " fixed-dose extended-release sustained-release immediate-release slow-release controlled-release concentrated"
        " each tablet tablets capsule capsules standard standardized low-dose high-dose intralesional intraperitoneal"
        " intravitreal local rectal vaginal sublingual spray enteral intragastric intradermal intra-articular"
        " intravaginal intravesical intracoronary buccal perineural elemental"
    ).split()
)
# How far a name is looked for, in characters, and over how many words.
_WINDOW_BEFORE, _WINDOW_AFTER, _MOST_SKIPPED = 130, 90, 9


# Words, in lower case, that a text itself uses as the name of a substance.
Learned = frozenset[str]
NOTHING: Learned = frozenset()


def is_learned(word: str, learned: Learned) -> bool:
    """Whether a word, or a part of it, is a name that was learnt: "zidoxal", "zidoxal/gadolin", "zidoxal-treated"."""
    lower = word.lower()
    return lower in learned or (not lower.isalpha() and any(part in learned for part in re.split("[-/+]", lower)))


class _Token(NamedTuple):
    """A word of the text, without the marks and the "/day" that close it, and how well it is known."""

    start: int
    end: int
    word: str
    known: int


def _tokens(text: str, start: int, stop: int, learned: Learned) -> list[_Token]:
    out = []
    for match in _WORD.finditer(text, start, stop):
        word, level = _bare(match.group())
        if learned and level < 2 and is_learned(word, learned):
            level = 2
        begin = match.start()
        out.append(_Token(begin, begin + len(word), word, level))
    return out


@lru_cache(maxsize=16384)
def _bare(word: str) -> tuple[str, int]:
    """A word of the text without the marks and the "/day" that close it, and how well it is known."""
    word = word.rstrip(".,/+'-")
    if len(word) > 4 and (per := _PER.search(word)) is not None:
        word = word[: per.start()]
    return word, known(word)


def name_before(text: str, at: int, floor: int, learned: Learned = NOTHING) -> tuple[Name, int] | None:
    """The name that stands before ``at``, not before ``floor``, and how many words stand between (0: adjacent)."""
    floor = max(floor, at - _WINDOW_BEFORE)
    tokens = _tokens(text, floor, at, learned)
    if tokens and floor and tokens[0].start == floor and text[floor - 1].isalnum():
        del tokens[0]
    index, skipped, right = len(tokens) - 1, 0, at
    while index >= 0:
        token = tokens[index]
        gap = text[token.end : right]
        if (";" in gap and right != at) or ". " in gap or skipped > _MOST_SKIPPED:
            return None
        if gap.startswith(":") and token.word.isupper() and len(token.word) > _LONGEST_CODE:
            return None  # "INTERVENTIONS: One capsule daily"
        skipped += "," in gap or "+" in gap
        if ")" in gap or "]" in gap:
            # "dexmedetomidine (DEX) 1 ug/kg": over the brackets.
            right = max(text.rfind("(", floor, token.end), text.rfind("[", floor, token.end))
            if right < 0:
                return None
            while index >= 0 and tokens[index].start >= right:
                index -= 1
            continue
        if _is_head(tokens, index) or (index == len(tokens) - 1 and _is_noun(text, token, at)):
            return _name_to(text, tokens, index, skipped)
        skipped += 1
        right = token.start
        index -= 1
    return None


_LONGEST_CODE = 6  # letters of a drug's short form: "FOLFOX: 400 mg/m2"


# What a single letter belongs to: "vitamin |D|", "penicillin |V|", "botulinum toxin |A|".
_LETTERED = frozenset(
    "vitamin vitamins penicillin amphotericin polymyxin cyclosporin ciclosporin cyclosporine mitomycin toxin".split()
)


def _is_head(tokens: list[_Token], index: int) -> bool:
    """Whether a name can end with this word: not the label of a group, but the letter of a vitamin."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if before is not None and token.start - before.end == 1:
        if token.known == -2:
            return before.word.lower() in _LETTERED
        if token.known < 2 and _GROUP.match(before.word):
            return False
    if index + 1 < len(tokens):
        following = tokens[index + 1].word
        if (token.known == 1 and following in _PEOPLE) or following in _TARGETS:
            return False
    return token.known >= 0


# "administration of zidocinal (5 mg)": a noun, though it ends like an adjective
_BEFORE_NOUN = re.compile(r"\b(?:of|with|received?|receiving|either|plus) $")


def _is_noun(text: str, token: _Token, at: int) -> bool:
    """Whether a word that could be an adjective by its ending is a name, since nothing follows but a bracket."""
    if token.known != -1 or text[token.end : at] != " (" or not _ADJECTIVE.match(token.word):
        return False
    return _BEFORE_NOUN.search(text, max(0, token.start - 12), token.start) is not None


def _name_to(text: str, tokens: list[_Token], index: int, skipped: int) -> tuple[Name, int]:
    """The name that ends with the token at ``index``, as far to the left as it goes."""
    head = tokens[index]
    if head.known == -2:
        return Name(tokens[index - 1].start, head.end, 2), skipped
    end = head.end
    if head.known == 1 and index + 1 < len(tokens):
        number = tokens[index + 1]
        if number.start == end + 1 and _CODE_NUMBER.match(number.word):
            end, skipped = number.end, skipped - 1
    first, level = index, head.known
    while first > 0 and index - first < 3:
        here, before = tokens[first], tokens[first - 1]
        if text[before.end : here.start] not in (" ", "\n") or before.known == -2 or here.word in _TARGETS:
            break
        if before.known == -1 and not _ADJECTIVE.match(before.word):
            break
        if before.known == 0 and level == 2 and before.word.islower() and here.word.lower() not in _VAGUE:
            break
        first, level = first - 1, max(level, before.known)
    if level == 2 and head.known < 1:
        # "remifentanil ran": a name ends with its last known word.
        last = max(i for i in range(first, index) if tokens[i].known == 2)
        while last < index and _GOES_ON.match(tokens[last + 1].word):
            last += 1
        if last < index:
            end, skipped = tokens[last].end, skipped + index - last
    return Name(_with_genus(text, tokens[first].start), end, level), skipped


def _with_genus(text: str, start: int) -> int:
    """Where a name begins that may have the initial of a genus before it: "L. reuteri"."""
    before = start - 3
    return before if before >= 0 and _GENUS.match(text, before) and not text[before - 1 : before].isalnum() else start


_GENUS = re.compile(r"[A-Z]\. (?=[a-z]{3})")


def name_after(text: str, at: int, stop: int, learned: Learned = NOTHING) -> tuple[Name, bool] | None:
    """The name that follows ``at``, not beyond ``stop``, and whether "of" leads to it."""
    of = _OF.match(text, at, stop)
    begin = of.end() if of else at
    if (genus := _GENUS.match(text, begin if of else at + 1, stop)) is not None:
        begin = genus.end()
    tokens = _tokens(text, begin, min(stop, begin + _WINDOW_AFTER), learned)
    right = begin
    for index, token in enumerate(tokens[:5]):
        gap = text[right : token.start].strip(" \n-")
        if gap and not (index == 0 and (gap in ("(", ")") or (gap == "," and token.word in BETWEEN))):
            return None
        if gap == ")" and token.known == 0:
            return None  # "zidolol (5 mg) improves"
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        adjective = token.known == -1 and following is not None
        if adjective and following is not None:
            adjective = following.known == 2 or _SUBSTANCE.match(following.word) is not None
        if token.known >= 0 or adjective:
            return _name_from(text, tokens, index), of is not None
        if token.word.lower() not in BETWEEN and not (of and index < 2):
            return None
        right = token.end
    return None


# "0.3 g/kg bicarbonate 60 min before": no part of the name
_TIME_AFTER = re.compile(r"[ -]?(?:s|sec\w*|min\w*|h|hours?|d|days?|weeks?|months?|times|%)\b")


def _name_from(text: str, tokens: list[_Token], index: int) -> Name:
    """The name that begins with the token at ``index``, as far to the right as it goes."""
    first, last, level = tokens[index], tokens[index], max(0, tokens[index].known)
    for token in tokens[index + 1 : index + 5]:
        if text[last.end : token.start] not in (" ", "\n"):
            break
        if not _GOES_ON.match(token.word) and (token.known < 0 or (level >= 1 and token.known < 2)):
            break
        if token.word.isdigit() and _TIME_AFTER.match(text, token.end):
            break
        last, level = token, max(level, token.known)
    return Name(_with_genus(text, first.start), last.end, level)


def known_names(text: str, start: int, stop: int, learned: Learned = NOTHING) -> list[Name]:
    """The substances known by list or ending between two places of the text, but for the vague ones."""
    names: list[Name] = []
    for match in _WORD.finditer(text, start, stop):
        word, level = _bare(match.group())
        if level < 2 and learned and is_learned(word, learned):
            level = 2
        if level < 2 or len(word) < 3 or word.lower() in _VAGUE:
            continue
        begin, end = match.start(), match.start() + len(word)
        if match.end() <= end + 1 < stop and not text[end].isalnum():
            following = _WORD.match(text, end + 1, stop)
            more = _bare(following.group())[0] if following else ""
            if more in _TARGETS:
                continue
            if len(more) > 2 and _GOES_ON.match(more):
                end += 1 + len(more)
        if names and names[-1].end + 1 == begin and text[begin - 1] == " ":
            begin = names.pop().start
        names.append(Name(begin, end, 2))
    return names


def substance_near(text: str, start: int, end: int, learned: Learned = NOTHING) -> bool:
    """Whether one of three words on either side of a span is known as a substance: a cheap look before a long one."""
    left = _WORD.findall(text, max(0, start - 45), start)[-3:]
    right = _WORD.findall(text, end, end + 45)[:3]
    if learned:
        return any(is_learned(word.rstrip(".,/-"), learned) for word in left + right)
    return any(_is_substance(word) for word in left + right)


@lru_cache(maxsize=16384)
def _is_substance(word: str) -> bool:
    return known(word.rstrip(".,/-")) == 2
