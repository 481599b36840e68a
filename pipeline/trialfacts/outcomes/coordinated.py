"""Outcomes that are told together and counted one by one: "nausea and headache were seen in 12% and 3%"."""

from __future__ import annotations

import re

from trialfacts.attachment.value_lists import IN_GROUPS
from trialfacts.document import Document
from trialfacts.outcomes.clauses import VERB, is_arm
from trialfacts.outcomes.wording import last_match, tidy, without_brackets

AND = re.compile(r",? and |, ")
_RESPECTIVELY = re.compile(r"[^.;]{0,60}\brespectively\b")
# From one value of such a list to the next: "12%| and |3%", "12% |vs. |3%", "3%| (P = 0.17) and |36%"
_GAP = re.compile(
    r"(?P<arm> (?:for|in|with|on) (?:the )?[^.,;:()\d]{1,40}?)? ?(?P<p>[(\[][pP] ?[=<>] ?\d?\.\d{1,5}[)\]])?(?:,?"
    r" (?P<versus>vs?\.?|versus|compared (?:with|to)) "
    r"|(?P<comma>,)? and |, |/)"
)
_OF_ARMS = re.compile(
    r"(?P<what>[^,]{2,60}?(?: rates?| survival| mortality| response| incidence| recurrence| remission)) (?:for|with"
    r"|in|on"
    r"|after|under) (?:the )?(?P<one>[\w/+-]{1,20}(?: [\w/+-]{1,20}){0,2}) and (?P<other>[\w/+-]{1,20}(?:"
    r" [\w/+-]{1,20}){0,2})"
)
_FEW = 12  # values of a list, at most
_SUSPENDED = re.compile(r"[A-Za-z\d]{1,8}-")
# "|5-year overall| and disease-free survival"
_ADJECTIVE = re.compile(
    r"(?:(?:\d{1,2}|[a-z]{3,5})-(?:year|month|week|day) )?"
    r"[a-z-]*(?:al|all|ic|ive|ous|[ao]ry|ed|te|ere|ild|or|ar|[ai]ble|[ae]nt|free|low|high|early|late|first|second|third)",
    re.I,
)
# "|8-year| and 11-year survival", "|5%| and 10% responders"
_TIMED = re.compile(r"(?:\d{1,2}|[a-z]{3,5})-(?:year|month|week|day)|\d{1,3} ?%")
# "|ACR20/50/70| response"
_SLASHED = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]* ?)(?P<marks>\d{1,3}(?:/\d{1,3}){1,3})(?P<rest>(?: [a-z-]+){0,4})")


def share_out(
    document: Document, spans: list[tuple[int, int]], outcomes: list[str | None], groups: list[str | None]
) -> None:
    """Share out coordinated outcomes in place: "nausea and headache were seen in 12% and 3%, respectively".

    ``spans``: where the values stand, in order. Two outcomes of two arms each may be told, too: "A and B were similar
    (12% vs. 3% and 7% vs. 9%)".
    """
    text, at = document.text, 0
    while at < len(spans):
        run, outcome, gaps = at + 1, outcomes[at], []
        while run < len(spans) and outcome is not None and outcomes[run] == outcome and run - at < _FEW:
            gap = _GAP.fullmatch(text, spans[run - 1][1], spans[run][0])
            if gap is None:
                break
            gaps.append(gap)
            run += 1
        if len(gaps) == 1 and outcome is not None and (arms := _OF_ARMS.fullmatch(outcome)):
            if _RESPECTIVELY.match(text, spans[run - 1][1]):
                outcomes[at:run] = [
                    tidy(arms["what"])
                ] * 2  # "response rates for X and Y were 20% and 17%, respectively"
                groups[at:run] = [arms["one"], arms["other"]]
        elif gaps and outcome is not None:
            values = len(gaps) + 1
            of_groups = values == 2 and IN_GROUPS.search(text, max(0, spans[at][0] - 60), spans[at][0]) is not None
            items = [] if of_groups else items_of(outcome, values) or _before(document, spans[at][0], values)
            if items:
                _give(text, spans, outcomes, groups, at, gaps, items)
        at = run


def items_of(outcome: str, values: int) -> list[str]:
    """The outcomes that a phrase names, if so many values can be theirs; empty if not."""
    slashed = _SLASHED.fullmatch(outcome) if "/" in outcome else None
    if slashed is not None:
        marks = slashed["marks"].split("/")
        return [slashed["name"] + mark + slashed["rest"] for mark in marks] if len(marks) == values else []
    if values > 2 and outcome.count("/") == values - 1:
        return outcome.split("/")  # "nausea/retching/vomiting"
    items = AND.split(outcome)
    if len(items) < 2 or values % len(items):
        return []
    return _completed(items) if all(len(item) > 1 for item in items) else []


def _completed(items: list[str]) -> list[str]:
    """The items of a list, each with the words that only the last has: "two- and three-|year survival|"."""
    last, told = items[-1], []
    grade = _GRADED.match(last) if _GRADE_ITEM.fullmatch(items[0]) else None
    if grade:  # "grade 3 and 4 |rash|"
        return [f"{item} {grade['what']}" for item in items[:-1]] + [f"grade {last}"]
    head, tail = last.rpartition(" ")[2], last.partition(" ")[2]
    for item in items:
        if _SUSPENDED.fullmatch(item) and "-" in last:
            item += last.partition("-")[2]
        elif item != last and tail and _TIMED.fullmatch(item):
            item = f"{item} {tail}"  # "8-year and 11-year |survival with X|"
        elif item != last and tail and _ADJECTIVE.fullmatch(item):
            item = f"{item} {head}"  # "complete and partial |remission|"
        told.append(tidy(item) or item)
    return told


_GRADE_ITEM = re.compile(r"[Gg]rades? (?:\d|[IVX]{1,3})")
_GRADED = re.compile(r"(?:\d|[IVX]{1,3}) (?P<what>[A-Za-z].+)")


def _before(document: Document, start: int, values: int) -> list[str]:
    """The outcomes listed before the first of some values: "effects such as |A, B, and C| were seen in"."""
    sentence = document.sentence_at(start)
    lead = without_brackets(document.text, max(sentence.prose, start - _FAR), start)
    last = last_match(_LAST_AND, lead)
    if last is None:
        return []
    verb = VERB.search(lead, last.end()) or _OF.search(lead, last.end())
    items = AND.split(lead[: verb.start()].rstrip(" ,")) if verb else []
    for size in {values: 0, values // 2: 0}:
        if size < 2 or values % size or len(items) < size:
            continue
        listed = items[-size:]
        if cut := last_match(_LEADS, listed[0]):
            listed[0] = listed[0][cut.end() :]
        elif len(items) > size:
            continue
        if all(_NAMED.fullmatch(item) and not is_arm(document, item) for item in listed):
            return _completed(listed)
    return []


_FAR = 300  # characters before the first value, at most
_LAST_AND = re.compile(r",? and (?!\d[\d.]* ?%)")
_OF = re.compile(r" (?:of|in|by|for) (?:only )?$")
# "adverse effects |such as| fever", "had a |sensitivity"
_LEADS = re.compile(
    r"(?:\b(?:such as|including|included|like|namely|of|with|had|showed|in|for|were) |: )(?:an? |the )?(?=\S{2})"
    r"|^(?:an? |the )",
    re.I,
)
_NAMED = re.compile(
    r"(?!.*\b(?:groups?|arms?|patients|participants|cohorts?|weeks|months|years|days|mg|hours?|respectively|than|vs"
    r"|versus)\b)(?:\d{1,2}-|\d{1,2}-(?:year|month|week|day)\b|\d ?%|[A-Za-z])[^;:=]{0,60}",
    re.I,
)


def _give(
    text: str,
    spans: list[tuple[int, int]],
    outcomes: list[str | None],
    groups: list[str | None],
    at: int,
    gaps: list[re.Match[str]],
    items: list[str],
) -> None:
    """Give each value of the list that begins at ``at`` its own of the items."""
    size, of_each = len(items), (len(gaps) + 1) // len(items)
    run = at + len(gaps) + 1
    if of_each == 1:
        lead = text[max(0, spans[at][0] - 120) : spans[at][0]]
        told = size > 2 or " respective " in lead or _RESPECTIVELY.match(text, spans[run - 1][1]) is not None
        if told and len({*groups[at:run]}) == 1 and not any(gap["versus"] or gap["arm"] for gap in gaps):
            outcomes[at:run] = items
        return
    within = [gap for index, gap in enumerate(gaps, 1) if index % of_each]  # between the values of one outcome
    between = [gap for index, gap in enumerate(gaps, 1) if not index % of_each]
    compared = all(gap["versus"] for gap in within) and not any(gap["versus"] for gap in between)
    if compared or all(gap["p"] for gap in between) and not any(gap["p"] for gap in within):
        outcomes[at:run] = [item for item in items for _ in range(of_each)]
        return
    outer = [gap for index, gap in enumerate(gaps, 1) if not index % size]  # between the values of one arm and another
    inner = [gap for index, gap in enumerate(gaps, 1) if index % size]
    if all(map(_parts, outer)) and not any(map(_parts, inner)):
        outcomes[at:run] = items * of_each
        if (arms := groups[at : at + of_each]) == groups[at + of_each : at + 2 * of_each] and len({*arms}) == of_each:
            groups[at:run] = [arm for arm in arms for _ in range(size)]


def _parts(gap: re.Match[str]) -> bool:
    """Whether a gap parts the values of one arm from those of another."""
    return bool(gap["comma"] or gap["versus"] or gap["arm"])


_PLAIN_GAP = re.compile(r",? (?:and|vs?\.?|versus|compared (?:with|to)) |, ")
# "1.3% and 1.1% |for mortality|, 4.6% and 2.1% |for infarction|"
_FOR = re.compile(
    r" for (?:the )?(?P<what>(?!patients|participants|subjects|women|men\b|children|those|all\b|both|each|group|arm)"
    r"[A-Za-z][^.,;:()\d]{2,60}?)(?=,? and \d|[.,;]| ?[(\[]|$)"
)


def for_each(document: Document, spans: list[tuple[int, int]], outcomes: list[str | None]) -> None:
    """Give values in place the outcomes that are named behind each list: "1% and 2% |for X|, 3% and 4% |for Y|"."""
    text, at = document.text, 0
    told: list[tuple[int, int, re.Match[str]]] = []  # the last lists that name theirs: of the values from, to
    while at < len(spans):
        run = at + 1
        while run < len(spans) and _PLAIN_GAP.fullmatch(text, spans[run - 1][1], spans[run][0]):
            run += 1
        named = _FOR.match(text, spans[run - 1][1]) if run - at > 1 else None
        if told and (named is None or spans[at][0] - told[-1][2].end() > 24 or run - at != told[-1][1] - told[-1][0]):
            _name(document, told, outcomes)
            told = []
        if named is not None:
            told.append((at, run, named))
        at = run
    _name(document, told, outcomes)


def _name(document: Document, told: list[tuple[int, int, re.Match[str]]], outcomes: list[str | None]) -> None:
    if len(told) < 2 or any(document.arms.within(named.start(), named.end()) for _, _, named in told):
        return
    first = outcomes[told[0][0]]
    if first is not None and len(AND.split(first)) == told[0][1] - told[0][0] and not _NAMELESS_HEAD.match(first):
        return  # "two- and three-year survival were 44% and 34% for X, and 24% and 14% for Y"
    for start, stop, named in told:
        outcomes[start:stop] = [named["what"]] * (stop - start)


_NAMELESS_HEAD = re.compile(
    r"(?:(?:overall|respective|in-hospital|event|the) )*(?:rates?|figures?|percentages?)\b", re.I
)
