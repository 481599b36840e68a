"""What the words around an estimate say that it is of: each way of saying it is tried, the surest first."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.after_name import after_name, of_factors
from trialfacts.outcomes.after_value import named_by_for, outcome_after
from trialfacts.outcomes.clauses import VERB, is_arm
from trialfacts.outcomes.correlated import correlated
from trialfacts.outcomes.effects import ASSOCIATED, CHANGED_BY, DIFFERENCE_IN, of_effect, until_arm
from trialfacts.outcomes.in_brackets import in_bracket
from trialfacts.outcomes.in_lists import in_list, that_of
from trialfacts.outcomes.place import Place, place_of
from trialfacts.outcomes.subjects import subject_before
from trialfacts.outcomes.wording import last_match, tidy, told, without_brackets


def outcome_around(
    document: Document, start: int, end: int, name: tuple[int, int] | None, kind: str, previous: tuple[int, str | None]
) -> str | None:
    """The outcome that the sentence of an estimate names, None where it names none; as ``outcome_of_estimate``."""
    place = place_of(document, start, end, name, kind, previous)
    for tell in _WAYS:
        found = tell(place)
        if found is not None:
            return found or None
    return in_bracket(place) or None if place.opened >= 0 else _of_clause(place)


def _after(place: Place) -> str | None:
    return outcome_after(place.document.text, place.start, place.end, place.stop, place.name is None)


def _after_gained(place: Place) -> str | None:
    """What an estimate that something gained is for: "was associated with a hazard ratio of 0.7 (CI) for |death|"."""
    if place.name is None or place.goes_on or not _GAINED.search(place.document.text, place.floor, place.name[0]):
        return None
    found = named_by_for(place.document.text, place.end, place.stop)
    return found if found and not is_arm(place.document, found) else None


def _of_correlation(place: Place) -> str | None:
    """The two things that a correlation is of; with the next one instead of the second where a list goes on."""
    if place.kind != "r":
        return None
    text, start, before = place.document.text, place.start, place.before
    opened = text.rfind("(", place.floor, start)
    both = correlated(place.document, place.floor, place.listed, opened if opened > place.listed else start)
    if both:
        label = _OWN_LABEL.search(text, opened, start) if opened > place.listed else None
        pair = label is not None and _NEXT_LABEL.match(text, place.end) is not None and both.partition(" and ")
        return f"{pair[0]} and {label['what']}" if label and pair else both
    if before and " and " in before and 0 <= start - place.listed < 60 and place.goes_on:
        # "apples and pears (r = 0.5) |and plums| (r"
        other = _SECOND.search(text, place.listed, start) or _LABEL_LATER.search(text, place.listed, start)
        return f"{before.partition(' and ')[0]} and {other['what']}" if other else before
    return None


def _short_label(place: Place) -> str | None:
    """The short form that stands before the name of the estimate: "(|OS| HR for zidolol 0.5"."""
    before = place.name[0] if place.name is not None else place.floor
    short = _SHORT_BEFORE.search(place.document.text, max(place.floor, before - 16), before)
    return short["label"] if short and not is_arm(place.document, short["label"]) else None


def _of_comparison(place: Place) -> str | None:
    """What arms that are set against each other in a list differ in: "|weight| (95% CI): X vs Y = -2.7 ("."""
    text, start = place.document.text, place.start
    label = _AGAINST.search(text, max(place.floor, place.listed, start - 130), start)
    if label is None:
        return None
    if place.goes_on and _ITEM_ENDED.fullmatch(text, place.listed, label.start("arms")):
        return place.before
    head = _LIST_HEAD.search(text, max(place.floor, label.start("arms") - 130), label.start("arms"))
    return told(head["what"]) if head and not is_arm(place.document, head["what"]) else None


def _labelled(place: Place) -> str | None:
    """The label that stands before the values: "(|ORR|: 64 vs. 33%; OR 5.3", "|Falls|: RR 0.7", "|for weight|, 4.0"."""
    document, text, start, since, opened = place.document, place.document.text, place.start, place.since, place.opened
    colon = text.find(": ", max(place.floor, start - 110), start) >= 0
    if colon and opened >= 0 and (paired := _LABELLED_PAIR.search(text, max(opened, place.listed - 1), start)):
        return told(paired["label"])
    if opened >= 0:
        label = last_match(_VALUE_LABEL, text[max(opened, place.listed) : start])
        if label and not is_arm(document, label["label"]):
            return label["label"]
    before = place.name[0] if place.name is not None and since <= place.name[0] < start else start
    headed = _HEADED.search(text, max(since, before - 110), before) if colon else None
    if headed and not is_arm(document, headed["label"]):
        return told(headed["label"])
    lead = _FOR_OUTCOME.match(text, since, max(since, opened))
    if lead and not is_arm(document, lead["what"]):
        return told(lead["what"])
    of_name = _FOR_NAMED.search(text, max(since, before - 60), before) if opened < since else None
    if of_name and not VERB.search(of_name["what"]) and not is_arm(document, of_name["what"]):
        return told(of_name["what"])
    for_value = _FOR_VALUE.search(text, max(since, start - 90), start) if opened < since else None
    if for_value and not VERB.search(for_value["what"]) and not is_arm(document, for_value["what"]):
        return told(for_value["what"])
    return None


def _of_clause(place: Place) -> str | None:
    """The outcome of an estimate outside of brackets: what something had an effect on, or the subject."""
    document, text, floor, start = place.document, place.document.text, place.floor, place.start
    masked = without_brackets(text, floor, start)
    predicted = last_match(ASSOCIATED, masked)
    if predicted is not None and _A_RATIO.fullmatch(predicted["what"]):
        predicted = None
    if predicted is not None and not VERB.search(masked, predicted.start("what")):
        return tidy(until_arm(predicted["what"]))
    where = last_match(DIFFERENCE_IN, masked) or CHANGED_BY.search(masked)
    if where is not None:
        return tidy(of_effect(where["what"]))
    before = place.name[0] if place.name is not None and floor < place.name[0] < start else start
    called = _OWN_WORDS.search(text, max(floor + 1, before - 90), before)
    if called:
        before = called.start()
    apart = _APART.search(text, max(floor, before - 50), before)
    if apart and apart.start() > floor + 14:
        before = apart.start()
    return subject_before(document, floor, before)


# Each tells an outcome, an empty one where its words are there and hold none, or None where they are not there.
_WAYS = (
    that_of,
    of_factors,
    _short_label,
    after_name,
    _of_correlation,
    _after_gained,
    _after,
    _of_comparison,
    _labelled,
    in_list,
)
# "was associated with |an adjusted| odds ratio": the article of the estimate's own name
_A_RATIO = re.compile(
    r"(?:an?|the)(?: (?:[a-z]+ly|adjusted|unadjusted|crude|pooled|overall|relative|mean|summary|estimated|significant"
    r"|higher|lower|increased|decreased|reduced|greater|corresponding|cumulative|multivari[a-z]+|[a-z]+-adjusted))*,? ?"
)
_GAINED = re.compile(
    r"\b(?:associated with|resulted in|resulting in|led to|leading to|had|yielded|conferred|carried|produced|gave"
    r"|giving|showed|found|corresponded to|corresponding to|with)"
    rf" {_A_RATIO.pattern}$"
)
_SECOND = re.compile(r"(?:and|,|with) (?:[a-z]{3,14}ly )?(?:with |to )?(?P<what>[A-Za-z][^.;:(),\d]{2,50}?) ?[(\[]$")
# "was related to activity (|walking|: r = .41; |cycling|: r = .33"
_OWN_LABEL = re.compile(
    r"\( ?(?P<what>(?!(?:[Pp]earson|[Ss]pearman|[Pp]artial|[Aa]djusted|[Cc]orrelation|[Cc]oefficient)\b)"
    r"[A-Za-z][A-Za-z -]{2,40}?)(?:[:,] ?| )$"
)
_LABEL_LATER = re.compile(r"; (?:and )?(?P<what>[A-Za-z][A-Za-z -]{2,40}?)(?:[:,] ?| )$")
_NEXT_LABEL = re.compile(
    r"(?:[,;] ?[pP] ?[<=>] ?[\d.]{1,6})?[;,] (?:and )?[A-Za-z][A-Za-z -]{2,40}?(?:[:,] ?| )"
    r"(?:r|rho) ?="
)
# "|zidolol vs placebo| = -2.7 kg (-4.1, -1.3)", "and |melkin versus placebo|, 1.9 ("
_AGAINST = re.compile(
    r"(?P<arms>(?<![A-Za-z-])[A-Za-z](?:(?! and )[^.;:()=,\d]){1,60} (?:vs\.?|versus) [A-Za-z][^.;:()=,\d]{1,50})"
    r"(?: ?[=:]|,) ?$"
)
_ITEM_ENDED = re.compile(r"[)\]]{0,2}(?:[,;]|,? and|[,;] and) ")
# "(mean (90% CI) |QTc changes|: ", "mean (95% CI) |changes in weight| were: "
_LIST_HEAD = re.compile(
    r"(?:(?<=[;,.:)] )|(?<=\()|^)(?:(?:[Mm]ean|[Mm]edian|[Aa]verage|[Aa]djusted|[Ll]east[- ]squares) )*"
    r"(?:[(\[][^()\[\]]{3,14}[)\]] )?"
    r"(?P<what>(?!(?:Results?|Findings|Conclusions?|Outcomes?|Methods)\b)[A-Za-z][^.;:()\d]{2,60}?)"
    r"(?: ?[(\[][^()\[\]]{3,20}[)\]])?(?: were| was)?(?: as follows)?: $"
)
# "[|Total score, short form| (SF): 20.5 vs. 26.3, p = 0.02, d = 0.3": what a pair of values is of
_LABELLED_PAIR = re.compile(
    r"(?:[(\[;,]|\d-) ?(?:(?:[Gg]roups? )?\w{1,12} (?:vs\.?|versus) (?:[Gg]roup )?\w{1,12}:? )?"
    r"(?P<label>[A-Z][^:;()\[\]\d]{2,70}?)(?: ?\([^()]{1,12}\))?: ?-?[\d.]{1,8}[^:;()\[\]\d]{0,12} "
    r"?(?:vs\.?|versus) -?[\d.]{1,8}[^:;()\[\]]{0,24}$"
)
# "(ORR: 64 vs. 33%; |OR| ...", "(VAS 27 mm vs. 31 mm, ..."
_VALUE_LABEL = re.compile(
    r"(?:[(\[]|; ?)(?P<label>(?!(?:Weeks?|Months?|Days?|Years?|OR|RR|HR|CI|SD|SE|IQR|RD|MD|SMD|ES|AUC|IRR|P|M|B"
    r"|R|Mean|Median"
    r"|Range)\b)[A-Z][A-Za-z0-9/-]{1,15}):? -?\d"
)
# "|Falls|: RR 0.7", "; |blood loss| (mL): 210 vs 260, MD -50"
_HEADED = re.compile(
    r"(?:[.;] |^)(?P<label>(?!(?:Results?|Findings|Conclusions?|Outcomes?|Methods)\b"
    r"|[^:]{0,40}\b(?:vs|versus)\b)[A-Za-z][^.;:()\[\]\d]{1,40}?)"
    r"(?: \([^()]{1,14}\))?: ?(?:[-\d./%]{1,12} (?:vs?\.?|versus|and|to) [-\d./%]{1,12}[^:;.()]{0,20}[,;] )?$"
)
# "(|OS| HR 0.5", "; |DFS| hazard ratio"
_SHORT_BEFORE = re.compile(
    r"(?:[(\[;,] ?|\b(?:and|or) )(?P<label>(?!ITT|PP|FAS|LS|CI|SD|P\b)[A-Z][A-Za-z0-9-]{0,8}[A-Z]) $"
)
# "; |for relapse|, there were 12 (3%) with zidolol and 20 (5%) with placebo (RR"
_FOR_OUTCOME = re.compile(
    r"(?:[^;:()]{0,100}: |[)\];,. ]{0,4}(?:P ?[<=>] ?[0-9.]+\)?; )?)(?:and )?[Ff]or (?:the )?"
    r"(?P<what>(?!(?:patients|those|men|women|children|participants|subjects|each|both|every|all|example|these|this)\b)"
    r"[a-z][^.;:(),\d]{2,60}), (?:there (?:was|were) |the (?:rates?|risk|numbers?|figures) |\d)"
)
# "no difference was seen for |survival|; HR 0.9", "was prognostic for |PFS|, HR = 1.6"
_FOR_NAMED = re.compile(
    r"(?<!adjusted )(?<!adjusting )(?<!adjustment )(?<!controlling )(?<!controlled )(?<!accounting )(?<!correction )"
    r"\bfor (?:the )?(?P<what>(?!patients|those|men\b|women|children|both|all|each|the )[A-Za-z][^.;:(),\d]{1,40})"
    r"[,;] $"
)
# "the difference was, |for weight|, 4.0 (1.2-6.8)"
_FOR_VALUE = re.compile(
    r"(?:[-:,;] |\b(?:was|were|and|that) )for (?:the )?(?P<what>(?!patients|those|men|women|the )[A-Za-z]"
    r"[^.;:(),\d]{2,60}?)(?:,? (?:it|this|the (?:HR|OR|RR)) (?:was|were))?[ ,]{1,2}$"
)
# "; |rate difference| 0.20", "(group difference, 2.1": what the estimate is called, before its number.
_OWN_WORDS = re.compile(
    r"(?:^|[;:,(\[] ?)(?:and |the |with (?:an? )?)?(?:(?:absolute|adjusted|mean|median|group|between-group|treatment"
    r"|rate|risk|percentage|point|estimated|net|crude|relative|overall) ){0,3}(?:differences?|reduction|effect|change)"
    r"(?: (?:between|from|versus|vs)[^.;:,()]{0,40})?[,:=]? ?(?:was |of )?$"
)
# "... in 11 on placebo|; the adjusted |risk difference was 8"
_APART = re.compile(
    r"[;,] (?:(?:and|with|the|an?|for an|adjusted|unadjusted|absolute|relative|estimated|corresponding|resulting"
    r"|pooled) ){0,4}$"
)
