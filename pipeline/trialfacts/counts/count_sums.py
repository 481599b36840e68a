"""Counts that add up: "89 patients, of whom 45 applied zidolol and 44 vehicle"."""

from __future__ import annotations

from trialfacts.counts.head_counts import Count

# The most parts that a total is told in, and the smallest total at which an equal sum is no accident.
_MOST_PARTS = 6
_LEAST = 7


def mark_sums(counts: list[Count], known: set[int]) -> None:
    """Sets ``whole`` of the counts of a sentence that, side by side, add up to a total.

    The total is one of ``known`` (those told before), or counted in the sentence shortly before or after its parts.
    """
    told = [0 if count.form == "loose" else count.n for count in counts]
    if not any(told):
        return  # loose numbers alone tell no total that they could add up to
    sizes = [count.n for count in counts]
    for first, count in enumerate(counts):
        if count.whole:
            continue
        if count.form == "loose" and first and _run_on(counts[first - 1], count):
            continue  # "on days 3, 7, 11, 15"
        size, forms = sizes[first], {count.form}
        for last in range(first + 1, min(first + _MOST_PARTS, len(counts))):
            size += sizes[last]
            forms.add(counts[last].form)
            mixed = len(forms) > 1 and "loose" in forms
            if mixed and ("n" in forms or any(map(_other_thing, counts[first : last + 1]))):
                break
            # A list of loose numbers adds up to many things: its total stands in the sentence.
            if size >= _LEAST and (
                size in told[max(0, first - 5) : first]
                or size in told[last + 1 : last + 2]
                or (size in known and (mixed or "loose" not in forms))
            ):
                for part in counts[first : last + 1]:
                    part.whole = size


def _run_on(left: Count, right: Count) -> bool:
    """Whether two bare numbers stand in one list with nothing said of either."""
    return left.form == "loose" and left.after[: right.start - left.end] in (", ", ",")


def _other_thing(count: Count) -> bool:
    """ "(62 patients) or four injections (58 patients)" """
    return count.form == "loose" and count.n < 5 and count.after[:1] == " "


# "2519 cancer cases (1061 in men, 1458 in women)"
def of_no_people(count: Count) -> bool:
    """Whether what a part is of was counted before it in the sentence, and is no sample size."""
    other = count.previous
    for _ in range(8):
        if other is None or other.n == count.whole:
            break
        other = other.previous
    return other is not None and other.n == count.whole and other.reading is None
