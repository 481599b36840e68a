"""P values: results and significance criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.facts import PValue
from trialfacts.numbers import Number
from trialfacts.owners import Candidate

_OPS = {
    "<": "<", ">": ">", "=": "=", "\u2264": "<=", "\u2265": ">=", "<=": "<=", ">=": ">=", "=<": "<=", "=>": ">=",
    "<<": "<", ">>": ">", "\u2248": "=", "~": "=", "\u226a": "<", "\u226b": ">", ":": "=", "==": "=", "< or =": "<=",
    "less than": "<", "greater than": ">", "below": "<", "above": ">", "smaller than": "<", "larger than": ">",
    "more than": ">", "under": "<", "over": ">", "equal to": "=", "equals": "=", "of": "=", "was": "=", "is": "=",
    "at": "=", "less than or equal to": "<=", "lower than": "<", "higher than": ">",
}  # fmt: skip
_SYMBOL = r"<\s?or\s?=|<=|>=|=<|=>|<<|>>|==|[<>=\u2264\u2265\u2248~\u226a\u226b]"
_WORDS = r"less than or equal to|(?:less|greater|smaller|larger|more|lower|higher) than|below|above|under|over|equal to|equals"
# What stands between the letter P and its sign: "value", "(adj)", "for trend", "-interaction", "[Fisher]", ...
_QUALIFIER = r"""(?:
    [ _-]?(?:values?|vals?\b|levels?)
  | [ ]?\([^()<>=\u2264\u2265\n]{1,30}\) | [ ]?\[[^\[\]<>=\u2264\u2265\n]{1,30}\]
  | [ _-](?:for|of|by|from)[ ](?:the[ ])?(?:linear[ ])?(?:trend|interaction|heterogeneity|difference|superiority|non-?inferiority|equivalence)s?(?:[ ]test)?
  | [ _-]?(?:trend|interaction|heterogeneity|adjusted|adj|unadjusted|corrected|corr|bonferroni|holm|fdr|nominal|overall
      |two-?sided|one-?sided|2-?sided|1-?sided|two-?tailed|one-?tailed|int|het|log-?rank|diff|difference|superiority
      |non-?inferiority|anova|group|time|group[ ]?[x\u00d7*][ ]?time|all|exact|chi2|mcnemar|fisher|for[ ]all|FWE|FWER|uncorrected|perm)\b
)"""
# The first number is matched apart, from the number pass; this ends where it begins.
_P = re.compile(
    rf"""(?<![A-Za-z0-9%])(?P<letter>[pP](?:rob|robability)?)(?P<s>'?s)?(?P<qualifier>{_QUALIFIER}{{0,3}})
    (?:[ ]?(?P<symbol>{_SYMBOL})[ ]?(?:-(?=[ ]?\.?\d))?
      | [ ]?(?P<colon>:)[ ]
      | [ ](?:(?:was|were|is|are|being|of|at|to|set|value|has|had|between|ranging|ranged|from|all|both|obtained|not|statistically)[ ]){{0,4}}
           (?:(?P<words>{_WORDS})[ ]|(?P<bare>(?<=of[ ])|(?<=was[ ])|(?<=is[ ])|(?<=at[ ])|(?<=to[ ])|(?<=value[ ])|(?<=between[ ])|(?<=from[ ])))
           (?:(?P<symbol2>{_SYMBOL})[ ]?)?
      | (?P<none>[ ]?)
    )(?=-?\.?\d)""",
    re.X,
)  # fmt: skip
_NS = re.compile(r"(?<![A-Za-z0-9])[pP](?:[ -]?values?)?[ ]?(?:[=:>][ ]?|[ ]|: ?)(?P<ns>[nN]\.?[sS]\.?|not significant|non-?significant)(?![A-Za-z])")
# "0.01 < P < 0.05"
_SANDWICH = re.compile(rf"(?P<symbol>{_SYMBOL})[ ]?$")
# Between the numbers of a list: ", ", " and ", " or ", " vs. ", with a sign of its own perhaps.
_NEXT = re.compile(rf"(?:[ ]?[,;/&][ ]?|[ ](?:and|or|vs\.?|versus|to|-)[ ])(?:and[ ]|or[ ])?(?:(?P<symbol>{_SYMBOL})[ ]?)?(?=\.?\d)")
_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_CRITERION_BEFORE = re.compile(
    r"(?:significan(?:t|ce)(?:ly)?(?:[ ]difference|[ ]level|[ ]threshold)?s?(?:[ ](?:was|were|is|being|as|at|when|if|for|set|defined|considered|accepted|established|fixed|assumed|declared|determined|level|by|with|the|an?|on|to|be|a\s?priori|statistically|difference|assigned|taken|indicated|concluded|differences|value|than|of|results?|where|using|used|all|tests?|two-?sided|two-?tailed|2-?sided|of|in|cases?|set|level|deemed|reported|accepted|values?|any|only)){1,9}"
    r"|(?:considered|deemed|regarded|accepted|defined|set|level of significance|threshold|cut-?off|criterion|alpha|two-tailed|two-sided|type I error|declared|taken)(?:[ ](?:to|be|as|was|were|is|at|of|a|an|the|if|when|for|statistically|significant|with|significance|level|values?))*)[ ,(:]*$",
    re.I,
)  # fmt: skip
_CRITERION_AFTER = re.compile(
    r"[) ,]*(?:(?:level|two-?sided|two-?tailed|for (?:all|both) (?:tests|analyses|comparisons))[ ,)]*)?(?:was|were|is|are|being|indicated|has been|as)?[ ]?(?:to be |been |then )?"
    r"(?:considered|regarded|deemed|taken|accepted|defined|set|used|chosen|assumed|interpreted|judged|declared|adopted|established|designated|indicative|statistically significant|the (?:level|threshold|criterion)|a (?:level|threshold)|significance level|level of significance|treated|specified|required|indicating (?:statistical )?significance)",
    re.I,
)  # fmt: skip


def extract(document: Document) -> Iterator[Candidate]:
    """The P values of a document: one candidate for each printed number, and for each bare ``P = NS``."""
    text = document.text
    at = {number.start: number for number in document.numbers}
    at |= {number.start + 1: number for number in document.numbers if text[number.start] == "-"}
    for match in _P.finditer(text):
        number = at.get(match.end())
        if number is None or document.in_furniture(match.start()):
            continue
        symbol = match.group("symbol") or match.group("symbol2") or match.group("words")
        bare = symbol is None
        if match.group("none") is not None and not _bare_is_p(match, number, text):
            continue
        op = "=" if symbol is None else _OPS["< or =" if "or" in symbol and "<" in symbol else symbol]
        value = abs(number.value)
        if not _possible(value, bare):
            continue
        threshold = _is_criterion(text, match.start(), number.end)
        sandwich = _sandwich(text, match, at, document)
        if sandwich is not None:
            yield sandwich
        yield _candidate(op, value, threshold, match.start(), number, "p" if not bare else "p-bare", 0.99 if not bare else 0.95)
        yield from _list(text, match, number, op, threshold, at)
    for match in _NS.finditer(text):
        if not document.in_furniture(match.start()):
            fact = PValue(op="NS", value=None, threshold=False)
            yield Candidate(fact, match.start(), match.end(), (), "p-ns", 0.97)


def _candidate(op: str, value: float, threshold: bool, start: int, number: Number, rule: str, score: float) -> Candidate:
    return Candidate(PValue(op=op, value=value, threshold=threshold), start, number.end, (number.index,), rule, score)


def _possible(value: float, bare: bool) -> bool:
    return 0 <= value < 1 if bare else 0 <= value <= 1


def _bare_is_p(match: re.Match[str], number: Number, text: str) -> bool:
    """ "P 0.03", "p.05": no sign at all; believed for a decimal below one."""
    return number.decimals >= 2 and 0 < number.value < 1


def _sandwich(text: str, match: re.Match[str], at: dict[int, Number], document: Document) -> Candidate | None:
    before = text[max(0, match.start() - 4) : match.start()]
    sign = _SANDWICH.search(before)
    if sign is None:
        return None
    stop = match.start() - len(before) + sign.start()
    while stop and text[stop - 1] == " ":
        stop -= 1
    for number in document.numbers:
        if number.end == stop and 0 <= number.value < 1:
            op = _OPS.get(sign.group("symbol"), "=")
            return _candidate(_FLIP.get(op, op), number.value, False, number.start, number, "p-sandwich", 0.95)
    return None


def _list(
    text: str, match: re.Match[str], number: Number, op: str, threshold: bool, at: dict[int, Number]
) -> Iterator[Candidate]:
    """The numbers after the first: "P = 0.03 and 0.04, respectively", "P values of .02, .03 and .05"."""
    plural = bool(match.group("s")) or "values" in match.group("qualifier") or "bare" in match.groupdict() and match.group("bare") is not None
    found: list[tuple[str, Number]] = []
    end = number.end
    while (link := _NEXT.match(text, end)) is not None:
        following = at.get(link.end())
        if following is None or not 0 <= following.value <= 1 or following.percent or text[following.end : following.end + 2].strip(" ")[:1] in {"%", "\u00b1"}:
            break
        symbol = link.group("symbol")
        found.append((_OPS.get(symbol, "=") if symbol else op, following))
        end = following.end
    if not found:
        return
    decimals = number.decimals >= 2 and all(n.decimals >= 2 for _, n in found)
    respectively = re.match(r"[^.;\n]{0,60}\brespectively\b", text[end : end + 80]) is not None
    signed = all(text[n.start - 1] in "<>=\u2264\u2265 " and o for o, n in found) and any(_NEXT.match(text, number.end).group("symbol") or "" for _ in [0])
    closed = text[end : end + 1] in ")];" or respectively
    if not (plural or respectively or signed or (closed and decimals)):
        return
    for item_op, item in found:
        yield _candidate(item_op, item.value, threshold, item.start, item, "p-list", 0.95)


def _is_criterion(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 160) : start]
    cut = max(before.rfind(". "), before.rfind("\n"))
    if _CRITERION_BEFORE.search(before[cut + 1 :] if cut >= 0 else before):
        return True
    return _CRITERION_AFTER.match(text, end) is not None
