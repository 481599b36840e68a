"""What a few participants did or had done to them, by any verb: "One woman fractured a wrist", "two men fainted"."""

from __future__ import annotations

import re

# Whose they are, and what is told of them aside, before the verb.
_ASIDE = (
    r"(?: \([^()]{1,40}\))?(?:,? (?:of|in|on|from|given|receiving|taking) [^.;:,()]{2,40}?"
    r"|, (?:one|two|three|four|both|all|each) [^.;:()]{2,50}?,|,? who [^.;:,()]{3,50}?,)?"
)
# The verbs that tell of the trial's course and of no outcome.
_COURSE = (
    r"received|underwent|completed|participated|entered|enrolled|attended|agreed|consented|withdrew|dropped|returned|served"
    r"|formed|comprised|included|moved|refused|declined|visited|started|continued|crossed|followed|contributed|provided"
    r"|finished|ingested|volunteered|assigned|allocated|randomi[sz]ed|recruited|treated|randomly|studied|evaluated"
    r"|assessed|examined|selected|used|aged|matched|registered|signed|applied|acted|performed|joined|missed|met"
    r"|fulfilled|answered|responded|remained|based|needed|required|invited|screened|approached|fasted|harvested|rated"
    r"|added|sacrificed|killed|measured|sampled|weighed|ceased"
)
_DID = re.compile(
    rf"{_ASIDE} (?:later |then |also |eventually |subsequently |accidentally )?"
    rf"(?P<verb>(?!(?:{_COURSE})\b)[a-z]{{3,}}ed|had|got|became|told|said|broke|fell|swallowed|forgot|woke|grew"
    r"|drew)\b"
    r"(?! (?:by|to receive|with|for|at|in (?:the|this) (?:study|trial))\b)"
)


def did(text: str, end: int) -> bool:
    """Whether a verb that tells an outcome stands behind the noun that ends at ``end``."""
    return _DID.match(text, end) is not None
