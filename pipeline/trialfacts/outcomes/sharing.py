"""Estimates in a row that share the words of several outcomes: each gets its own."""

from __future__ import annotations

import re


def share_out(text: str, spans: list[tuple[int, int]], outcomes: list[str | None]) -> None:
    """Give each of a run of estimates its own of the outcomes that they share: "PFS and OS were |1.8| and |2.0|".

    ``spans``: where the estimates stand, in order; ``outcomes`` is changed in place.
    """
    first = 0
    while first < len(spans):
        stop = first + 1
        while (
            stop < len(spans)
            and outcomes[stop] == outcomes[first]
            and _ONLY_AND.fullmatch(text, spans[stop - 1][1], spans[stop][0])
        ):
            stop += 1
        items = _ITEMS.split(outcomes[first] or "") if stop - first > 1 else []
        if len(items) == stop - first and all(map(_WORD.search, items)):
            outcomes[first:stop] = items
        first = stop


_ITEMS = re.compile(r", and |, | and ")
# ", 95% CI 1.1-2.8) and ", "; P < 0.001; ", " cm2, P = .01, and "
_ONLY_AND = re.compile(
    r"(?:, [^()\[\];]{1,40}(?=[)\]]))?[)\]\s,;]{0,4}"
    r"(?:(?:%|k?g|[cm]?m[2\u00b2]?|mm ?Hg|points?|m[lL]|m?[a-zU]{1,4}/[a-zA-Z\d]{1,4})(?![A-Za-z\d])[\s,;]{0,2})?"
    r"(?:[pP] ?[=<>] ?[\d.]{1,8})?[)\]\s,;]{0,4}(?:and )?"
)
_WORD = re.compile(r"[A-Za-z]{2}")
