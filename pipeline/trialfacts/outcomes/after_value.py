"""Outcomes that are printed after the value of their estimate."""

from __future__ import annotations

import re

from trialfacts.outcomes.wording import tidy


def outcome_after(text: str, start: int, end: int, stop: int, unnamed: bool) -> str | None:
    """The outcome that follows its estimate, or stands in it: "2.2 times more likely (95% CI 1.1-4.3) |to stop|".

    ``start``, ``end``: where the estimate stands; ``stop``: where its sentence ends at the latest; ``unnamed``: whether
    no name ("hazard ratio") introduced it. None where nothing after it says what it is of.
    """
    found = None
    if unnamed:
        found = (
            (_ONE_LESS.match(text, end, stop) if text.endswith("or every ", 0, start) else None)
            or _LESS_OF.search(text, start, end)
            or _RISK_WITHIN.search(text, start, end)
            or _LESS_OF.match(text, end, stop)
            or _RISK_OF.match(text, end, stop)
            or _AFTER_VALUE.match(text, end, stop)
            or _GAINED.search(text, start, end)
        )
    if found is None and "likely" in text[max(0, start - 20) : end]:
        found = _TO_AFTER.match(text, end, stop)
    return tidy(next(filter(None, found.groups()))) if found else None


_TO_AFTER = re.compile(
    r"(?: ?\([^()]{0,80}\))?(?:[^()\[\].]|\.(?=\d)){0,40}[)\]]* to (?P<what>[a-z][^.;:(),]{3,80}?)(?=[ ](?:than"
    r"|compared|with|in|when|among)\b|[.,;(]|$)"
)
# "15 |ulcer-free days| gained"
_GAINED = re.compile(
    r"\d (?:more |fewer )?(?P<what>[A-Za-z][\w-]*(?: [a-z]+){0,2}?) (?:gained|saved|lost)\b|\d (?:more|fewer) "
    r"(?P<other>[A-Za-z][\w-]*)"
)
# "... (OR 0.5, 95% CI 0.3-0.8) of agreeing to take part", "17% (9-25) proportional reduction in deaths"
_AFTER_VALUE = re.compile(
    r"(?:[^()\[\];.]|\.(?=\d)){0,40}[)\]]*(?:(?! and )[^()\[\];.]){0,60}? (?:(?:reduction|increase|decrease|risk|lower"
    r"|higher|greater)(?: risk| odds)? (?:in|of)|likely to"
    r"|odds of) (?:the )?(?:(?:proportion|percentage|rate|number) of )?(?P<what>[a-zA-Z][^.;:(),]{3,80}?)(?=[ ](?:than"
    r"|compared|with|in|at|among|between|versus|and)\b|[.,;(]|$)"
)
# "a 0.9 kg lower |weight| (95% CI", "0.1 (95% CI 0.0-0.2) higher |expenditure| than", "34% of the |variance in X|"
_LESS_OF = re.compile(
    r"[)\]\w/%]{0,8} (?:(?:lower|higher|greater|shorter|longer|smaller|larger|faster|slower|fewer) |differences? in "
    r"|of (?:the )?(?:total )?(?=varia))"
    r"(?P<what>(?!in\b|with\b|than\b|for\b|after\b|among\b|at\b|on\b|and\b|by\b|compared|when|risk|odds"
    r"|relative|[a-z]+ly\b)[A-Za-z][^.;:(),]{2,50}?)(?= (?:than|with|among|compared|for|after|at|versus|vs)\b"
    r"| and [$\u00a3\u20ac]?\d"
    r"| ?[(\[.,;]|$)"
)
# "For every 40| men given zidolol, one fewer |death| occurred"
_ONE_LESS = re.compile(
    r"[^.;]{0,120}?,? (?:one|1) (?:less|fewer|more|additional|further|extra) (?P<what>[A-Za-z][^.;:(),]{2,50}?)"
    r"(?= (?:occurred|would|will|was|were|is|in|at|over|than|during|per)\b|[.,;(]|$)"
)
# "45% lower risk |of death|", "2.2 times more likely |to stop|"
_RISK_OF = re.compile(
    r"(?: (?:of|to)|(?<=risk) for|(?<=reduction) (?:for|in)) "
    r"(?P<what>[A-Za-z][^.;:(),]{2,80}?)(?=[ ](?:than|as|compared|with|in|at|among|between|versus|vs|and"
    r"|if|when|over|during|within)\b"
    r"|[.,;(]|$)"
)
# "a 2.3-fold higher risk of |death| (95% CI"
_RISK_WITHIN = re.compile(
    r"\b(?:risk|odds|hazard|likelihood|chance|probability) (?:of|for) (?:the )?(?P<what>[A-Za-z][^.;:(),]{2,60}?)"
    r"(?= (?:than|compared|with|among)\b| ?[(\[,;])"
)


def named_by_for(text: str, end: int, stop: int) -> str | None:
    """What follows an estimate after "for": "NNT was 9 (6 to 18) |for response|"; None where it is not told so."""
    match = _FOR.match(text, end, stop)
    return tidy(match["what"]) if match else None


_FOR = re.compile(
    r"[)\]]{0,2}(?: ?9\d ?% ?CI)?(?:[,;] ?[pP] ?[=<>] ?[\d.]{1,8}[)\]]{0,2})? for (?:the )?(?P<what>"
    r"(?!patients|those|men\b|women|people|children|participants|each\b|every\b)"
    r"(?!.{0,40}\b(?:vs|versus|groups?|arms?)\b)[A-Za-z][^.;:(),\d]{1,50}?)"
    r"(?= and\b| with\b| in\b| after\b| at\b| (?:as )?compared\b|[.;,()]|$)"
)
