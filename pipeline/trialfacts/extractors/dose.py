"""Doses: amounts of a substance or of radiation given to participants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from trialfacts.document import Document
from trialfacts.doses.amounts import DoseMention, find_dose_mentions
from trialfacts.doses.drugs import Name
from trialfacts.doses.naming import name_doses
from trialfacts.doses.regimen import Every, find_routes, frequency_of, leading_length, read_around
from trialfacts.facts import Dose
from trialfacts.owners import Candidate


def extract(document: Document) -> Iterator[Candidate]:
    """The doses of a document: one candidate for each amount, those of a list apart."""
    strengths: set[tuple[str, float]] = set()
    for one in read_doses(document):
        score = _score(document.text, one)
        if one.unit.symbol == "%" and one.name is not None:
            strength = (one.name_in(document.text).lower(), one.amounts[-1].low)
            if score is None and strength in strengths:
                score = 0.85  # told in the methods as a strength, and here again
            elif score is not None:
                strengths.add(strength)
        if score is not None:
            yield from dose_candidates(document, one, score)


def read_doses(document: Document) -> list[DoseMention]:
    """Every amount that may be a dose, with its substance and regimen read; whether it is one is not asked here."""
    if (known := document.memo.get("doses")) is not None:
        return known
    found = find_dose_mentions(document)
    if found:
        name_doses(document.text, found)
        _read_regimens(document.text, found)
    document.memo["doses"] = found
    return found


# -- how they are given

# How far from the amount a frequency, a duration or a route still belongs to it, in characters.
_REACH = 75
_NEXT_SENTENCE = re.compile(r"[.] (?=[A-Z])")
_GOES_ON = re.compile(r"continued|repeated")
# Immunoglobulin is given into a vein unless the text says otherwise; "IVIG" says it.
_INTRAVENOUS = re.compile(
    r"\b(?:IV-?Ig|IVIGs?|IVG|IGIV|IV Ig\w?|(?:immune |immuno)globulins?|Ig-?G|intravenous)\b|^IV ", re.I
)


def _read_regimens(text: str, found: list[DoseMention]) -> None:
    """Fill in what does not follow an amount without a break: from the rest of its sentence, and from its list."""
    for index, one in enumerate(found):
        floor, stop, adjective_end = one.sentence.start, one.sentence.end, -1
        if index:
            previous = found[index - 1]
            floor = max(floor, previous.unit_end, previous.regimen.read)
        if index + 1 < len(found) and found[index + 1].start < stop:
            following = found[index + 1]
            stop = following.start
            if following.name is not None and one.unit_end <= following.name.start < stop:
                # What stands right before the next one's name is the next one's: "..., oral metoprolol 50 mg".
                stop = following.name.start
                adjective_end = stop - 1
        _fill(text, one, floor, stop, adjective_end)
    _fill_lists(text, found)
    _fill_courses(text, found)
    if any(one.regimen.route is None for one in found):
        _fill_stated(text, found)


def _by_sentence(found: list[DoseMention]) -> list[list[DoseMention]]:
    return [list(doses) for _, doses in groupby(found, key=lambda one: one.sentence.start)]


def _fill_courses(text: str, found: list[DoseMention]) -> None:
    """How long, where it is told before the first dose of a sentence: "for 12 weeks: A 5 mg/day or B 2 mg/day"."""
    for doses in _by_sentence(found):
        first = doses[0]
        _fill_rhythm(text, doses)
        if first.regimen.duration is not None:
            continue
        first.regimen.duration = leading_length(text, max(first.sentence.start, first.start - 130), first.start)
        if first.regimen.duration is None:
            continue
        for previous, other in zip(doses, doses[1:]):
            if other.regimen.duration is not None or _THEN.search(text, previous.unit_end, other.start):
                break
            other.regimen.duration = first.regimen.duration


# "once-daily doses of A (80 mg) or B (50 mg)", "single doses of A 8 mg with either B 1 mg or C 4 mg", "daily either"
_RHYTHM = re.compile(
    r"\b(?:(?P<daily>(?:once[- ])?daily)|(?P<weekly>(?:once[- ])?weekly)|(?P<single>single)) (?:(?:oral|intravenous) )?"
    r"(?:doses? of|either) ",
    re.I,
)


def _fill_rhythm(text: str, doses: list[DoseMention]) -> None:
    """How often, where it is told before the first dose of a list."""
    first = doses[0]
    match = _RHYTHM.search(text, max(first.sentence.start, first.start - 60), first.start)
    if match is None or len(doses) < 2:
        return
    every: Every = {"times": 1, "every": 1, "unit": "day" if match["daily"] else "week"}
    if match["single"]:
        every = {"times": 1, "every": None, "unit": None}
    for previous, other in zip(doses, doses[1:]):
        gap = text[previous.unit_end : other.start]
        if other.regimen.frequency is not None or _THEN.search(gap) or len(gap) > 70 or "aily" in gap or "ekly" in gap:
            break
        other.regimen.frequency = every
    if first.regimen.frequency is None or first.regimen.end == first.unit_end:
        first.regimen.frequency = every


# "were given intravenously", "was injected IT": said of every dose in the sentence
_STATED = re.compile(
    r"\b(?:administ(?:er|r)\w+|given|injected|treated|infused|delivered|taken|instilled)"
    r"(?= (?:\w+ )?(?:intra|oral|sub|i\.?[vm]|I[VTMP]\b|SC\b|PO\b|topical|epidural|rectal|vaginal|caudal"
    r"|(?:by|via|through) ))"
)
# "Treatment was given orally", "Each group was injected intravenously": said of the doses of the sentence before
_SAID_OF_ALL = re.compile(
    r"\s{0,3}(?:The |All |Both |Each )?(?:study |test )?"
    r"(?:treatments?|drugs?|medications?|doses?|groups?|agents?|solutions?"
    r"|infusions?"
    r"|injections?|They|These|Both|All)\b",
    re.I,
)


def _fill_stated(text: str, found: list[DoseMention]) -> None:
    """A route that a sentence states for all of its doses, or that the next one states for "treatment"."""
    for doses in _by_sentence(found):
        routes = {one.regimen.route for one in doses}
        if None not in routes or len(routes) > 2:
            continue
        sentence = doses[0].sentence
        stated = _stated(text, sentence.start, sentence.end)
        if stated is not None and doses[0].start <= stated[0] <= doses[-1].unit_end:
            stated = None  # between the doses: of some of them
        if stated is None and routes == {None}:
            following = _SAID_OF_ALL.match(text, sentence.end)
            if following is not None:
                stop = text.find(". ", following.end(), following.end() + 90)
                stated = _stated(text, following.start(), stop if stop > 0 else following.end() + 90)
        if stated is not None and routes <= {None, stated[1]}:
            for one in doses:
                one.regimen.route = stated[1]


def _stated(text: str, start: int, stop: int) -> tuple[int, str] | None:
    """Where a stretch states by which route all was given, and the route; None where it names several."""
    match = _STATED.search(text, start, stop)
    if match is None:
        return None
    routes = find_routes(text, match.end(), min(stop, match.end() + 40))
    return (match.start(), routes[0][2]) if len({route for _, _, route in routes}) == 1 else None


def _fill(text: str, one: DoseMention, floor: int, stop: int, adjective_end: int) -> None:
    regimen, end = one.regimen, max(one.unit_end, one.regimen.end)
    left = _left_limit(text, one, floor)
    stop = min(stop, end + _REACH + 20)
    if (cut := _NEXT_SENTENCE.search(text, end, stop)) is not None:
        stop = cut.start()
    if one.unit.every is not None:
        if regimen.frequency is None or regimen.frequency["unit"] is None:
            regimen.frequency = frequency_of(one.unit)
        if regimen.duration is None and one.unit.every[1] in ("minute", "second"):
            regimen.duration = {"value": _whole(one.unit.every[0]), "unit": one.unit.every[1]}
    frequencies, durations = read_around(text, end, stop)
    if regimen.frequency is None and text[one.start - 7 : one.start].lower() == "single ":
        regimen.frequency = {"times": 1, "every": None, "unit": None}
    if regimen.frequency is None:
        before, _ = read_around(text, left, one.start)
        after = [every for _, stop_, every in frequencies if stop_ != adjective_end]
        regimen.frequency = before[-1][2] if before else after[0] if after else None
    if durations and regimen.duration is None:
        regimen.duration = durations[0][2]
    elif durations and regimen.repeated_for is None and _GOES_ON.search(text, end, durations[-1][0]):
        regimen.repeated_for = durations[-1][2]
    if regimen.route is None:
        regimen.route = _route(text, one, left, stop, adjective_end)


def _left_limit(text: str, one: DoseMention, floor: int) -> int:
    """How far to the left words still speak of this dose."""
    left = max(floor, one.start - _REACH)
    if floor > one.sentence.start:  # behind another dose
        named_before = one.name is not None and floor < one.name.start < one.start
        left = max(left, one.name.start - 30 if named_before and one.name else one.start - 40)
    return max(left, text.rfind(";", left, one.start))


def _route(text: str, one: DoseMention, left: int, stop: int, adjective_end: int) -> str | None:
    """The route: between the amount and its name, before the amount, or after it."""
    name, end = one.name, max(one.unit_end, one.regimen.end)
    if name is not None and one.unit_end < name.start < end + 40 and one.how in _NEAR:
        routes = find_routes(text, one.unit_end, name.start)
        if routes:
            return routes[0][2]
    for _, route_end, route in reversed(find_routes(text, left, one.start)):
        if not _of_another(text, one, route_end):
            return route
        break
    for start, route_end, route in find_routes(text, one.unit_end, stop):
        # "after infusion", "under spinal anaesthesia" do not tell how it was given.
        if route_end != adjective_end and not text.startswith(("infusion", "spinal"), start):
            one.regimen.closing = True
            return route
    if _SWALLOWED.search(text, max(left, one.start - 45), one.start):
        return "oral"
    return "iv" if _INTRAVENOUS.search(one.name_in(text)) else None


# "consumed 200 ml of milk"
_SWALLOWED = re.compile(
    r"\b(?:consum(?:ed?|ing|ption)|ingest(?:ed|ing|ion)?|drank|drink(?:ing)?|ate|eating|swallow(?:ed|ing))\b[^.;]*$"
)
_AND_OTHER = re.compile(r"\b(?:and|or|versus|vs\.?|plus)\b")


def _of_another(text: str, one: DoseMention, route_end: int) -> bool:
    """Whether a route before the amount is another's: "oral zidolol and 5 mg of rizumab"."""
    joined = _AND_OTHER.search(text, route_end, one.start)
    return joined is not None and one.name is not None and one.name.start > joined.start()


_JOINED = re.compile(r"[^;]*(?:,|\b(?:or|and|with|plus|to|vs|versus)\b|\+|/)")
_THEN = re.compile(r"\b(?:then|follow(?:ed|ing)|increas|maximum|up to|titrat|maintenance|after)", re.I)


def _fill_lists(text: str, found: list[DoseMention]) -> None:
    """ "5 mg or 10 mg or placebo weekly": what the last of a list says holds for all."""
    pairs = []
    for one, following in zip(found[:-1], found[1:]):
        if one.sentence.start == following.sentence.start and following.start - one.unit_end <= 60:
            gap = text[one.unit_end : following.start]
            if _JOINED.match(gap) and not _THEN.search(gap):
                pairs.append((one, following))
    for one, following in reversed(pairs):
        here, there = one.regimen, following.regimen
        if here.frequency is None and here.duration is None:
            here.frequency, here.duration = there.frequency, there.duration
        if here.route is None and (there.closing or one.name is None or one.name == following.name):
            here.route, here.closing = there.route, there.closing
    for one, following in pairs:
        if one.name is None or one.name_in(text).lower() != following.name_in(text).lower():
            continue
        here, there = one.regimen, following.regimen
        there.route = there.route or here.route
        if one.regular:
            continue
        if there.frequency is None and there.duration is None:
            there.frequency, there.duration = here.frequency, here.duration


# -- whether it is a dose


def _any(words: str) -> str:
    """The words as alternatives of a pattern; "_" stands for a space."""
    return "|".join(words.split()).replace("_", " ")


# "12 mg (SD 3)", "3 mg/kg wet weight": a measurement.
_SPREAD_AFTER = re.compile(
    r" ?(?:\u00b1|\+/-|\((?:SD|SE|SEM|\u00b1|IQR|95 ?%|range|interquartile|s\.d|standard|Q1|median|mean|r ?=|\u03b2)"
    r"|[;,] ?95 ?%)"
)
_TISSUE = re.compile(r" ?(?:wet|dry|fresh|creatinine|protein|tissue|faeces|feces|DM\b|h(?:a?)emoglobin)")
_INTERVAL = re.compile(r"(?:\bCI|95 ?%|interval)[:,]? ?[(\[]?[+-]?$")
# "+0.3 kg", "per 100 ml"
_NOT_BEFORE = re.compile(r"(?:\+|\bper |- )$")
# What an amount measures where no one is given it: "blood loss was 300", "requirement (mean 107".
_OUTCOME_WORDS = _any(
    "consumption requirements? required loss lost gain(?:ed)? weigh(?:t|ts|ing|ed) bleeding output drainage excretion"
    " proteinuria albuminuria excreted residual usage needs? utili[sz]ation BMI body_mass haemoglobin hemoglobin hb"
    " calcium sodium potassium glucose cholesterol triglycerides? creatinine protein ferritin bilirubin urea albumin"
    " urine blood difference threshold secretion clearance AUC exposure diuresis effusion aspirate expenditure"
)
_OUTCOME_LINKS = _any(
    r"was were is are of by from to averaged ranged between in under than below above and vs\.? versus approximately"
    " about least only"
)
_OUTCOME = re.compile(
    rf"\b(?:{_OUTCOME_WORDS})\b[^.;]{{0,45}}(?:\b(?:{_OUTCOME_LINKS})|required|[<>\u2264\u2265=,:(\[])[ ]?"
    r"(?:(?:an? )?(?:mean|median|average|total)(?: of)? ?\(?)?[+~-]?$",
    re.I,
)
_WEIGHING = re.compile(
    r"\b(?:birth[ -]?weight|BW|weigh(?:t|ts|ing|ed)|BMI|LBW|VLBW|body mass|tumou?rs?|prostate|bladder)\b[^.;]{0,40}$",
    re.I,
)
_LABORATORY = re.compile(
    r"\b(?:serum|plasma|levels?|concentrations?|tit(?:er|re)s?|blood|target|ha?emoglobin|urine|trough|peak|Cmax|AUC"
    r"|glucose|cholesterol|creatinine|bilirubin)\b[^.;]{0,50}$",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:"
    + _any(
        r"dos(?:e|es|age|ages|ed|ing) receiv(?:e|ed|ing) administ(?:ered|ration|rated) given gave inject(?:ed|ion|ions)"
        r" infus(?:ed|ion|ions) treat(?:ed|ment) supplement(?:ed|ation|s)? consist(?:s|ed|ing)? compris(?:ed|ing)"
        r" contain(?:s|ed|ing)? took taken taking consum(?:e|ed|ing) ingest(?:ed|ion) bolus loading instill(?:ed|ation)"
        r" inhal(?:ed|ation) oral(?:ly)? intravenous(?:ly)? i\.?v\.? irrigat(?:ed|ion) diluted drank drink prescribed"
        r" vaccin(?:e|ated) started"
    )
    + r")\b",
    re.I,
)
_DOSE_WORD = re.compile(r"\bdos(?:es?|ages?|ed|ing)\b", re.I)
# "315 ml vs. 202 ml": a result.
_COMPARED = re.compile(r"[ ,]{1,2}(?:vs\.?|versus|compared|respectively|higher|lower|more|less)\b")
# "a lower mean dose (378 mg vs 466 mg": what was used, which is a result
_FLOW = re.compile(r"\b(?:FEV|FVC|spirometr|difference)")
_MEAN = re.compile(r"\b(?:mean|median|average|lower|higher)\b", re.I)
_COMPARED_SOON = re.compile(r"\b(?:vs\.?|versus)\b|\bvs\.")
_COMPARED_BEFORE = re.compile(r"(?:\bvs\.?|\bversus|FEV.{0,30}|FVC.{0,30}) $")
_BODY_FLUID = re.compile(
    r"\b(?:"
    + _any(
        "blood urine ascites sputum csf serum bile semen pleural effusion aspirate weight tissue tumou?r stool fa?eces"
    )
    + r")\b",
    re.I,
)
# Units that are a dose's by themselves, units that need a substance beside them, and things that are counted out.
_OF_DRUGS = frozenset("mg ug ng IU IE MIU Gy cGy meq mmol MBq GBq mCi CFU PFU".split())
_OF_ANYTHING = frozenset("g kg L mL uL".split())
_COUNTED = frozenset("tablet capsule sachet drop puff spray vial ampoule".split())
# Names that stand at the amount itself, or in its list.
_NEAR = frozenset(("of", "adjacent", "before", "list"))


def _score(text: str, one: DoseMention) -> float | None:
    """How sure it is that the amount is a dose; None: it is none."""
    unit = one.unit
    if min(amount.low for amount in one.amounts) < 0 or _NOT_BEFORE.search(text, max(0, one.start - 5), one.start):
        return None
    if _SPREAD_AFTER.match(text, one.unit_end) or _TISSUE.match(text, one.unit_end):
        return None
    left = text[max(one.sentence.start, one.start - 110) : one.start]
    if (
        one.sentence.section == "results"
        and _MEAN.search(left[-80:])
        and _COMPARED_SOON.search(text, one.start - 8, one.unit_end + 5)
    ):
        return None
    near = one.how in _NEAR
    sure = near and one.name is not None and one.name.known == 2
    if unit.symbol == "%":
        return _percent_score(text, one) if sure else None
    if unit.symbol == "ppm":
        return 0.8 if sure and one.sentence.section != "results" else None
    if unit.is_concentration:
        vague = one.how == "list" or (one.how == "before" and unit.symbol.endswith("/L"))
        reported = left.endswith((" was ", " were ")) or _LABORATORY.search(left) is not None
        return 0.85 if sure and not vague and not reported else None
    if _INTERVAL.search(left) or _is_outcome(one, left, sure):
        return None
    if unit.dimension == "volume" and unit.symbol.endswith("/min") or unit.symbol == "J/cm2":
        return 0.8 if sure else None
    if unit.symbol in _OF_ANYTHING or unit.dimension == "volume":
        return _amount_score(text, one, left, sure)
    if unit.symbol.split("/")[0] in _COUNTED:
        return 0.85 if one.regular or sure else None
    if unit.symbol in ("U", "cells"):
        given = _GIVEN if one.how == "of" else _DOSE_WORD
        belongs = sure or one.regular or given.search(left)
        return 0.9 if belongs and not left.endswith(" by ") else None
    if unit.symbol in _OF_DRUGS or (unit.below and unit.dimension != "energy"):
        if left.rstrip()[-1:] in ("<", ">", "\u2264", "\u2265") and not sure:
            return None
        return 0.97 if near else 0.93
    return None


def _is_outcome(one: DoseMention, left: str, sure: bool) -> bool:
    if one.unit.symbol in _OF_ANYTHING and _WEIGHING.search(left[-60:]):
        return True
    if one.how == "of" or (one.how == "adjacent" and sure) or _DOSE_WORD.search(left[-50:]):
        return False
    return _OUTCOME.search(left) is not None


def _amount_score(text: str, one: DoseMention, left: str, sure: bool) -> float | None:
    """Grams and millilitres, which are also lost, weighed and measured."""
    name, symbol = one.name, one.unit.symbol
    after = name is not None and name.start > one.start
    if symbol == "kg" and one.how != "of" or symbol == "L" and not (after or one.regular):
        return None
    if name is not None and one.how in _NEAR and _BODY_FLUID.search(one.name_in(text)):
        return None
    if after and name is not None and one.how == "adjacent":
        between = text[one.unit_end : name.start]
        if between.count("(") > between.count(")"):
            return None  # "51 mL (glycopyrronium 12.5 ug)": a result in that arm
    if sure and (one.how != "list" or one.unit.dimension == "volume"):
        return 0.93
    if one.regular:
        return 0.85
    if symbol == "mL" and one.sentence.section == "results" and _FLOW.search(left):
        return None
    if symbol == "L" or _COMPARED.match(text, one.unit_end) or _COMPARED_BEFORE.search(left):
        return None
    if one.how == "of":
        left = text[max(one.sentence.start, one.start - 300) : one.start]
    return 0.8 if _GIVEN.search(left) else None


# "(39% zidolol vs. 38% saline)", "an oxygen saturation >= 95%": results, not strengths
_SHARE_OF = re.compile(r"\d ?%[^.;]{0,25}\b(?:vs\.?|versus) $|\b(?:saturation|tension|uptake|extraction)[^.;]{0,12}$")
# Substances whose strength in percent is their dose.
_PERCENT_DRUG = re.compile(
    r"(?:"
    + _any(
        r"[a-z]caine flurane saline dextrose nacl albumin mannitol starch hes ringer\S* n2o o2 oxygen nitrous xenon"
        r" heliox chlorhexidine peroxide povidone\S* timolol \w+oprost atropine cyclopentolate tropicamide halothane"
        " glucose sucrose sorbitol fluoride hts ethanol alcohol capsaicin tretinoin tacrolimus pimecrolimus"
        " hydrocortisone minoxidil clindamycin iodine phenol hypochlorite naocl formalin dextran permethrin imiquimod"
        " diclofenac propofol lecithin carnitine hypertonic xylitol adapalene benzoyl salicylic glycerin brimonidine"
        " dorzolamide brinzolamide ketorolac nepafenac c[iy]closporine? azithromycin carbamide stannous"
        r" intralipid lipid \w*cellulose hpmc edta chx hyaluron\w+ \w+patadine"
    )
    + r")\b",
    re.I,
)
_FORM_NEAR = re.compile(
    r"[^.;]{0,25}\b(?:"
    + _any(
        "extract creams? gels? ointments? solutions? lotions? patch patches mouth_?(?:wash|rinse) eye_?drops? shampoo"
        " spray toothpaste paste foam emulsion ophthalmic suspension level dietary"
    )
    + r")\b",
    re.I,
)
# "46% vs. 26%; P = 0.004", "12% of patients", "(7.7%) of the lidocaine group"
_RESULT_AFTER = re.compile(
    r" ?(?:of (?:the )?(?:patients|participants|subjects|women|men|cases|children)|vs\.?|versus|patients"
    r"|[);,]{0,2} ?\(? ?[pP] ?[<=>]|\(95|confidence|reduction|increase|decrease|response|higher|lower|more|less"
    r"|inhibition|mortality|CI\b)"
)
# "bromfenac 0.09% vs nepafenac"
_VERSUS_DRUG = re.compile(r" (?:vs\.?|versus) [a-z]{5}")
_GROUP_AFTER = re.compile(
    r"\)? (?:groups?|arms?|patients|recipients|users|participants|vs|versus|uptake|consumption|saturation|content"
    r"|levels?)\b"
)


def _percent_score(text: str, one: DoseMention) -> float | None:
    """Strengths and gases; most percentages are something else."""
    name = one.name
    if name is None or one.amounts[-1].low > 100 or " vs" in text[one.start : one.unit_end]:
        return None
    versus = _VERSUS_DRUG.match(text, one.unit_end) is not None and one.amounts[-1].low <= 10
    if (not versus and _RESULT_AFTER.match(text, one.unit_end)) or _GROUP_AFTER.match(
        text, max(name.end, one.unit_end)
    ):
        return None
    if _SHARE_OF.search(text, max(0, one.start - 40), one.start):
        return None
    strength = _PERCENT_DRUG.search(one.name_in(text)) is not None
    if one.how == "list" or (one.how == "of" and not strength):
        return None
    if one.how == "before" and (one.before is None or one.before[1] > 2):
        return None
    if strength:
        return 0.93
    if _FORM_NEAR.match(text, one.unit_end):
        return 0.9
    in_results = one.sentence.section in ("results", "conclusions")
    return 0.75 if one.how == "adjacent" and not in_results and one.amounts[-1].low <= 10 else None


# -- the facts

_OPEN_LATIN = re.compile(r"\b[a-z](?:\.[a-z]){1,2}$")


def dose_candidates(document: Document, one: DoseMention, score: float) -> Iterator[Candidate]:
    """A dose for each amount of a mention, with what is known of all of them."""
    regimen, end = one.regimen, _quote_end(document.text, one)
    drugs = _drugs(document.text, one.name, len(one.amounts))
    for amount, drug in zip(one.amounts, drugs):
        stop, numbers = amount.end, amount.numbers
        if amount is one.amounts[-1]:
            stop = end
            rest = document.numbers[numbers[-1] + 1 : numbers[-1] + 12]
            numbers += tuple(number.index for number in rest if number.start < stop)
        fact = Dose(
            drug=drug,
            amount=_whole(amount.low),
            amount_high=None if amount.high is None else _whole(amount.high),
            unit=one.unit.symbol,
            frequency=regimen.frequency,
            duration=regimen.duration,
            route=regimen.route,
            repeated_for=regimen.repeated_for,
        )
        yield Candidate(fact, amount.start, stop, numbers, f"dose-{one.how}", score)


def _quote_end(text: str, one: DoseMention) -> int:
    """The end of the unit or of what follows without a break, a bracket or "b.i.d." closed, a full stop left off."""
    end = max(one.unit_end, one.regimen.end)
    quote = text[one.start : end]
    following = text[end : end + 1]
    if following == ")" and quote.count("(") > quote.count(")") or following == "." and _OPEN_LATIN.search(quote):
        return end + 1
    return end - 1 if quote.endswith(".") and quote.count(".", max(0, len(quote) - 7)) == 1 else end


def _drugs(text: str, name: Name | None, count: int) -> list[str | None]:
    """The name for each amount of a list: "X/Y 10/20 mg" has two names."""
    if name is None:
        return [None] * count
    drug = text[name.start : name.end].replace("\n", " ")
    parts = drug.split("/")
    return list(parts) if count > 1 and len(parts) == count else [drug] * count


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value
