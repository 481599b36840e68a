"""Values of all the participants: "54.8% |in the entire cohort|, and less with zidolol" is of no arm."""

from __future__ import annotations

import re

_OF_EVERYBODY = re.compile(
    r"\)? (?:in|for|of|across|among) (?:the )?(?:entire|whole|overall|total|full) (?:[a-z]{3,12} )?"
    r"(?:cohort|population|sample|series|group)\b(?! of\b)"
)


def of_everybody(text: str, end: int) -> bool:
    """Whether what stands behind a value that ends at ``end`` says that it is of everybody in the study."""
    return _OF_EVERYBODY.match(text, end) is not None
