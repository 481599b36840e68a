"""How doses are given, as told around them: in the rest of their sentence, or in another one for all of them."""

from __future__ import annotations

import re
from itertools import groupby

from trialfacts.doses.amounts import DoseMention
from trialfacts.doses.lists import THEN, fill_lists
from trialfacts.doses.regimen import (
    COURSE_UNITS,
    N_BARE,
    Every,
    Length,
    days_of_cycle,
    end_of_cap,
    ends_regimen,
    frequency_of,
    is_cycle,
    leading_cycles,
    leading_length,
    leading_rounds,
    period_length,
    read_around,
    read_tail,
    whole,
)
from trialfacts.doses.routes import find_routes

# How far from the amount a frequency, a duration or a route still belongs to it, in characters.
_REACH = 75
_NEXT_SENTENCE = re.compile(r"[.] (?=[A-Z])")
_GOES_ON = re.compile(r"continued|repeated")
# Immunoglobulin is given into a vein unless the text says otherwise; "IVIG" says it.
_INTRAVENOUS = re.compile(
    r"\b(?:IV-?Ig|IVIGs?|IVG|IGIV|IV Ig\w?|(?:immune |immuno)globulins?|intravenous)\b|^IV ", re.I
)


def read_regimens(text: str, found: list[DoseMention]) -> None:
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
        if index:
            _fill_past_cap(text, found[index - 1], one)
    fill_lists(text, found)
    _fill_days(text, found)
    _fill_courses(text, found)
    _fill_cycles(text, found)
    _fill_said(text, found)
    _fill_periods(text, found)
    _fill_rhythm_of_all(text, found)
    _fill_told_before(text, found)
    if any(one.regimen.route is None for one in found):
        _fill_stated(text, found)
        _fill_anaesthetized(text, found)
    _fill_multiples(text, found)


# "|3 x |5 mg/day"; no "2 x 10^6 cells/day"
_MULTIPLE = re.compile(r"(?P<times>[2-9]|1[0-2]) ?[xX\u00d7*] ?(?!10(?:[\^(]|[3-9](?!\d)|1[0-2](?!\d)))\d")


def _fill_multiples(text: str, found: list[DoseMention]) -> None:
    """Counts the doses of a day or week that are printed as a product: "3 x 5 mg/day" is 5 mg three times a day."""
    for one in found:
        often = one.regimen.frequency
        if often is None or often["times"] != 1 or often["every"] != 1 or often["unit"] not in ("day", "week"):
            continue
        if len(one.amounts) == 1 and (product := _MULTIPLE.match(text, one.start)) is not None:
            one.regimen.frequency = {**often, "times": int(product["times"])}


def _fill_past_cap(text: str, one: DoseMention, cap: DoseMention) -> None:
    """What follows the bracket that limits an amount is said of that: "1 mg/kg/day (maximum 60 mg) for 4 weeks"."""
    close = end_of_cap(text, cap.start, cap.unit_end)
    if close < 0 or one.sentence.start != cap.sentence.start:
        return
    tail = read_tail(text, close + 1, one.sentence.end)
    one.regimen.frequency = one.regimen.frequency or tail.frequency
    one.regimen.duration = one.regimen.duration or tail.duration


def _by_sentence(found: list[DoseMention]) -> list[list[DoseMention]]:
    return [list(doses) for _, doses in groupby(found, key=lambda one: one.sentence.start)]


def _fill_days(text: str, found: list[DoseMention]) -> None:
    """How many times in a cycle, where the days stand at the dose and the cycle for all: "A 5 mg/m2 days 1 and 8"."""
    for one in found:
        every = one.regimen.frequency
        if every is not None and every["times"] == 1 and is_cycle(every):
            one.regimen.frequency = every | {"times": max(1, days_of_cycle(text, one.unit_end))}


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
            if other.regimen.duration is not None or THEN.search(text, previous.unit_end, other.start):
                break
            other.regimen.duration = first.regimen.duration


def _fill_cycles(text: str, found: list[DoseMention]) -> None:
    """How many cycles, and how often one begins, where it is told before the drugs of each: "four cycles of A, B"."""
    for doses in _by_sentence(found):
        if not any(one.unit.symbol in _BY_CYCLE for one in doses):
            continue
        start, stop = max(doses[0].sentence.start, doses[0].start - 130), doses[-1].start
        told = leading_cycles(text, start, stop)
        rounds = leading_rounds(text, start, doses[0].start) if not told else None
        for one in doses if rounds else ():
            one.regimen.frequency = one.regimen.frequency or rounds
        for one in doses if told else ():
            before = [each for each in told if each[0] <= one.start]
            regimen = one.regimen
            if before and regimen.duration is None and regimen.repeated_for is None:
                _, regimen.duration, every = before[-1]
                regimen.frequency = regimen.frequency or every


_BY_CYCLE = frozenset(("mg/m2", "g/m2", "mg/m", "mg/kg", "U/m2", "IU/m2", "AUC", "mg/mL/min"))
# "once-daily doses of A (80 mg) or B (50 mg)", "single doses of A 8 mg with either B 1 mg or C 4 mg", "daily either"
_RHYTHM = re.compile(
    r"\b(?:(?P<daily>(?:once[- ])?daily)|(?P<weekly>(?:once[- ])?weekly)|(?P<single>single)) (?:(?:oral|intravenous) )?"
    r"(?:doses? of|either) |as a (?P<once>single (?:[a-z]+ )?dose)\b[^.;:]{0,60}: ",
    re.I,
)


def _fill_rhythm(text: str, doses: list[DoseMention]) -> None:
    """How often, where it is told before the first dose of a list."""
    first = doses[0]
    match = _RHYTHM.search(text, max(first.sentence.start, first.start - 120), first.start)
    if match is None or len(doses) < 2:
        return
    every: Every = {"times": 1, "every": 1, "unit": "day" if match["daily"] else "week"}
    if match["single"] or match["once"]:
        every = {"times": 1, "every": None, "unit": None}
    for previous, other in zip(doses, doses[1:]):
        gap = text[previous.unit_end : other.start]
        if other.regimen.frequency is not None or THEN.search(gap) or len(gap) > 70 or "aily" in gap or "ekly" in gap:
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


# What is not where a local anaesthetic is put, or does not tell it alone.
_NOT_LOCAL = frozenset(("iv", "oral", "im", "sc", "topical", "spinal", "inhaled", "intranasal", "rectal"))
_TOLD_ELSEWHERE = frozenset(("results", "conclusions", "background"))


def _fill_anaesthetized(text: str, found: list[DoseMention]) -> None:
    """Where a local anaesthetic, and what is mixed with it, is put: the one place that the text speaks of."""
    places: set[str] | None = None
    for doses in _by_sentence(found):
        bare = [one for one in doses if one.regimen.route is None]
        if doses[0].sentence.section in _TOLD_ELSEWHERE:
            continue
        if not any(one.name_in(text).lower().endswith("caine") for one in bare):
            continue
        if places is None:
            places = {route for _, _, route in find_routes(text, 0, len(text))} - _NOT_LOCAL
        if len(places) == 1:
            for one in bare:
                one.regimen.route = next(iter(places))


# "Treatments were administered for the duration of 8 weeks", "Subjects instilled a drop three times a day"
_GIVEN_LATER = re.compile(
    r"\b(?:administ(?:er|r)\w+|given|taken|took|instilled|applied|injected|infused|consumed"
    r"|receive(?:d)?(?= \d))\b"
)
# "The duration of treatment was 3 months", "Each treatment period was 7 days", "Treatment continued for 2 weeks"
_LASTED = re.compile(
    r"\b(?<!maximum )(?:(?:duration|period|length) of (?:the )?(?:treatment|therapy|intervention|supplementation"
    r"|experiment)|(?:treatment|therapy|intervention|supplementation) (?:period|duration|phase)s?"
    r"|treatments?|therapy|intervention|supplementation)"
    r"(?: (?:was|were|is|will be|lasted|lasts|continued|given|administered)){1,2} (?P<for>for )?(?=\w)",
    re.I,
)


# "the 20-week treatment period", "during six months of treatment"; "run-in period", "washout phase" are none
_PERIOD = re.compile(
    r"[ -](?P<unit>(?:day|week|month)s?)'?[ -]"
    r"(?:(?:(?:double-blind|randomi[sz]ed|study|treatment|intervention|experimental|supplementation|dosing|active|test"
    r"|feeding|medication|therapy|placebo-controlled),? ){0,3}(?:periods?|phases?(?! ?(?:\d|[IV]+\b)))\b"
    r"|(?:of )?(?:(?!after|before|from|post|prior|without|during|on|into|and|or)[a-z]+ )?"
    r"(?:treatment|therapy|supplementation|intervention|administration)\b)",
    re.I,
)
_NUMBER_BEFORE = re.compile(rf"(?<![\w.-])(?P<n>{N_BARE})$", re.I)
# "after 12 and 24 months of treatment", "after the 8-week period": no length of all, or told for what came later
_NO_PERIOD = re.compile(r"\bafter the $|\bafter an? $|\b(?:and|or|to|least|every|than) $")
_SAYS_PERIOD = re.compile("period|phase|treatment|therapy|supplementation|intervention|administration")


def _fill_periods(text: str, found: list[DoseMention]) -> None:
    """How long, where the doses have no length and the text, not far from them, tells that of one period."""
    bare = [one for one in found if one.regimen.duration is None and not one.regimen.is_single and not one.unit.is_rate]
    if not bare or len(bare) < len(found) or not _SAYS_PERIOD.search(text):
        return
    lengths = []
    for match in _PERIOD.finditer(text, max(0, bare[0].start - 400), bare[-1].unit_end + 250):
        number = _NUMBER_BEFORE.search(text, max(0, match.start() - 12), match.start())
        if number is None or _NO_PERIOD.search(text, max(0, number.start() - 10), number.start()):
            continue
        lengths.append(period_length(number["n"], match["unit"]))
    if not lengths or lengths[0] is None or any(length != lengths[0] for length in lengths):
        return
    for one in bare:
        if one.sentence.section not in _TOLD_ELSEWHERE and (one.regular or one.near):
            one.regimen.duration = lengths[0]


# "All drugs were given twice daily", "Both were taken every 8 h"
_ALL_GIVEN = re.compile(
    r"\s{0,3}(?:All|Both|Each|These|The (?:study |test )?(?=drugs|medic|treatm|agents|prepar)|They)\b[a-z ]{0,40}"
    r"\b(?:was|were) (?:given|taken|administered|prescribed|applied|ingested|injected|infused)\b"
)


def _fill_rhythm_of_all(text: str, found: list[DoseMention]) -> None:
    """How often, where the sentence after the doses says it of all of them."""
    groups = _by_sentence(found)
    for index, doses in enumerate(groups):
        told = _ALL_GIVEN.match(text, doses[0].sentence.end)
        if told is None:
            continue
        stop = text.find(". ", told.end(), told.end() + 80)
        frequencies, _ = read_around(text, told.end(), stop if stop > 0 else told.end() + 60)
        if not frequencies or any(one.regimen.frequency for one in doses):
            continue
        for group in groups[max(0, index - 5) : index + 1]:
            if group[0].sentence.section == doses[0].sentence.section:
                for one in group:
                    one.regimen.frequency = one.regimen.frequency or frequencies[0][2]


# "The drugs were given twice daily by mouth. Each dose held ...", "Infusions were given every 4 weeks. Doses were ..."
_GIVEN_BEFORE = re.compile(
    r"(?:The |All |Both |Each |These )?(?:study |test )?(?:drugs?|medic\w+|treatments?|agents?|supplements?|capsules?"
    r"|tablets?|preparations?|solutions?|infusions?|injections?|doses?)\b[a-z ]{0,30}\b(?:was|were|is|are|will be) "
    r"(?:given|administered|taken|consumed|applied|ingested|injected|infused)\b",
    re.I,
)
_LONGEST_SENTENCE = 160


def _fill_told_before(text: str, found: list[DoseMention]) -> None:
    """How often, how long and by which route, where the sentence before the doses, which has none, says it of all."""
    end = 0
    for doses in _by_sentence(found):
        start, end_before, end = doses[0].sentence.start, end, doses[0].sentence.end
        if any(one.regimen.frequency or one.regimen.route for one in doses):
            continue
        floor = max(end_before, start - _LONGEST_SENTENCE)
        stop = floor + len(text[floor:start].rstrip())
        full_stop, line = text.rfind(". ", floor, stop - 2), text.rfind("\n", floor, stop)
        begin = max(floor, line + 1, full_stop + 2 if full_stop >= 0 else 0)
        if (told := _GIVEN_BEFORE.match(text, begin, stop)) is None:
            continue
        frequencies, durations = read_around(text, told.end(), stop)
        routes = {route for _, _, route in find_routes(text, told.end(), stop)}
        for one in doses:
            regimen = one.regimen
            regimen.frequency = frequencies[0][2] if frequencies else None
            regimen.duration = regimen.duration or (durations[0][2] if durations else None)
            regimen.route = next(iter(routes)) if len(routes) == 1 else None


def _fill_said(text: str, found: list[DoseMention]) -> None:
    """How often and for how long, where the sentence after the doses, which has none, says it of the treatment."""
    groups = _by_sentence(found)
    for index, doses in enumerate(groups):
        start = doses[0].sentence.end
        bare = [one for one in doses if not one.regimen.is_single and one.regimen.duration is None]
        if not bare or (index + 1 < len(groups) and groups[index + 1][0].sentence.start <= start + 3):
            continue
        stop = text.find(". ", start, start + 250)
        frequency, length = _said(text, start, stop if stop > 0 else min(len(text), start + 250))
        for one in bare if length is not None else ():
            one.regimen.duration = length
            one.regimen.frequency = one.regimen.frequency or frequency


def _said(text: str, start: int, stop: int) -> tuple[Every | None, Length | None]:
    """How often and how long a sentence says that the treatment was given; how often only beside how long."""
    told = text[start:stop]
    if not ("day" in told or "week" in told or "month" in told or "year" in told):
        return None, None
    lasted = _LASTED.search(text, start, stop)
    if lasted is not None:
        # The length of a period stands bare: "was 7 days".
        told = text[lasted.end() : min(stop, lasted.end() + 40)]
        durations = read_around("for " + told, 0, 4 + len(told))[1]
        if durations and durations[0][0] == 0:
            return None, durations[0][2]
    given = _GIVEN_LATER.search(text, start, min(stop, start + 70))
    if given is None:
        return None, None
    frequencies, durations = read_around(text, given.end(), min(stop, given.end() + 90))
    if not durations or durations[0][2]["unit"] not in COURSE_UNITS:
        return None, None
    if text.startswith("within", durations[0][0]) or _ANOTHER.search(text, *durations[0][:2]):
        return None, None
    return (frequencies[0][2] if frequencies else None), durations[0][2]


_ANOTHER = re.compile(r"another|additional|further|next|first|last")


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
        daily = one.unit.every == (1.0, "day")
        if regimen.frequency is None or regimen.frequency["unit"] is None or (daily and _by_cycle(regimen.frequency)):
            regimen.frequency = frequency_of(one.unit)
        if regimen.duration is None and one.unit.every[1] in ("minute", "second"):
            regimen.duration = {"value": whole(one.unit.every[0]), "unit": one.unit.every[1]}
    frequencies, durations = read_around(text, end, stop)
    if regimen.frequency is None and _ONE_DOSE.search(text, max(0, one.start - 30), one.start):
        regimen.frequency = {"times": 1, "every": None, "unit": None}
    if regimen.frequency is None:
        before = [] if _is_loading(text, one, left) else read_around(text, left, one.start)[0]
        after = [(at, every) for at, stop_, every in frequencies if stop_ != adjective_end]
        regimen.led = bool(before)
        regimen.frequency = before[-1][2] if before else after[0][1] if after else None
        regimen.often_at = after[0][0] if after and not before else -1
    durations = [one for one in durations if not _RECRUITING.search(text, end, one[0])]
    if durations and regimen.duration is None:
        regimen.lasts_at, _, regimen.duration = durations.pop(0)
    if durations and regimen.repeated_for is None and _GOES_ON.search(text, end, durations[-1][0]):
        regimen.repeated_for = durations[-1][2]
    if regimen.route is None:
        regimen.route = _route(text, one, left, stop, adjective_end)


# "zidolol (5 mg) in 80 men |at four clinics over| 9 months": how long people were sought
_RECRUITING = re.compile(
    r"\b(?:sites|cent(?:er|re)s|hospitals|clinics|conducted|carried out|recruited|enrolled|accrued|seen)"
    r"(?: (?:between|over|during|in|a|the|period|of|within|from|all)){0,5} ?$"
)


def _by_cycle(every: Every) -> bool:
    """Whether a frequency only tells that each cycle has it: "5 ug/kg/day in every cycle", "every 3 weeks"."""
    return every["unit"] == "cycle" or is_cycle(every)


# "a single 5 mg", "a single fixed 5 mg", "one dose of 5 mg"
_ONE_DOSE = re.compile(
    r"(?:\bsingle (?:(?:fixed|oral|intravenous|intramuscular|subcutaneous|i\.?[vm]\.?|s\.?c\.?|flat|bolus) )?"
    r"|\b(?:one|1) dose of )$",
    re.I,
)
# "weekly X (4 mg/kg loading dose", "once every 3 weeks with a loading dose of 8 mg": given once
_LOADING_AFTER = re.compile(r"[ -]loading\b")
_LOADING = re.compile(r"\bloading (?:dose )?(?:of )?\(?$")


def _is_loading(text: str, one: DoseMention, left: int) -> bool:
    """Whether the amount is that of a loading dose."""
    if text.find("loading", max(left, one.start - 25), one.unit_end + 10) < 0:
        return False
    if _LOADING_AFTER.match(text, one.unit_end):
        return True
    return _LOADING.search(text, max(left, one.start - 25), one.start) is not None


def _left_limit(text: str, one: DoseMention, floor: int) -> int:
    """How far to the left words still speak of this dose."""
    left = max(floor, one.start - _REACH)
    if floor > one.sentence.start:  # behind another dose
        named_before = one.name is not None and floor < one.name.start < one.start
        left = max(left, one.name.start - 30 if named_before and one.name else one.start - 40)
    semicolon = text.rfind(";", left, one.start)
    bracket = text.rfind("(", left, semicolon) if semicolon > 0 else -1
    if bracket >= 0 and text.find(")", bracket, one.start) < 0:
        # "weekly X (Y; 40 mg)": the bracket is about what stands before it
        semicolon = text.rfind(";", left, bracket)
    return max(left, semicolon)


def _route(text: str, one: DoseMention, left: int, stop: int, adjective_end: int) -> str | None:
    """The route: between the amount and its name, before the amount, or after it."""
    name, end = one.name, max(one.unit_end, one.regimen.end)
    if name is not None and one.unit_end < name.start < end + 40 and one.near:
        routes = find_routes(text, one.unit_end, name.start)
        if routes:
            return routes[0][2]
    infused = False
    for start, route_end, route in reversed(find_routes(text, left, one.start)):
        if _of_another(text, one, route_end):
            break
        if text[start : start + 5].lower() == "infus":
            infused = True  # into a vein, unless the place is told before: "through a paravertebral catheter"
            continue
        one.regimen.opening = True
        return route
    if infused:
        one.regimen.opening = True
        return "iv"
    for start, route_end, route in find_routes(text, one.unit_end, stop):
        # "after infusion", "under spinal anaesthesia" do not tell how it was given.
        if _AND_OTHER.search(text, one.unit_end, start) and not ends_regimen(text, route_end):
            continue  # "5 mg and oral placebo"
        if route_end != adjective_end and not text.startswith(("infusion", "spinal", "block"), start):
            one.regimen.closing = True
            return route
    if _SWALLOWED.search(text, max(left, one.start - 45), one.start):
        one.regimen.opening = True
        return "oral"
    if name is not None and one.sentence.start <= name.start < left:
        # "subcutaneous immunoglobulin (20%) 0.4 g/kg"
        routes = find_routes(text, max(one.sentence.start, name.start - 20), name.start)
        if routes:
            return routes[-1][2]
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
