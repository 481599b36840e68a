"""Line wraps: whether a text was wrapped, how, and what stood where its lines were broken.

Two ways of wrapping are told apart on the whole text. *Cut* lines are all of one length and break words and numbers
anywhere ("characte" / "rized", "P<0" / ".018"); the space at a cut may have been stripped. *Filled* lines break at
spaces or after hyphens, as late as the width allows.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate

from trialfacts.cleaning.words import common_words, word_set

Edit = tuple[int, int, str]

_WIDTHS = range(40, 161)  # of columns and screens; longer lines are paragraphs
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"\s*(\S*)")
_LETTERS_LAST = re.compile(r"[A-Za-z]{1,40}$")
_LETTERS_FIRST = re.compile(r"[A-Za-z]{1,40}")
_ENDS_SENTENCE = frozenset(".!?:")
# A line that is not the continuation of the one before: "RESULTS: ", "METHODS", "2. ", "a) ", "- ".
_NEW_PARAGRAPH = re.compile(
    r"\s*(?:[A-Z][A-Za-z/,& -]{2,50}:(?:\s|$)|[A-Z][A-Z/& -]{3,50}$"
    r"|\d{1,3}[.)]\s|[a-z][.)]\s|[-*\u00b7]\s|\(\d{1,2}\)\s)"
)
# The last words of a line that cannot end there: "P =" / ".76", "a total of" / "42".
_OPEN_END = re.compile(
    r"(?:[,(=<>\u2264\u2265\u00b1/+]|[A-Za-z0-9]-"
    r"|\b(?:of|in|to|and|or|with|by|for|than|from|the|a|an|was|were|at|on|[Pp]))$"
)
_HYPHEN_END = re.compile(r"[A-Za-z0-9]-$")


def unwrap(text: str) -> list[tuple[int, int, str]]:
    """The edits that undo the wraps of a text: half-open spans, each with what replaces it.

    A line break that is left alone ends a paragraph.
    """
    if "\n" not in text:
        return []
    lines = text.split("\n")
    # Where each line begins.
    starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
    width = _cut_width(lines)
    if width:
        return _cut_edits(lines, starts, width)
    return _fill_edits(lines, starts, _fill_width(lines))


def _fill_width(lines: list[str]) -> int:
    """The width that lines were filled to, or 0: most lines have no room for the next word, and end anywhere."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 4:
        return 0
    median = lengths[len(lengths) // 2]
    width = max(length for length in lengths if length <= 1.5 * median)
    if width not in _WIDTHS:
        return 0
    broken = full = anywhere = 0
    for line, following in zip(lines, lines[1:]):
        if line.strip() and following.strip():
            broken += 1
            if _is_full(line, following, width):
                full += 1
                anywhere += line.rstrip()[-1] not in _ENDS_SENTENCE
    return width if full >= 3 and full >= 0.6 * broken and anywhere >= 0.5 * full else 0


def _is_full(line: str, following: str, width: int) -> bool:
    first = _FIRST.match(following)
    assert first is not None
    # One part in ten of slack, for columns of a proportional font.
    return 0.9 * width < len(line) + 1 + len(first[1]) and len(line) <= width


def _fill_edits(lines: list[str], starts: list[int], width: int) -> list[Edit]:
    edits = []
    vocabulary: frozenset[str] | None = None
    for index, (line, following) in enumerate(zip(lines, lines[1:])):
        head = line.rstrip()
        tail = following.lstrip()
        if not head or not tail:
            continue
        filled = width and _is_full(line, following, width) and not _starts_anew(head, following)
        if not filled and not _runs_on(head, tail):
            continue
        start, end = starts[index] + len(head), starts[index + 1] + len(following) - len(tail)
        by = " "
        if head[-1] == "/" or _HYPHEN_END.search(head, max(0, len(head) - 2)):
            by = ""
            if head[-1] == "-" and head[-2].isalpha() and tail[0].islower():
                if tail.startswith(("and ", "or ", "to ", "vs")):
                    by = " "  # "age- and sex-matched"
                else:
                    vocabulary = vocabulary or _vocabulary(lines)
                    start -= _is_soft_hyphen(head, tail, vocabulary)
        edits.append((start, end, by))
    return edits


def _starts_anew(head: str, following: str) -> bool:
    return head[-1] in _ENDS_SENTENCE and _NEW_PARAGRAPH.match(following) is not None


def _runs_on(head: str, tail: str) -> bool:
    """Whether a line is plainly the continuation of the one before, whatever their lengths."""
    if _NEW_PARAGRAPH.match(tail):
        return False
    if tail[0].islower():
        hyphened = _HYPHEN_END.search(head, max(0, len(head) - 2)) is not None
        return hyphened or (len(head) >= 20 and (head[-1].isalnum() or head[-1] in ",;(/%)]"))
    return (tail[0].isdigit() or tail[0] in ".(<>=") and _OPEN_END.search(head, max(0, len(head) - 6)) is not None


def _vocabulary(lines: list[str]) -> frozenset[str]:
    """The words that stand whole within the lines, the outermost of each line left out, and the common words."""
    words = {word.lower() for line in lines for word in _WORD.findall(line)[1:-1] if len(word) > 1}
    return common_words() | words


def _is_soft_hyphen(head: str, tail: str, vocabulary: frozenset[str]) -> bool:
    """Whether the hyphen at a line's end is the wrap's: "random-" / "ized", not "placebo-" / "controlled"."""
    last, first = _WORD.findall(head[-40:])[-1], _WORD.findall(tail[:40])[0]
    if not last.islower() or first.lower() in _SECONDS or (last in _PREFIXES and first in vocabulary):
        return False
    if last + first in vocabulary:
        return True
    return first not in vocabulary and (last not in vocabulary or len(last) < 4 or len(first) < 4)


# First and second parts of compounds that are commonly printed with a hyphen.
_PREFIXES = word_set(
    "placebo double single triple open high low long short non self well follow cross multi two three four half time",
    "dose risk age sex health quality evidence population parallel add intention per cost post pre anti co sub near",
    "large small first second third early late mid once twice week month year day hour old new full part all group",
    "case patient physician nurse home school hospital community drug disease treatment care end up intent",
)
_SECONDS = word_set(
    "controlled blind blinded label term dose based related treat up over free year day week month old matched naive",
    "specific treated dependent resistant associated reported administered point care effect response to",
)


def _cut_width(lines: list[str]) -> int:
    """The width that lines were cut at, or 0: nearly all are of one length, or a stripped space shorter."""
    if len(lines) < 4:
        return 0
    lengths = [len(line) for line in lines]
    width = Counter(lengths).most_common(1)[0][0]
    if width + 1 in lengths and lengths.count(width + 1) >= 2:
        width += 1
    if width not in range(30, 256) or lengths.count(width) < 3:
        return 0
    full = [index for index, length in enumerate(lengths) if width - 1 <= length <= width]
    run = full[-1] - full[0] + 1
    # In a filled text one line in six or so is that long.
    if len(full) < 0.8 * run or lengths.count(width) < 0.5 * len(full):
        return 0
    # Justified text has lines of one length too, with wide spaces in them.
    wide = sum("  " in lines[index].strip() for index in full)
    return width if wide < 0.3 * len(full) else 0


def _cut_edits(lines: list[str], starts: list[int], width: int) -> list[Edit]:
    edits = []
    first = 0
    while first < len(lines):
        # A run of lines that go on, each cut at the width; the last is shorter, or the text's end.
        last = first
        while (
            last + 1 < len(lines)
            and 0 <= width - len(lines[last]) <= 2
            and lines[last + 1].strip()
            and len(lines[last + 1]) <= width
        ):
            last += 1
        if last > first:
            gaps = _lost_spaces(lines[first : last + 1], width)
            for index, gap in enumerate(gaps, first):
                edits.append((starts[index] + len(lines[index]), starts[index + 1], " " if gap else ""))
        first = last + 1
    return edits


def _lost_spaces(lines: list[str], width: int) -> list[bool]:
    """Between which lines of a run a space is lost.

    A line that is one character short has lost the space at its beginning or at its end. Of all ways to share the
    losses out, the one is taken that reads best at the seams (a Viterbi search: the state is the loss at a line's end).
    """
    # Lines that keep a space at one side have not been stripped there.
    leading = any(line[:1] == " " for line in lines[1:])
    trailing = any(line[-1:] == " " for line in lines[:-1])
    vocabulary = _vocabulary(lines)
    best = {False: 0.0, True: float("-inf")}
    if len(lines[0]) == width - 1 and not trailing:
        best = {False: float("-inf"), True: 0.0}
    # For each line, and each state of it, the state of the line before that led there, and whether there is a gap.
    steps: list[dict[bool, tuple[bool, bool]]] = []
    for index in range(1, len(lines)):
        joined = _joined(lines[index - 1], lines[index], vocabulary)
        step: dict[bool, tuple[bool, bool]] = {}
        scores = {False: float("-inf"), True: float("-inf")}
        for at_start, at_end in _losses(width - len(lines[index]), index == len(lines) - 1, leading, trailing):
            for before, score in best.items():
                gap = before or at_start
                total = score + (-joined if gap else joined) - 9 * (before and at_start)
                if total > scores[at_end] or at_end not in step:
                    scores[at_end], step[at_end] = total, (before, gap)
        best = scores
        steps.append(step)
    gaps = []
    state = max(steps[-1], key=lambda end: best[end])
    for step in reversed(steps):
        state, gap = step[state]
        gaps.append(gap)
    return gaps[::-1]


def _losses(count: int, is_last: bool, leading: bool, trailing: bool) -> tuple[tuple[bool, bool], ...]:
    """The ways in which a line may have lost spaces: (at its start, at its end)."""
    if is_last:
        return ((False, False),) if leading else ((False, False), (True, False))
    if count == 0:
        return ((False, False),)
    if leading or trailing:
        return ((trailing, leading),)
    return ((True, True),) if count == 2 else ((True, False), (False, True))


def _joined(left: str, right: str, vocabulary: frozenset[str]) -> int:
    """How much better two lines read joined than apart, by the characters and words at their seam."""
    a, b = left[-1:], right[:1]
    if a in (" ", "") or b in (" ", ""):
        return 4  # the space is there
    if b in "([" or (a in ",;%)]" and b.isalnum()) or (a in ".:?!" and b.isalpha()):
        return -4
    if b in ".,;:)]%" or a in "([/-" or (a.isdigit() and b.isdigit()):
        return 4
    last, first = _LETTERS_LAST.search(left[-41:]), _LETTERS_FIRST.match(right)
    if last is None or first is None:
        # "receive" / "3-4", "225" / "adult", "=" / "0.05"
        word = last or first
        return -2 if word is None or word[0].lower() in vocabulary else 0
    known_last, known_first = (word.lower() in vocabulary or word in ("a", "A", "I") for word in (last[0], first[0]))
    whole = (last[0] + first[0]).lower() in vocabulary
    return 3 * whole + (-2 if known_last else 1) + (-2 if known_first else 1)
