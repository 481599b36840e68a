"""What a share has of which something else is told: "survival was better in the |12%| of women who smoked"."""

from __future__ import annotations

import re

_BEFORE = ("in the ", "among the ", "for the ", "In the ", "Among the ", "For the ")
# "12%| of women who |smoked|", "12%| of patients with |gout|"; not what they were given
_WHO = re.compile(
    r" of (?:the |our |all )?(?:[a-z-]+ ){0,2}?[a-z]{3,}(?:s|n|ren|ople)(?: of)? "
    r"(?:(?:who|that) (?:were |was |are |had been |had |have |has |showed |reported |experienced |developed )?"
    r"(?:an? |the )?|with (?:an? )?)"
    r"(?P<what>(?!(?:received|receiving|took|taking|given|treated|assigned|allocated|randomi[sz]ed|underwent|on)\b)"
    r"[^.;:,()]{3,80}?)(?= \(|[.;:,)]| (?:and|but|while|whereas|than|compared|was|were|had)\b|$)"
)


def had_by_share(text: str, start: int, end: int) -> str | None:
    """What those have that a share printed at ``start``..``end`` counts, where something is told of "the" share."""
    if text[end - 1 : end] != "%" or not text.endswith(_BEFORE, 0, start):
        return None
    who = _WHO.match(text, end)
    return who["what"] if who else None
