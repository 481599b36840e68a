"""P values: results and significance criteria.

Each letter P that stands alone is read on: what qualifies it ("for trend"), its sign or the words for one ("was less
than"), its number, and the numbers that follow in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.cleaning.words import word_set
from trialfacts.document import Document
from trialfacts.facts import PValue
from trialfacts.numbers import Number
from trialfacts.owners import Candidate

_OPERATORS = {
    "<": "<", ">": ">", "=": "=", "\u2264": "<=", "\u2265": ">=", "<=": "<=", ">=": ">=", "=<": "<=", "=>": ">=",
    "<<": "<", ">>": ">", "\u2248": "=", "~": "=", "==": "=", "<or=": "<=", ">or=": ">=",
    "=or<": "<=", "=or>": ">=",
    "less than": "<", "lower than": "<", "smaller than": "<", "below": "<", "under": "<",
    "greater than": ">", "larger than": ">", "higher than": ">", "more than": ">", "above": ">", "over": ">",
    "less than or equal to": "<=", "greater than or equal to": ">=", "equal to": "=", "equals": "=",
}  # fmt: skip
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SYMBOL = r"[<>][ ]?or[ ]?=|=[ ]?or[ ]?[<>]|<=|>=|=<|=>|<<|>>|==|[<>=\u2264\u2265\u2248~]"
_COMPARISON = (
    r"(?:less|greater)[ ]than[ ]or[ ]equal[ ]to|(?:less|greater|smaller|larger|more|lower|higher)[ ]than"
    r"|below|above|under|over|equal[ ]to|equals"
)
_TESTED = (
    r"(?:linear[ ]|(?:between|within)[ -]?group[ ])?"
    r"(?:trend|interaction|heterogeneity|difference|change|comparison|superiority|non-?inferiority|equivalence)s?"
    r"(?:[ ]test)?"
)
# The letter, with what may stand before its sign: "P's", "p-values", "P (adj)", "P for trend", "Page*sex".
_HEAD = re.compile(
    rf"""[pP](?<![A-Za-z0-9%].)(?:rob(?:ability)?\b)?["']?(?P<plural>s\b)?
    (?:
        [ ._-]?(?P<value>values?|vals?\b|levels?)
      | [ _-]?[A-Za-z]{{2,12}}[*\u00d7][A-Za-z]{{2,12}}(?:[ ]interaction)?
      | [ ]?\((?!0?\.\d)[^()<>=\u2264\u2265\n]{{1,30}}\) | [ ]?\[[^\[\]<>=\u2264\u2265\n]{{1,30}}\]
      | [ _-]?(?:for|of|by|from)[ _-](?:the[ ])?{_TESTED}
      | [ _-]?(?:{_TESTED}|adjusted|adj|unadjusted|corrected|corr|bonferroni|holm|fdr|FDR|nominal|overall
          |(?:two|one|2|1)[ -]?(?:sided|tailed)|int|het|log-?rank|diff|anova|ANOVA|group|time
          |group[ ]?[x\u00d7*][ ]?time|all|exact|chi2|mcnemar|McNemar|fisher|for[ ]all|FWE|FWER|uncorrected|perm)\b
    ){{0,3}}(?![A-Za-z])""",
    re.X,
)  # fmt: skip
# "= <", "<", " - ", ": "; after "P value" also " (<" and ", "
_SIGN = re.compile(
    rf"[ ]?(?:=[ ](?=[<>])|=[ ]?(?=[\u2264\u2265]))?(?P<symbol>{_SYMBOL})[ ]?|[ ]?:[ ]?(?=0?\.\d)|[ ]-[ ](?=0?\.\d\d)",
    re.X,
)
_SIGN_OF_VALUE = re.compile(rf"[ ]?[(:,][ ]?(?P<symbol>{_SYMBOL})[ ]?|,[ ](?=0?\.\d\d)|[ ]\((?=0?\.\d\d)", re.X)
# "was less than ", "of <", "being ": words and the sign, in words too or in symbols, or words alone.
_VERBS = (
    r"(?:[ ](?:was|were|is|are|being|of|at|to|set|value|has|had|between|ranging|ranged|from|all|both|obtained"
    r"|statistically)\b)"
)
_VERB = re.compile(
    rf"(?:{_VERBS}{{0,4}}[ ](?:(?P<words>{_COMPARISON})[ ]|(?P<symbol>{_SYMBOL})[ ]?)|{_VERBS}{{1,4}}[ ])(?=-?\.?\d)",
    re.X,
)
# "from Fisher's exact test < ": a phrase between the letter and its symbol.
_PHRASE = re.compile(
    rf"""[ ](?:for|of|by|from|in|between|using|on|with)[ ][A-Za-z' /-]{{2,50}}?
    (?:[ ]?(?:=[ ]?(?=[<>])|:[ ])?(?P<symbol>{_SYMBOL})[ ]?(?=\.?\d)|(?:[ ](?:was|is|of)|:)[ ](?=0?\.\d\d))""",
    re.X,
)
# "P values of pain, nausea and itch were 0.04, 0.1 and 0.6"
_OF_SEVERAL = re.compile(r" (?:of|for|from|in|between|comparing) [^.;:()<>=\n]{2,110}? were (?=0?\.\d\d)")
_NOT_SIGNIFICANT = re.compile(
    r"(?: ?[=:>,] ?| (?:was |were |is )?)"
    r"(?:[nN]\.?[sS]\b\.?|not (?:statistically )?significant|non-?significant)(?![A-Za-z])"
)
_SIGN_BEFORE = re.compile(rf"(?P<symbol>{_SYMBOL})[ ]?$", re.X)
# "P < 10-4", its superscript lost.
_LOST_POWER = re.compile(r"10 ?-(\d{1,2})(?![\d.])")
# "P = 0/03": a decimal point of another script
_SLASHED = re.compile(r"0/(\d{2,4})(?![\d/.])")
# What makes a number after "P" something else: "P 0.8 mmol/L", "p = 0.5 +/- 0.1".
_OTHER_AFTER = re.compile(
    r" ?(?:\u00b1|\+/-|mmol|\u00b5mol|mg\b|g\b|kg\b|kPa|mm|cm|bar\b|Hz\b|ml\b|mL\b|U/)| groups?\b| arms?\b"
)
# Between the numbers of a list: ", ", " and ", ", and <", " for energy and ".
_NEXT = re.compile(
    rf"""(?:[ ]?[,;/&][ ]?|[ ](?:and|or|vs\.?|versus|to)[ ]|-)(?:(?:and|or)[ ])?(?:(?P<symbol>{_SYMBOL})[ ]?)?(?=\.?\d)
      | (?P<for>[ ](?:for|in|at|after|on)[ ])[^.,;:()\[\]\n\d]{{2,60}}?(?:,|,?[ ](?:and|or))[ ]
        (?:(?P<symbol2>{_SYMBOL})[ ]?)?(?=0?\.\d)""",
    re.X,
)  # fmt: skip
_RESPECTIVELY = re.compile(r"[^.;\n]{0,80}\bresp(?:ectively\b|\.)")
# "P = 0.01, 0.02 and 0.04 |for low, middle and high doses|)"
_FOR_EACH = re.compile(r" for [^.;()\d]{3,60}(?:,| and | or )[^.;()\d]{2,40}[).;]")
_RANGE_AFTER = re.compile(r" ?(?:%|\u00b1|-|\+/-|\[|\(| to \.?\d| ?[a-zA-Z\u00b5]{1,5}/)")

# Significance criteria, by the words before, from the last one back.
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)?|[(:=,;]")
_SIGNIFICANCE = word_set("significant significance threshold cutoff cut-off criterion alpha level levels")
_JUDGED = word_set(
    "considered deemed regarded accepted defined set established fixed assumed declared determined taken assigned",
    "indicated concluded chosen adopted specified designated judged interpreted",
)
_FILLER = word_set(
    "was were is are being be been as at when if for by with the a an on to of in that it where than this all any only",
    "statistically statistical difference differences results result tests test two-sided two-tailed one-sided",
    "one-tailed value values using priori probability had has would both cases every each used error i type and",
    "correlation",
    "conventional usual minimum associations association tested evaluated assessed reported , = :",
)
_LINK = word_set(
    "at the of as when if where to was is be for level levels threshold alpha criterion cutoff cut-off : ="
)
_JUDGING = (
    r"considered|regarded|deemed|taken|accepted|defined|set\b|used\b|chosen|assumed|interpreted|judged|declared|adopted"
    r"|established|designated|treated|specified|required|indicative"
)
_CRITERION_AFTER = re.compile(
    r"(?:,? (?:level|two-?sided|two-?tailed|values?|or less|or lower"
    r"|for (?:all|both) (?:tests|analyses|comparisons))\b,?){0,3}"
    r"(?:\)? (?:was|were|is|are|being|has been|have been|should be|would be|will be)"
    rf" (?:to be |been |then |chosen )?(?:{_JUDGING})"
    r"| (?:was|were|is|are) (?:the |a )?(?:level|threshold|criterion|cut|(?:statistically |highly |very )?significan)"
    rf"|,?\)? (?:(?:{_JUDGING}|(?:indicat|denot)(?:ed|ing|es)|representing|showing|as|for) )"
    r"(?:as |to be )?(?:the |a )?(?:level of )?"
    r"(?:highly |very |extremely |statistically |marginally )?significan)",
    re.I,
)
_ROUND = frozenset((0.1, 0.05, 0.025, 0.02, 0.01, 0.005, 0.001, 0.0005, 0.0001))


def extract(document: Document) -> Iterator[Candidate]:
    """The P values of a document: one candidate for each printed number, and for each bare ``P = NS``."""
    text = document.text
    at: dict[int, Number] = {}
    for match in _HEAD.finditer(text):
        if not at:
            # A sign of the number may be a dash after P: "P-0.02".
            at = {number.start + (text[number.start] == "-"): number for number in document.numbers}
        end = match.end()
        sign = _SIGN.match(text, end) or _VERB.match(text, end) or _PHRASE.match(text, end)
        if sign is None and match["value"]:
            sign = _SIGN_OF_VALUE.match(text, end)
        if sign is None and (match["value"] or "").endswith("s"):
            sign = _OF_SEVERAL.match(text, end)
        if sign is None and text[end : end + 1] in ("", ")", ";", "(", "\n"):
            continue
        if document.in_furniture(match.start()):
            continue
        yield from _read(document, match, sign, at)
    if "<" in text:
        yield from _unlettered(document)


def _unlettered(document: Document) -> Iterator[Candidate]:
    """P values without their letter: "(< 0.001)" alone in a bracket, "the significance level was set at < 0.05"."""
    text = document.text
    for number in document.numbers:
        if number.value not in _ROUND or number.decimals < 2 or number.percent or text[number.start - 1] not in "< ":
            continue
        match = _ALONE.search(text, max(0, number.start - 4), number.start)
        if match and text.startswith((")", "]"), number.end):
            fact = PValue(op="<", value=number.value)
            yield Candidate(fact, match.start() + 1, number.end, (number.index,), "p-alone", 0.9)
            continue
        match = _LEVEL_SET.search(text, max(0, number.start - 70), number.start)
        if match and not _OTHER_AFTER.match(text, number.end):
            fact = PValue(op="<", value=number.value, threshold=True)
            yield Candidate(fact, match.start("symbol"), number.end, (number.index,), "p-level", 0.9)


_ALONE = re.compile(r"[(\[] ?< ?$")
_LEVEL_SET = re.compile(
    r"\b[Ss]ignifican(?:ce|t)\b[^.;()\d<>=]{0,40}\b(?:at|levels?|was|were|is|as|considered|when|if)"
    r" ?(?P<symbol><) ?$"
)


def _read(
    document: Document, head: re.Match[str], sign: re.Match[str] | None, at: dict[int, Number]
) -> Iterator[Candidate]:
    text = document.text
    if not_significant := _NOT_SIGNIFICANT.match(text, head.end()):
        yield Candidate(PValue(op="NS"), head.start(), not_significant.end(), (), "p-ns", 0.97)
        return
    end = sign.end() if sign else head.end() + (text[head.end()] == " ")
    number = at.get(end) or (at.get(end + 1) if text[end : end + 1] in (".", "-") else None)
    if number is None or _OTHER_AFTER.match(text, number.end):
        return
    operator = _operator(sign)
    if operator and number.value < 0 and text[number.start - 1] in " =":
        return  # "\u03b2 P = -0.398": a coefficient's index
    if operator and number.value == 10 and (power := _LOST_POWER.match(text, number.start)):
        fact = PValue(op=operator, value=float(f"1e-{power[1]}"))
        exponent = at.get(power.start(1))
        claimed = (number.index,) if exponent is None else (number.index, exponent.index)
        yield Candidate(fact, head.start(), power.end(), claimed, "p", 0.99)
        return
    value = abs(number.value)
    if operator and value == 0 and (slashed := _SLASHED.match(text, number.start)):
        fact = PValue(op=operator, value=float(f"0.{slashed[1]}"))
        decimals = at.get(slashed.start(1))
        claimed = (number.index,) if decimals is None else (number.index, decimals.index)
        yield Candidate(fact, head.start(), slashed.end(), claimed, "p-slashed", 0.97)
        return
    criterion = _is_criterion(document, head.start(), max(number.end, number.percent_end), operator or "=", value)
    if number.percent:  # "a P value of 5% was considered significant"
        if criterion and value <= 10:
            fact = PValue(op=operator or "=", value=value / 100, threshold=True)
            yield Candidate(fact, head.start(), number.percent_end, (number.index,), "p-percent", 0.9)
        return
    # Without a sign only a decimal is believed: "P 0.03", not "P 53" or "P of 1".
    if value > 1 or (operator is None and (value == 1 or number.decimals < 2)):
        return
    rule = "p" if operator else "p-bare"
    operator = operator or "="
    several = sign is not None and sign.re is _OF_SEVERAL
    first = (number, operator, number.start if several else head.start())
    for item, op, start in (*_numbers_before(text, head, at), first, *_numbers_after(text, head, number, operator, at)):
        item_rule = rule if item is number else "p-list" if start > head.start() else "p-sandwich"
        fact = PValue(op=op, value=abs(item.value), threshold=criterion)
        yield Candidate(fact, start, item.end, (item.index,), item_rule, _SCORES[item_rule])


_SCORES = {"p": 0.99, "p-bare": 0.98, "p-list": 0.97, "p-sandwich": 0.95}


def _operator(sign: re.Match[str] | None) -> str | None:
    """The operator of a sign in symbols or words, None where there is neither ("P of 0.03", "P: 0.03")."""
    if sign is None:
        return None
    groups = sign.groupdict()
    printed = groups.get("symbol") or groups.get("words")
    if printed is None:
        return "=" if sign.re is not _VERB else None
    return _OPERATORS[printed if printed[0].isalpha() else printed.replace(" ", "")]


def _numbers_before(text: str, head: re.Match[str], at: dict[int, Number]) -> Iterator[tuple[Number, str, int]]:
    """The number before the letter: "0.01 < P < 0.05" says P > 0.01."""
    sign = _SIGN_BEFORE.search(text, max(0, head.start() - 4), head.start())
    if sign is None:
        return
    stop = sign.start() - (text[sign.start() - 1 : sign.start()] == " ")
    start = stop
    while start and text[start - 1] in "0123456789." and stop - start < 8:
        start -= 1
    number = at.get(start)
    if number is not None and number.end == stop and 0 <= number.value < 1:
        operator = _OPERATORS[sign["symbol"].replace(" ", "")]
        yield number, _MIRRORED.get(operator, operator), number.start


def _numbers_after(
    text: str, head: re.Match[str], first: Number, operator: str, at: dict[int, Number]
) -> list[tuple[Number, str, int]]:
    """The numbers after the first: "P = 0.03 and 0.04, respectively", "0.02 for A and 0.1 for B"."""
    found: list[tuple[Number, str | None, int]] = []
    distributed = ranged = False
    end = first.end
    while (link := _NEXT.match(text, end)) is not None:
        number = at.get(link.end())
        if number is None or not 0 <= number.value <= 1 or number.percent or _RANGE_AFTER.match(text, number.end):
            break
        if link["for"] is not None:
            if not text.startswith(link["for"], number.end):
                break
            distributed = True
        ranged = ranged or link.group() == "-"
        group = "symbol" if link["symbol"] else "symbol2"
        symbol = link[group]
        if symbol:
            found.append((number, _OPERATORS[symbol.replace(" ", "")], link.start(group)))
        else:
            found.append((number, None, number.start))
        end = number.end
    if not found:
        return []
    plural = head["plural"] is not None or (head["value"] or "").endswith("s")
    signed = any(op for _, op, _ in found)
    closed = text[end : end + 1] in (")", "]", ";") and all(n.decimals >= 2 for n in (first, *(n for n, _, _ in found)))
    each = len(found) > 1 and _FOR_EACH.match(text, end) is not None
    if not (plural or signed or distributed or ranged or closed or each or _RESPECTIVELY.match(text, end)):
        return []
    return [
        (number, op or (operator if ranged else _inherited(operator, number, signed)), start)
        for number, op, start in found
    ]


def _inherited(operator: str, number: Number, signed: bool) -> str:
    """The operator of a number without one: "P < 0.05 and 0.01" is two bounds, "P < 0.001 and 0.026" is not."""
    return "=" if operator in ("<", "<=") and (signed or number.value not in _ROUND) else operator


def _is_criterion(document: Document, start: int, end: int, operator: str, value: float) -> bool:
    """Whether a P value is the criterion of significance and not a result."""
    text = document.text
    if _CRITERION_AFTER.match(text, end):
        return True
    before = text[max(0, start - 150, document.sentence_at(start).start) : start].lower()
    if operator == "=" and value not in _ROUND:
        return False
    seen: set[str] = set()
    last = None
    bracket = False
    for word in reversed(_TOKEN.findall(before)[-16:]):
        if word == "(":
            bracket = bracket or seen.isdisjoint(_SIGNIFICANCE)
        elif word in _SIGNIFICANCE or word in _JUDGED or word in _FILLER:
            seen.add(word)
            last = last or word
        else:
            break
    if seen.isdisjoint(_SIGNIFICANCE):
        return False
    return not seen.isdisjoint(_JUDGED) or (not bracket and last in _LINK)
