"""Counts that add up: "89 patients, of whom 45 applied zidolol and 44 vehicle"."""

from __future__ import annotations

from trialfacts.head_counts import Count

# The most parts that a total is told in, and the smallest total at which an equal sum is no accident.
_MOST_PARTS = 6
_LEAST = 7


def mark_sums(counts: list[Count], known: set[int]) -> None:
    """Sets ``whole`` of the counts of a sentence that, side by side, add up to a total.

    The total is one of ``known`` (those told before), or counted in the sentence shortly before or after its parts.
    """
    told = [0 if count.form == "loose" else count.n for count in counts]
    for first, count in enumerate(counts):
        size, parts = count.n, [count]
        if count.whole:
            continue
        for last in range(first + 1, min(first + _MOST_PARTS, len(counts))):
            size += counts[last].n
            parts.append(counts[last])
            forms = {part.form for part in parts}
            if "loose" in forms and len(forms) > 1 and ("n" in forms or any(map(_other_thing, parts))):
                break
            beside = told[max(0, first - 5) : first] + told[last + 1 : last + 2]
            # A list of loose numbers adds up to many things: its total stands in the sentence.
            if size >= _LEAST and (size in beside or (size in known and forms != {"loose"})):
                for part in parts:
                    part.whole = size


def _other_thing(count: Count) -> bool:
    """ "(62 patients) or four injections (58 patients)" """
    return count.form == "loose" and count.n < 5 and count.after[:1] == " "
