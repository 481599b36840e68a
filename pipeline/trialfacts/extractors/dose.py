"""Doses: amounts of a substance or of radiation given to participants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.doses.amounts import DoseMention, find_dose_mentions
from trialfacts.doses.drugs import SALT, Name
from trialfacts.doses.naming import name_doses
from trialfacts.doses.regimen import whole
from trialfacts.doses.sharing import read_regimens
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
        name_doses(document.text, found, document.abbreviations)
        read_regimens(document.text, found)
    document.memo["doses"] = found
    return found


# -- whether it is a dose


def _any(words: str) -> str:
    """The words as alternatives of a pattern; "_" stands for a space."""
    return "|".join(words.split()).replace("_", " ")


# "12 mg (SD 3)", "3 mg/kg wet weight": a measurement.
_SPREAD_AFTER = re.compile(
    r" ?(?:\u00b1|\+/-|\((?:SD|SE|SEM|\u00b1|IQR|95 ?%|range|interquartile|s\.d|standard (?:dev|err)|Q1|median|mean"
    r"|r ?=|\u03b2)"
    r"|[;,] ?95 ?%)"
)
_TISSUE = re.compile(
    r"/m ?[3\u00b3]| ?(?:(?:wet|dry|fresh)(?!-)|creatinine|protein|tissue|faeces|feces|DM\b|h(?:a?)emoglobin)"
)
# "the cadmium content of bone was 3-9 mg/kg", "the ED50 was 7 mg"; "19 Gy versus 14 Gy, P = 0.01": results
_MEASURED = re.compile(
    r"\b(?:concentrations?|contents?|levels?|E[CD]\d\d)\b[^.;,]{0,70} (?:was|were|averaged)"
    r"(?: (?:about|only|\d[\d.]*(?:,|,? and|-)))? ?$"
)
_TESTED = re.compile(r" (?:vs\.?|versus) \d[\d.]* ?[A-Za-z%]{1,5}(?:/[A-Za-z0-9]{1,4})?[,;)]{0,2} ?\(?[pP] ?[=<>]")
# "the total dose of zidolol in the three groups was 375 mg", "dose intensity was 33 mg/day": what was used
_USED = re.compile(
    r"\b(?:total|cumulative)(?: [a-z-]+){0,3} dos(?:es?|age)\b[^.]{0,100}\b(?:was|were)\b|\bdose intensity (?:was"
    r"|were)\b"
    r"|\bdos(?:es?|ages?)\b(?: of [a-z ]{3,30})? (?:(?:was|were) (?:[a-z]+ly )?(?:similar|comparable|lower|higher"
    r"|smaller"
    r"|larger|greater|less|identical|not (?:[a-z]+ly )?different)|differed|did not (?:[a-z]+ly )?differ)\b"
    r"(?:[^.(]|\.\d){0,60}\((?:[^.()]|\.\d){0,60}$",
    re.I,
)
# "reduced by 24 g/day", "(184 g/day; p = 0.001)", "1.5 mg [0-6 mg] vs 3 mg [0-6 mg]": changes and results
_CHANGED_BY = re.compile(
    r"(?<!dose )(?<!dosage )\b(?:reduced|increased|decreased|fell|rose|dropped|declined|lower|higher)"
    r" by (?:an? (?:mean|average|median) of )?(?:\d[\d.]* (?:and|or|to) )?$"
)
# "albumin was elevated |27%|", "insulin rose |12%|"
_CHANGED = re.compile(
    r"\b(?:(?:was|were) )?(?:increased|decreased|reduced|elevated|raised|lowered|fell|rose|dropped|declined|improved"
    r"|changed)"
    r"(?: (?:only|about|approximately|nearly|up to))? $"
)
_P_AFTER = re.compile(r"[;,] ?\(?[pP] ?[=<>]")
_SPREAD_BESIDE = re.compile(r" ?[\[(]\d[\d.]{0,6} ?(?:-|to|,) ?\d[\d.]{0,6}(?: ?[A-Za-z/]{1,8})?[\])]")
# "142 \u00b1 31 mg (|80-220 mg|)": what was needed
_SPREAD_AND_RANGE = re.compile(r"(?:\u00b1|\+/-) ?\d[\d.]* ?[A-Za-z/]{0,8} ?[\[(](?:range[:,]? ?)?$")
_VALUE_BEFORE = re.compile(r"\d ?[A-Za-z%]{1,4} ?[\[(]$")
_REPORTS = re.compile(r"\b[pP] ?[=<>]|\bCI\b|\bIQR\b")


def _reports(text: str, one: DoseMention) -> bool:
    """Whether the sentence tells results: by its section, or by the P value or the interval in it."""
    if one.sentence.section is not None:
        return one.sentence.section == "results"
    start, stop = max(one.sentence.start, one.start - 250), min(one.sentence.end, one.unit_end + 250)
    return _REPORTS.search(text, start, stop) is not None


def _is_result(text: str, one: DoseMention, left: str) -> bool:
    """Whether the amount is what was used, lost or changed: told with its spread, its P value or "by"."""
    if _SPREAD_AND_RANGE.search(left[-30:]):
        return True
    if not _reports(text, one):
        return False
    told = _MEAN.search(left[-80:]) and _COMPARED_SOON.search(text, one.start - 8, one.unit_end + 5)
    if told and (told.group().startswith("vs") or told.group() == "versus" or not _DOSE_WORD.search(left[-80:])):
        return True
    if _MEASURED.search(left) or _TESTED.match(text, one.unit_end) or (" dose" in left and _USED.search(left)):
        return True
    if " by " in left[-45:] and _CHANGED_BY.search(left):
        return True
    if one.unit.symbol == "%" and _CHANGED.search(left[-24:]):
        return True
    end = max(one.unit_end, one.regimen.end)
    if _P_AFTER.match(text, end) and left.endswith("(") or _SPREAD_BESIDE.match(text, end):
        return True
    return one.amounts[0].high is not None and text[end : end + 1] in ")]" and _VALUE_BEFORE.search(left) is not None


_INTERVAL = re.compile(r"(?:\bCI|95 ?%|interval)[:,]? ?[(\[]?[+-]?$")
# "was +0.3 kg", "per 100 ml"; but "zidolol 8 mg+16 mg gadolin" is a combination
_NOT_BEFORE = re.compile(
    r"(?:exceed(?:s|ed|ing)? |(?:^|[^A-Za-z%)\] ]|(?<![%)\]a-z]) |\b(?:was|were|of|by|to|is|and"
    r"|or) )\+|\bper |- )$"
)
_COMBINED_AFTER = re.compile(r" ?\+ ?[A-Za-z]{3}")
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
# but "10 mg/kg body weight in 5 ml": part of the unit before
_WEIGHING = re.compile(
    r"\b(?<!kg )(?<!kg of )(?<!kg body )(?<!kg of body )(?<!kilogram of body )"
    r"(?:birth[ -]?weight|BW|weigh(?:t|ts|ing|ed)|BMI|LBW|VLBW|body mass|tumou?rs?|prostate|bladder)\b[^.;]{0,40}$",
    re.I,
)
_LABORATORY = re.compile(
    r"\b(?:serum|plasma|levels?|concentrations?|tit(?:er|re)s?|blood|target|ha?emoglobin|urine|trough|peak|Cmax|AUC"
    r"|glucose|cholesterol|creatinine|bilirubin|loads?)\b[^.;]{0,50}$",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:"
    + _any(
        r"dos(?:e|es|age|ages|ed|ing) receiv(?:e|ed|ing) administ(?:ered|ration|rated) given gave inject(?:ed|ion|ions)"
        r" infus(?:ed|ion|ions) treat(?:ed|ment) supplement(?:ed|ation|s)? consist(?:s|ed|ing)? compris(?:ed|ing)"
        r" contain(?:s|ed|ing)? took taken taking consum(?:e|ed|ing) ingest(?:ed|ion) bolus loading instill(?:ed|ation)"
        r" dissolved inhal(?:ed|ation) oral(?:ly)? intravenous(?:ly)? i\.?v\.? irrigat(?:ed|ion) diluted drank"
        r" drink prescribed vaccin(?:e|ated) started"
    )
    + r")\b",
    re.I,
)
# "were randomized to (1) saline or (2) Zidofen 4 g"
_ASSIGNED = re.compile(r"\b(?:randomi[sz]ed|assigned|allocated) (?:in a [^ ]{1,5} ratio )?(?:in)?to\b", re.I)
_DOSE_WORD = re.compile(r"\bdos(?:es?|ages?|ed|ing)\b", re.I)
# "One tablet was taken daily", "zidogenic cells (2 x 10^8 cells) were injected"
_IS_GIVEN = re.compile(
    r"\)?(?: of [a-z ]{3,20})? (?:was|were|is|are|will be|to be) (?:\w+ly )?"
    r"(?:taken|given|administered|applied|instilled|chewed|swallowed|injected|infused|inhaled|ingested|consumed)\b"
)
# "315 ml vs. 202 ml": a result.
_COMPARED = re.compile(r"[ ,]{1,2}(?:vs\.?|versus|compared|respectively|higher|lower|more|less)\b")
# "a lower mean dose (378 mg vs 466 mg": what was used, which is a result
_FLOW = re.compile(r"\b(?:FEV|FVC|spirometr|difference)")
_MEAN = re.compile(r"\b(?:mean|median|average|lower|higher|less|more)\b", re.I)
_COMPARED_SOON = re.compile(r"\b(?:vs?\.?|versus|against)\b|\bvs\.")
_COMPARED_BEFORE = re.compile(r"(?:\bvs\.?|\bversus|FEV.{0,30}|FVC.{0,30}) $")
_BODY_FLUID = re.compile(
    r"\b(?:"
    + _any(
        "blood urine ascites sputum csf serum bile semen pleural effusion aspirate weight tissue tumou?r stool fa?eces"
    )
    + r")\b",
    re.I,
)
_LIGHT = re.compile(r"laser|light|UV|photo(?:therapy|dynamic|biomod)|irradiat|illuminat|LLLT|PDT|fluence", re.I)
# Units that are a dose's by themselves, units that need a substance beside them, and things that are counted out.
_OF_DRUGS = frozenset("mg ug ng IU IE MIU MU kIU Gy cGy meq mmol MBq GBq kBq mCi uCi TU CFU PFU".split())
_OF_ANYTHING = frozenset("g kg L mL uL".split())
_COUNTED = frozenset("tablet capsule sachet pill lozenge drop puff spray vial ampoule tablespoon teaspoon".split())


def _score(text: str, one: DoseMention) -> float | None:
    """How sure it is that the amount is a dose; None: it is none."""
    unit = one.unit
    if min(amount.low for amount in one.amounts) < 0 or _NOT_BEFORE.search(text, max(0, one.start - 10), one.start):
        return None
    if _SPREAD_AFTER.match(text, one.unit_end) or _TISSUE.match(text, one.unit_end) or _names_sequence(text, one):
        return None
    left = text[max(one.sentence.start, one.start - 110) : one.start]
    if _is_result(text, one, left) or unit.dimension == "volume" and unit.every == (1, "second"):
        return None  # "FEV1 was 1.3 |L/sec|"
    if unit.dimension == "exposure":
        return 0.93
    near = one.near
    sure = near and one.name is not None and one.name.known == 2
    if unit.symbol == "%":
        told = sure or (
            one.how == "adjacent"
            and one.name is not None
            and one.name.known == 1
            and (_GIVEN.search(left[-40:]) or _PERCENT_DRUG.search(one.name_in(text)))
        )
        return _percent_score(text, one) if told else None
    if unit.symbol == "ppm":
        limit = left.rstrip()[-1:] in "<>\u2264\u2265"
        return 0.8 if sure and one.sentence.section != "results" and not limit else None
    if unit.is_concentration:
        vague = one.how == "list" or (one.how == "before" and unit.symbol.endswith("/L"))
        reported = left.endswith((" was ", " were ")) or _LABORATORY.search(left) is not None
        told = sure or (one.how == "adjacent" and one.after is not None and one.name is one.after[0])
        return 0.85 if told and not vague and not reported else None
    if _INTERVAL.search(left) or _is_outcome(text, one, left, sure):
        return None
    if unit.symbol == "J/cm2":
        return 0.8 if sure or _LIGHT.search(left) else None
    if unit.dimension == "volume" and unit.symbol.endswith("/min"):
        # "1 L/min in the low-flow zidolol group": the gas that flows stands at the amount itself
        if one.how == "before" and one.name is not None:  # "oxygen at 2 L/min"
            return (
                0.8 if sure and one.sentence.section == "methods" and text[one.name.end : one.start] == " at " else None
            )
        return 0.8 if sure else None
    if unit.symbol in _OF_ANYTHING or unit.dimension == "volume":
        return _amount_score(text, one, left, sure)
    if unit.symbol.split("/")[0] in _COUNTED:
        told = _GIVEN.search(left[-30:]) or _IS_GIVEN.match(text, one.unit_end)
        return 0.85 if one.regular or sure or told else None
    if unit.symbol.split("/")[0] == "cells" or unit.symbol == "U":
        given = _GIVEN if one.how == "of" or one.regimen.route not in (None, "oral") else _DOSE_WORD
        named = one.name is not None and one.name.known > 0
        belongs = sure or (one.regular and named) or given.search(left) or _IS_GIVEN.match(text, one.unit_end)
        return 0.9 if belongs and not left.endswith(" by ") else None
    if unit.symbol in _OF_DRUGS or (unit.below and unit.dimension != "energy"):
        if left.rstrip()[-1:] in ("<", ">", "\u2264", "\u2265") and not sure:
            return None
        return 0.97 if near else 0.93
    return None


def _names_sequence(text: str, one: DoseMention) -> bool:
    """Whether the amount only names who took what first and then: "placebo/6mg", "6mg/6mg"."""
    if text.endswith("placebo/", 0, one.start) or text.startswith("/placebo", one.unit_end):
        return not one.regular
    first, last = one.amounts[0], one.amounts[-1]
    again = len(one.amounts) == 2 and first.low == last.low and text[first.end] != "/"
    return again and "/" not in one.name_in(text) and "/" in text[first.end : last.start]


# "lower urinary sodium content (single dose, 110 mmol/day"
_EXCRETED = re.compile(r"\b(?:urin(?:e|ary)|stool|f(?:a?e)cal|excret(?:ion|ed)|content|uptake|intakes?)\b", re.I)


# "glucose disposal was 6 mg/kg/min with zidolol and |5 mg/kg/min|": what the body takes up or makes
_TURNOVER = re.compile(
    r"\b(?:uptake|disposal|consumption|production|turnover|oxidation|clearance|utili[sz]ation|expenditure|V ?O ?2"
    r"|VO\(?2\)?(?: ?(?:max|peak))?)\b(?![^.;]{0,110}\b(?:infus|administ|given|dose))",
    re.I,
)


def _is_outcome(text: str, one: DoseMention, left: str, sure: bool) -> bool:
    if one.unit.is_rate and _TURNOVER.search(left):
        return True
    if one.unit.symbol == "mmol" and one.sentence.section == "results" and _EXCRETED.search(left):
        return True
    if one.unit.symbol in _OF_ANYTHING and _WEIGHING.search(left[-60:]):
        return True
    section = one.sentence.section
    by_weight = one.regular and ("mass" in one.unit.below and section != "results" or one.near and section == "methods")
    if one.sentence.section in ("results", None) and _INTAKE.search(left):
        return True
    if section in ("results", None) and _is_used(text, one):
        return True
    if one.how == "of" or (one.how == "adjacent" and sure) or by_weight or _DOSE_WORD.search(left[-50:]):
        return False
    told = _OUTCOME.search(_BY_WEIGHT.sub("kg", left))
    if told is None or section == "results" or one.how != "list":
        return told is not None
    return not told.group().lower().startswith(one.name_in(text).lower())  # "|albumin 1 g/kg on day 1 and| 20 g"


# "fentanyl |use| was 120 ug in A and ", "morphine |consumption| was similar (A 12 mg vs. ": what was used up, by arm
_USE = re.compile(
    r"\b(?:consumption|usage|requirements?|use|needs?)\b(?:[^.;]|\.(?=\d)|vs\.){0,90}?\b(?:was|were|averaged"
    r"|did not differ|differed|decreased|increased|fell|rose)\b(?P<rest>(?:[^.]|\.(?=\d)|vs\.){0,120})$"
)
_OF_USE = re.compile(r"\d[^()]{0,60}(?: and|,| vs\.?| versus| compared (?:with|to)| than)(?: an?| only| with)? $")
_ARM_BEHIND = re.compile(
    r" (?:in|for|with|among|by) (?:the )?(?:[\w+/-]+ ){0,4}(?:groups?|arms?|patients|controls?|placebo|vehicle"
    r"|saline)\b"
)
_VERSUS_BEHIND = re.compile(
    r"(?: ?(?:\u00b1|\+/-) ?[\d.]+[^()]{0,6})?(?: [^(),;\d]{0,25})?(?:,? (?:vs\.?|versus|compared (?:with|to)) "
    r"|[,;] (?:placebo|vehicle|controls?|saline|sham)[ :])"
)
_OTHER_ARM = re.compile(
    r" (?:vs\.?|versus|compared (?:with|to)) |\d[^()]*[,;] (?:placebo|vehicle|controls?|saline|sham)[ :]"
)


def _is_used(text: str, one: DoseMention) -> bool:
    """Whether an amount is one of those that the arms used up, which are a result."""
    used = _USE.search(text, max(one.sentence.start, one.start - 260), one.start)
    if used is None:
        return False
    rest = used["rest"]
    if rest.count("(") > rest.count(")"):
        opened = rest[rest.rfind("(") + 1 :] + text[one.start : one.unit_end]
        return _OTHER_ARM.search(opened) is not None or _VERSUS_BEHIND.match(text, one.unit_end) is not None
    straight = rest in (" ", " only ", " about ", " approximately ") or _OF_USE.search(rest) is not None
    return straight and _ARM_BEHIND.match(text, one.unit_end) is not None


# "7 mg/kg body weight"
_BY_WEIGHT = re.compile(r"\bkg (?:of )?body ?weight\b")
# "alcohol intake was 14 units/week": what people took of themselves
_INTAKE = re.compile(
    r"\b(?:intakes?|usage|use)\b[^.;]{0,45}\b(?:was|were|averaged|(?:rose|fell|increased|decreased|dropped|amounted) to"
    r"|(?:rose|fell|increased|decreased|dropped|declined|was reduced) from(?: \d[\d.,]* ?[A-Za-z\u00b5/]{0,9} to)?"
    r"|totall?ed)(?: (?:about|only))? (?:an? (?:mean|median|average)(?: of)? )?$"
)
# "an average volume of oedema in the arm of |1166 mL"
_MEAN_VOLUME = re.compile(r"\b(?:average|mean|median) (?:[a-z]+ )?(?:volumes?|weights?|mass) of\b", re.I)


def _amount_score(text: str, one: DoseMention, left: str, sure: bool) -> float | None:
    """Grams and millilitres, which are also lost, weighed and measured."""
    name, symbol = one.name, one.unit.symbol
    if _MEAN_VOLUME.search(left):
        return None
    after = name is not None and name.start > one.start
    if symbol == "kg" and one.how != "of" or symbol == "L" and not (after or one.regular):
        return None
    if name is not None and one.near and _BODY_FLUID.search(one.name_in(text)):
        return None
    if after and name is not None and one.how == "adjacent":
        between = text[one.unit_end : name.start]
        if between.count("(") > between.count(")"):
            return None  # "51 mL (glycopyrronium 12.5 ug)": a result in that arm
    # "better with zidolol (190 mL)": what was breathed or lost in that arm
    reported = one.unit.dimension == "volume" and one.sentence.section == "results" and not after
    if sure and not reported and (one.how != "list" or one.unit.dimension == "volume"):
        return 0.93
    if one.regular or _COMBINED_AFTER.match(text, one.unit_end):
        return 0.85
    if symbol == "mL" and one.sentence.section == "results" and _FLOW.search(left):
        return None
    if symbol == "L" or _COMPARED.match(text, one.unit_end) or _COMPARED_BEFORE.search(left):
        return None
    if one.how == "of":
        left = text[max(one.sentence.start, one.start - 300) : one.start]
    arms = one.how in ("adjacent", "word") and one.sentence.section not in ("results", "conclusions")
    return 0.8 if _GIVEN.search(left) or (arms and _ASSIGNED.search(left)) else None


# "(39% zidolol vs. 38% saline)", "an oxygen saturation >= 95%": results, not strengths
_STRENGTH_MOST = 25  # no strength above it is told with decimals
_SHARE_OF = re.compile(r"\d ?%[^.;]{0,25}\b(?:vs\.?|versus) $|\b(?:saturation|tension|uptake|extraction)[^.;]{0,12}$")
# Substances whose strength in percent is their dose.
_PERCENT_DRUG = re.compile(
    r"(?:"
    + _any(
        r"[a-z]caine flurane saline dextrose nacl albumin mannitol starch hes ringer\S* n2o o2 oxygen nitrous xenon"
        r" heliox chlorhexidine peroxide povidone\S* timolol \w+oprost atropine cyclopentolate tropicamide halothane"
        " glucose sucrose sorbitol fluoride hts ethanol alcohol capsaicin tretinoin tacrolimus pimecrolimus"
        " hydrocortisone minoxidil clindamycin iodine phenol hypochlorite naocl formalin dextran permethrin imiquimod"
        " diclofenac propofol lecithin carnitine hypertonic xylitol adapalene benzoyl salicylic glycerine? brimonidine"
        " dorzolamide brinzolamide ketorolac nepafenac c[iy]closporine? azithromycin carbamide stannous"
        r" olone sone onide betasol\w* intralipid lipid \w*cellulose hpmc edta chx hyaluron\w+ \w+patadine"
    )
    + r")\b",
    re.I,
)
_FORM_NEAR = re.compile(
    r"[^.;]{0,25}\b(?:"
    + _any(
        "extract creams? gels? ointments? solutions? lotions? patch patches mouth_?(?:wash|rinse) eye_?drops? shampoo"
        " spray toothpaste paste foam emulsion ophthalmic suspension level dietary topical"
    )
    + r")\b",
    re.I,
)
# "zidolol ointment 2%"
_FORM_BETWEEN = re.compile(r" (?:cream|gel|ointment|solution|lotion|mouthwash|patch|spray|foam|paste|suspension) $")
# "a diet supplemented with gadolin (2%) or zidolol (0.1%)"
_MIXED_IN = re.compile(
    r"\b(?:diets?|chow|feed|supplemented|enriched|fortified|lubricants?|solutions?)\b[^.;]{0,70}$", re.I
)
# "inhaled 1% zidander, 2% gadolin oil"
_INHALED = re.compile(r"\b(?:inhal|appl|instill|rins|gargl)(?:ed|ied|ing|ying) (?:[^.;(]{0,40}, )?(?:or |either )?$")
# "46% vs. 26%; P = 0.004", "12% of patients", "(7.7%) of the lidocaine group"
_RESULT_AFTER = re.compile(
    r" ?(?:of (?:the )?(?:patients|participants|subjects|women|men|cases|children)|vs\.?|versus|patients"
    r"|[);,]{0,2} ?\(? ?[pP] ?[<=>]|\(95|confidence|reduction|increase|decrease|loss|gain|decline|rise|fall|response"
    r"|higher|lower|more|less"
    r"|inhibition|mortality|CI\b)"
)
# "bromfenac 0.09% vs nepafenac"
_VERSUS_DRUG = re.compile(r" (?:vs\.?|versus) [a-z]{5}")
# "(zidolol 3.1%| vs. tamoxifen 1.3%|)": shares of two arms
_SHARES_BESIDE = re.compile(r" ?(?:vs\.?|versus|,|;| and) (?:[\w-]+ ){1,3}\d[\d.]* ?%")
# "28% |with| propofol, |32%| with": the share of an arm, and that of the next
_OF_ARM = re.compile(
    r"\d ?%\)? (?:of (?:those|patients|women|men|children) )?(?:with|in|for|on|after|under) (?:the )?$"
)
# "2.5% prilocaine) vs. placebo"
_VERSUS_PLACEBO = re.compile(r"\)? (?:vs\.?|versus) (?:placebo|saline|vehicle)")
# "solutions 2% and |0.4%|"
_STRENGTHS = re.compile(r"\d ?%,? (?:and|or) $")
_GROUP_AFTER = re.compile(
    r"\)? (?:groups?|arms?|patients|recipients|users|participants|vs|versus|uptake|consumption|saturation|content"
    r"|levels?)\b"
)


# "nausea in 28% with zidolol |(P = 0.05), |32%| with| placebo": the arm before has its percentage
_ARM_DONE = re.compile(r"(?:\)[,;]?(?: and| but)?|\b(?:and|vs\.?|versus|compared (?:with|to))) $")
_NEXT_ARM = re.compile(r" (?:with|after|for|among|on|of|in) (?!oxygen|air\b|saline|water|the (?:carrier|inspired))")


def _percent_score(text: str, one: DoseMention) -> float | None:
    """Strengths and gases; most percentages are something else."""
    name = one.name
    highest = one.amounts[-1].low
    if name is None or highest > 100 or " vs" in text[one.start : one.unit_end]:
        return None
    if highest > _STRENGTH_MOST and highest % 1:
        return None  # "87.6% for zidolol and 84.9%": shares of people
    versus = _VERSUS_DRUG.match(text, one.unit_end) is not None and one.amounts[-1].low <= 10
    if not versus and _RESULT_AFTER.match(text, one.unit_end):
        return None
    if (not versus and _GROUP_AFTER.match(text, one.unit_end)) or (
        _GROUP_AFTER.match(text, name.end) and not _VERSUS_PLACEBO.match(text, name.end)
    ):
        return None
    if _SHARE_OF.search(text, max(0, one.start - 40), one.start):
        return None
    if one.sentence.section == "results" and text[one.unit_end : one.unit_end + 2] == " (" and name.start > one.start:
        return None  # "Dry socket: 2% (articaine), 4% (lignocaine)"
    if name.end <= one.start and _OF_ARM.search(text, max(0, name.start - 30), name.start):
        return None
    substance = one.name_in(text)
    strength = _PERCENT_DRUG.search(substance) is not None or SALT.match(substance) is not None
    listed = one.how == "list" and not _STRENGTHS.search(text, max(0, one.start - 12), one.start)
    if listed or (one.how == "of" and not strength):
        return None
    if one.how == "before" and (one.before is None or one.before[1] > 2):
        return None
    if (
        one.how == "before"
        and _NEXT_ARM.match(text, one.unit_end)
        and _ARM_DONE.search(text, max(name.end, one.start - 40), one.start)
    ):
        return None
    if strength:
        return 0.93
    if _FORM_NEAR.match(text, one.unit_end):
        return 0.9
    if one.how == "before" and _FORM_BETWEEN.fullmatch(text, name.end, one.start):
        return 0.9
    if one.how == "adjacent" and _MIXED_IN.search(text, max(one.sentence.start, one.start - 90), one.start):
        return 0.9
    if one.how == "adjacent" and one.amounts[-1].low <= 10 and _INHALED.search(text, max(0, one.start - 60), one.start):
        return 0.9
    if _SHARES_BESIDE.match(text, one.unit_end):
        return None
    in_results = one.sentence.section in ("results", "conclusions")
    return 0.75 if one.how == "adjacent" and not in_results and one.amounts[-1].low <= 10 else None


# -- the facts

_OPEN_LATIN = re.compile(r"\b[a-z](?:\.[a-z]){1,2}$")


def dose_candidates(document: Document, one: DoseMention, score: float) -> Iterator[Candidate]:
    """A dose for each amount of a mention, with what is known of all of them."""
    regimen, end = one.regimen, _quote_end(document.text, one)
    drugs = [document.text[name.start : name.end] for name in one.names] or _drugs(
        document.text, one.name, len(one.amounts)
    )
    for amount, drug in zip(one.amounts, drugs):
        stop, numbers = amount.end, amount.numbers
        if amount is one.amounts[-1]:
            stop = end
            rest = document.numbers[numbers[-1] + 1 : numbers[-1] + 12]
            numbers += tuple(number.index for number in rest if number.start < stop)
        fact = Dose(
            drug=drug,
            amount=whole(amount.low),
            amount_high=None if amount.high is None else whole(amount.high),
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
