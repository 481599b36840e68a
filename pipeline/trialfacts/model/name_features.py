"""What the name model sees: the words of a text, the phrases that could name something, and how each lies to a fact.

The words are read once a text into arrays; phrases and features are made of them by arithmetic on whole arrays, so that
an abstract costs about a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from trialfacts.cleaning.words import word_set
from trialfacts.document import Document
from trialfacts.doses.drugs import known
from trialfacts.model.hashing import SIZE, hashed

# What is asked: the kind of fact and its field, by the names of the columns of the weights.
FIELDS: dict[str, tuple[str, str]] = {
    "measure": ("measurement", "measure"),
    "outcome": ("proportion", "outcome"),
    "estimated": ("estimate", "outcome"),
    "measured-group": ("measurement", "group"),
    "counted-group": ("proportion", "group"),
    "arm": ("sample_size", "group"),
    "drug": ("dose", "drug"),
}
# Questions that are learnt together: what a family has in common is learnt from all of it.
FAMILIES: dict[str, tuple[str, ...]] = {
    "outcomes": ("measure", "outcome", "estimated"),
    "groups": ("measured-group", "counted-group", "arm"),
    "drugs": ("drug",),
}
# Questions that may have no answer.
OPTIONAL = frozenset(FAMILIES["groups"])
# The words of a phrase at most; sentences before that of the fact that are looked at; characters of a sentence on
# either side of a fact.
LONGEST = 9
BACK = 2

_TOKEN = re.compile(r"[^\W_]+(?:[-/+.'_][^\W_]+)*|[^\w\s]")
_NUMBER = re.compile(r"\d[\d.,/-]*$")
CONTENT, MARK, BREAK, LINK, DIGITS = range(5)
# Words that no name runs across.
_BREAKS = word_set(
    "was were is are be been being had has have did do does showed shown shows found observed reported revealed",
    "demonstrated noted seen compared versus vs vs. than while whereas which who whom whose that when where if",
    "there we it they he she because although though however but will would can could may might must should",
    "respectively i.e e.g then thus therefore also not no nor",
)
# Words that may stand within a name, and not at its ends.
_LINKS = word_set(
    "of in on for to with without at from by and or per as the a an their its his her our this these those both all",
    "each any either between among within during after before following over under until through into upon about via",
    "using approximately only",
)
# Words that a name may hold, and may end before: "function |improved|".
_VERBS = word_set(
    "fell rose rise rises fall falls grew led lost took drop drops improve improves increase increases decrease",
    "decreases reduce reduces decline declines remain remains differ differs range ranges met made gave went got",
)
_VERBAL = 70
_ANY = hashed("W")
_MARK_FORMS = {",": 1, ";": 2, ":": 3, "(": 4, ")": 5, "[": 4, "]": 5, "=": 6, "%": 7, ".": 8}


def stem(word: str) -> str:
    """A word in lower case without the "s" of a plural."""
    lower = word.lower()
    return lower[:-1] if len(lower) > 3 and lower.endswith("s") and not lower.endswith("ss") else lower


def stems(name: str) -> set[int]:
    """The hashes of the words of a name, and of its numbers."""
    return {hashed(stem(token)) for token in _TOKEN.findall(name) if token[0].isalnum()}


def _word(token: str) -> tuple[int, int, int, int, int, int]:
    """A token's class, the hashes of its word without plural (numbers are alike), of its ending, of its form, of what a
    path sees of it, and of the word itself (numbers differ)."""
    lower = token.lower()
    if not lower[0].isalnum():
        return MARK, hashed(lower), 0, _MARK_FORMS.get(lower, 9), hashed(lower), hashed(lower)
    if _NUMBER.match(lower):
        return DIGITS, hashed("#"), 0, 20 + min(len(lower), 4), hashed("#"), hashed(stem(lower))
    kind = BREAK if lower in _BREAKS else LINK if lower in _LINKS else CONTENT
    capitals = 3 if sum(c.isupper() for c in token) > 1 else 1 if token[0].isupper() else 0
    verb = lower in _VERBS or len(lower) > 4 and lower.endswith("ed")
    form = 30 + capitals + 10 * token[0].isdigit() + 20 * (known(lower) > 0) + 40 * verb
    exact = hashed(stem(lower))
    return kind, exact, hashed("$" + lower[-3:]), form, _ANY if kind == CONTENT else hashed(lower), exact


class _Lexicon:
    """The tokens seen so far as rows of one array, so that those of a text are read at once."""

    MOST = 100_000

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.table = np.zeros((4096, 6), dtype=np.int64)

    def rows(self, tokens: list[str]) -> np.ndarray:
        """What :func:`_word` says of each token."""
        if len(self.ids) + len(tokens) > self.MOST:
            self.ids = {}
        ids = self.ids
        try:
            return self.table[list(map(ids.__getitem__, tokens))]
        except KeyError:
            new = {token for token in tokens if token not in ids}
        if len(ids) + len(new) > len(self.table):
            grown = np.zeros((2 * (len(ids) + len(new)), 6), dtype=np.int64)
            grown[: len(self.table)] = self.table
            self.table = grown
        for token in new:
            self.table[len(ids)] = _word(token)
            ids[token] = len(ids)
        return self.table[[ids[token] for token in tokens]]


_LEXICON = _Lexicon()


@dataclass(slots=True)
class Words:
    """The words of a text as arrays: where each starts and ends, and columns as :func:`_word` gives them.

    ``sentence`` is the index of each word's sentence; ``sums`` the running counts of :data:`COUNTED` before each word.
    """

    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    word: np.ndarray
    ending: np.ndarray
    form: np.ndarray
    path: np.ndarray
    sentence: np.ndarray
    sums: np.ndarray
    rolling: np.ndarray
    exact: np.ndarray
    often: np.ndarray
    arm: np.ndarray


# What is counted between a phrase and a fact.
COUNTED = ("number", "comma", "colon", "open", "close", "break", "arm", "fact", "name", "content", "verb")
_PRIME = 1_000_003
_INVERSE = pow(_PRIME, -1, 1 << 64)


def read_words(document: Document, facts: Sequence[tuple[int, int]]) -> Words:
    """The words of a document; ``facts`` are spans of its cleaned text."""
    text = document.text
    matches = list(_TOKEN.finditer(text))
    tokens = [match.group() for match in matches]
    n = len(tokens)
    start = np.array([match.start() for match in matches], dtype=np.int64)
    end = start + np.array(list(map(len, tokens)), dtype=np.int64)
    kind, word, ending, form, path, exact = _LEXICON.rows(tokens).T.copy()
    sentence = np.searchsorted([one.start for one in document.sentences], start, side="right") - 1
    arm = np.zeros(n, dtype=np.int64)
    mentions = document.arms.mentions
    bounds = np.searchsorted(start, [(mention.start, mention.end) for mention in mentions]).reshape(-1, 2).tolist()
    for mention, (first, last) in zip(mentions, bounds):
        arm[first:last] = mention.arm + 1
    begun = np.concatenate([[0], arm[:-1]])
    flags = np.zeros((len(COUNTED), n + 1), dtype=np.int64)
    flags[0, 1:] = kind == DIGITS
    flags[1, 1:] = form == 1
    flags[2, 1:] = (form == 2) | (form == 3)
    flags[3, 1:] = form == 4
    flags[4, 1:] = form == 5
    flags[5, 1:] = kind == BREAK
    flags[6, 1:] = (arm > 0) & (arm != begun)
    at = np.searchsorted(start, [span[0] for span in facts])
    flags[7, np.minimum(at + 1, n)] = 1
    content = kind == CONTENT
    flags[8, 1:] = content & ~np.concatenate([content[1:], [False]])
    flags[9, 1:] = content
    flags[10, 1:] = form >= _VERBAL
    sums = flags.cumsum(axis=1)
    # A rolling hash of the words as a path sees them: what it grows by between two places is that of the words there.
    rolling = np.zeros(n + 1, dtype=np.uint64)
    np.cumsum(path.astype(np.uint64) * _powers(_PRIME, n), out=rolling[1:])
    _, inverse, counts = np.unique(word, return_inverse=True, return_counts=True)
    return Words(start, end, kind, word, ending, form, path, sentence, sums, rolling, exact, counts[inverse], arm)


@lru_cache(maxsize=8)
def _table(base: int, n: int) -> np.ndarray:
    return np.cumprod(np.concatenate([[1], np.full(n, base, dtype=np.uint64)]).astype(np.uint64))


def _powers(base: int, n: int) -> np.ndarray:
    """The powers of a number from 0 on, modulo 2**64; tables are kept by their rounded length."""
    return _table(base, 1 << max(12, n.bit_length()))[:n]


def find_phrases(words: Words, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The phrases that could be names, in the sentences that are wanted: first words and ends (half-open), in order.

    A phrase begins with a word of content, the first, second or last of those that stand together, and ends with the
    last; no verb, mark or other break stands within it.
    """
    n = len(words.start)
    none = np.zeros(0, dtype=np.int64)
    if n == 0:
        return none, none
    content = words.kind == CONTENT
    digits = words.kind == DIGITS
    part = content | digits
    before = np.concatenate([[False], part[:-1]])
    before2 = np.concatenate([[False], before[:-1]])
    after = np.concatenate([part[1:], [False]])
    changed = np.concatenate([[True], words.sentence[1:] != words.sentence[:-1]])
    block = np.cumsum((words.kind == MARK) | (words.kind == BREAK) | changed)
    in_arm = words.arm > 0
    arm_first = in_arm & (np.concatenate([[0], words.arm[:-1]]) != words.arm)
    arm_last = in_arm & (np.concatenate([words.arm[1:], [0]]) != words.arm)
    ok = wanted[words.sentence]
    verb = words.form >= _VERBAL
    begins = part & ok & (~before | ~before2 | ~after | arm_first | np.concatenate([[False], verb[:-1]]))
    ends = part & ok & (~after | arm_last | np.concatenate([verb[1:], [False]]))
    stop = np.flatnonzero(ends)[:, None]
    at = stop - np.arange(LONGEST)
    inside, at = at >= 0, np.maximum(at, 0)
    good = begins[at] & (block[at] == block[stop]) & inside
    first, end = at[good], np.broadcast_to(stop + 1, at.shape)[good]
    # Bare numbers are no names.
    some = words.sums[9, end] > words.sums[9, first]
    first, end = first[some], end[some]
    order = np.lexsort((end, first))
    return first[order], end[order]


def mixed(columns: np.ndarray, salts: np.ndarray) -> np.ndarray:
    """Hashes of hashes, 1 to :data:`SIZE` - 1, salted by column (the finalizer of MurmurHash3, Appleby)."""
    values = columns.astype(np.uint32) * np.uint32(0x9E3779B1)
    values += salts.astype(np.uint32) * np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(15)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(13)
    values &= np.uint32(SIZE - 1)
    return np.maximum(values, 1).astype(np.intp)


BAG = 8


def phrase_features(words: Words, first: np.ndarray, end: np.ndarray) -> np.ndarray:
    """What a phrase says by itself: (phrases, features)."""
    n = len(words.start)
    if not len(first):
        return np.zeros((0, 1), dtype=np.int64)
    pad = 3
    word = np.zeros(n + 2 * pad, dtype=np.int64)
    word[pad : pad + n] = words.word
    kind = np.full(n + 2 * pad, MARK)
    kind[pad : pad + n] = words.kind
    f, e = first + pad, end + pad
    size = end - first
    # The head: the last word of content before the first link.
    sums = words.sums
    names = sums[8, end] - sums[8, first]
    ends_at = np.flatnonzero(np.diff(sums[8]))
    head_at = ends_at[np.minimum(sums[8, first], len(ends_at) - 1)] if len(ends_at) else first
    head = words.word[np.clip(head_at, 0, n - 1)]
    last = word[e - 1]
    before1, before2, after1, after2 = word[f - 1], word[f - 2], word[e], word[e + 1]
    small = np.minimum(size, 6)
    often = np.minimum(words.often[np.clip(head_at, 0, n - 1)], 6)
    arm_first, arm_last = words.arm[first], words.arm[end - 1]
    arm = np.where((arm_first > 0) & (arm_first == arm_last), 2, 0) + ((arm_first > 0) | (arm_last > 0))
    exact = (arm == 3) & (sums[6, end] - sums[6, first] <= 1)
    left_arm = np.where(first > 0, words.arm[np.maximum(first - 1, 0)] == arm_first, False) & (arm_first > 0)
    right_arm = np.where(end < n, words.arm[np.minimum(end, n - 1)] == arm_last, False) & (arm_last > 0)
    arm = arm * 4 + left_arm * 2 + right_arm + 16 * exact
    form = words.form[first] * 256 + words.form[end - 1]
    verbs = np.minimum(sums[10, end] - sums[10, first], 2) * 4 + 2 * (words.form[first] >= _VERBAL)
    verbs += words.form[end - 1] >= _VERBAL
    columns = [
        head, last, word[f], words.ending[np.clip(head_at, 0, n - 1)], words.ending[end - 1],
        before1, before2 * 31 + before1, after1, after2 * 31 + after1, before1 * 31 + head, last * 31 + after1,
        form, small, names, small * 8 + names, arm, arm * 8 + small, often, head * 8 + often,
        before1 * 31 + after1, word[f] * 31 + word[f + 1], kind[f - 1] * 8 + kind[e],
        verbs, verbs * 8 + names, words.ending[first],
    ]  # fmt: skip
    own = mixed(np.stack(columns, axis=1), np.arange(1, len(columns) + 1, dtype=np.uint64))
    reach = np.arange(BAG)
    at = first[:, None] + reach
    inside = at < end[:, None]
    at = np.minimum(at, n - 1)
    inside &= words.kind[at] == CONTENT
    bag = mixed(words.word[at], np.full(BAG, 77, dtype=np.uint64))
    bag[~inside] = 0
    return np.concatenate([own, bag], axis=1)


_STEPS = np.array([0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10])


def pair_features(words: Words, facts: np.ndarray, which: np.ndarray, first: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How phrases lie to facts: (pairs, features).

    ``facts`` has a row a fact: its first word, end, detail, rank and size of its run, the words of its unit. ``which``,
    ``first`` and ``end`` are the pairs: the index of the fact, and the phrase.
    """
    n = len(words.start)
    own = facts[which]
    fact_first, fact_end, detail, rank, run, unit = (own[:, i] for i in range(6))
    ahead = end <= fact_first
    behind = first >= fact_end
    order = np.where(ahead, 0, np.where(behind, 1, 2))
    left = np.where(ahead, end, np.where(behind, fact_end, first))
    right = np.where(ahead, fact_first, np.where(behind, first, first))
    distance = right - left
    step = _STEPS[np.minimum(distance, len(_STEPS) - 1)]
    here = words.sentence[np.minimum(fact_first, n - 1)]
    away = np.clip(here - words.sentence[first], -1, 3) + 1
    between = words.sums[:, right] - words.sums[:, left]
    number, comma, colon, opened, closed, broken, arms, passed, names, content, verbs = np.minimum(between, 7)
    where = order * 5 + away
    # The path between: the words but those of content, hashed, where it is short.
    path = ((words.rolling[right] - words.rolling[left]) * _powers(_INVERSE, n + 1)[left]) >> np.uint64(20)
    path = np.where(distance <= 10, path, 0).astype(np.int64)
    # The place of the phrase in its sentence, among the arms of it.
    begins = np.searchsorted(words.sentence, np.arange(words.sentence[-1] + 2) if n else np.zeros(1))
    sentence_first, sentence_end = begins[words.sentence[first]], begins[words.sentence[first] + 1]
    arm_rank = np.minimum(words.sums[6, np.minimum(first + 1, n)] - words.sums[6, sentence_first], 4)
    arm_all = np.minimum(words.sums[6, sentence_end] - words.sums[6, sentence_first], 4)
    is_arm = words.arm[first] > 0
    exact = is_arm & (words.arm[np.minimum(end, n) - 1] == words.arm[first])
    marks = np.minimum(comma, 2) + 3 * np.minimum(colon, 1) + 6 * np.minimum(opened, 2) + 18 * np.minimum(closed, 2)
    begin = np.minimum(first - sentence_first, 3)
    last = words.word[end - 1]
    before_fact = words.word[np.maximum(fact_first - 1, 0)]
    after_phrase = words.word[np.minimum(end, n - 1)]
    before_phrase = words.word[np.maximum(first - 1, 0)]
    after_fact = words.word[np.minimum(fact_end, n - 1)]
    touch = np.where(ahead, after_phrase * 31 + before_fact, after_fact * 31 + before_phrase)
    numbered = np.minimum(rank, 4) * 8 + np.minimum(run, 4)
    columns = [
        where, where * 16 + step, where * 16 + np.minimum(names, 7), where * 8 + number, where * 8 + passed,
        where * 8 + broken, where * 64 + marks, where * 8 + arms, path * 8 + where, path * 64 + where * 8 + exact,
        (where * 16 + step) * 64 + marks, (where * 8 + passed) * 8 + broken, (where * 8 + broken) * 8 + names,
        detail * 32 + where, (detail * 32 + where) * 16 + step, unit * 8 + last, unit * 31 + words.word[first],
        touch, before_phrase * 16 + where, after_phrase * 16 + where, begin * 32 + where,
        ((numbered * 8 + arm_rank) * 8 + arm_all) * 4 + order * 2 + exact + (away > 1) * 77777,
        (arms * 8 + passed) * 32 + where * 2 + exact, (where * 8 + arms) * 16 + step, before_fact * 32 + where,
        after_fact * 32 + where, numbered * 32 + where, (where * 8 + np.minimum(opened, 2)) * 8 + np.minimum(closed, 2),
        (where * 8 + number) * 8 + np.minimum(names, 7), (where * 2 + exact) * 16 + step,
        (np.minimum(end - first, 5) * 32 + where) * 8 + broken,
        after_phrase * 31 + before_phrase * 7 + where, where * 4 + np.minimum(verbs, 3),
        ((where * 8 + broken) * 4 + np.minimum(verbs, 3)) * 8 + names,
    ]  # fmt: skip
    table = np.empty((len(columns), len(first)), dtype=np.uint32)
    for row, column in zip(table, columns):
        row[:] = column
    return mixed(table, _PAIR_SALTS[: len(columns), None]).T


_PAIR_SALTS = np.arange(1001, 1101, dtype=np.uint32)


def none_features(words: Words, facts: np.ndarray) -> np.ndarray:
    """What speaks for a fact without a name: (facts, features)."""
    n = len(words.start)
    first, end, detail, rank, run, unit = (facts[:, i] for i in range(6))
    sentence = words.sentence[np.minimum(first, n - 1)]
    begins = np.searchsorted(words.sentence, np.arange(words.sentence[-1] + 2))
    start, stop = begins[sentence], begins[sentence + 1]
    arms_before = np.minimum(words.sums[6, first] - words.sums[6, start], 4)
    arms_after = np.minimum(words.sums[6, stop] - words.sums[6, np.minimum(end, stop)], 4)
    earlier = begins[np.maximum(sentence - 1, 0)]
    arms_earlier = np.minimum(words.sums[6, start] - words.sums[6, earlier], 4)
    arms_all = np.full(len(first), min(int(words.arm.max(initial=0)), 6))
    pad = 6
    word = np.zeros(n + 2 * pad, dtype=np.int64)
    word[pad : pad + n] = words.word
    around = [word[first + pad - offset] for offset in (1, 2, 3, 4)] + [word[end + pad + offset] for offset in range(4)]
    inside = [word[np.minimum(first + offset, end - 1) + pad] for offset in (0, 1, 2, 3)]
    numbered = np.minimum(rank, 4) * 8 + np.minimum(run, 4)
    near = arms_before * 8 + arms_after
    columns = [
        np.zeros_like(first), near, near * 8 + arms_earlier, near * 64 + numbered, arms_all, arms_all * 64 + near,
        detail,
        detail * 64 + near, numbered, sentence.clip(0, 5), sentence.clip(0, 5) * 64 + near, unit, unit * 64 + near,
        *around, *inside, around[1] * 31 + around[0], around[4] * 31 + around[5], around[0] * 64 + near,
        around[4] * 64 + near,
    ]  # fmt: skip
    own = mixed(np.stack(columns, axis=1), np.arange(2001, 2001 + len(columns), dtype=np.uint64))
    reach = np.arange(-10, 0)
    at = first[:, None] + reach
    inside_ = (at >= start[:, None]) & (words.kind[np.maximum(at, 0)] != MARK)
    bag = mixed(words.word[np.maximum(at, 0)], np.full(len(reach), 2999, dtype=np.uint64))
    bag[~inside_] = 0
    return np.concatenate([own, bag], axis=1)
