"""Sample sizes: counts of the participants who are in the study or in a group of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trialfacts.counts.approached import approach
from trialfacts.counts.arm_lists import read_arm_list
from trialfacts.counts.assigned_totals import read_assigned_total
from trialfacts.counts.bare_counts import read_bare, read_loose, read_named, read_paren, read_sex
from trialfacts.counts.compared_pairs import read_compared_pairs
from trialfacts.counts.count_groups import arm_name
from trialfacts.counts.count_roles import Told, rejected
from trialfacts.counts.count_sums import mark_sums
from trialfacts.counts.counted_nouns import read_noun
from trialfacts.counts.event_parts import part_of_events
from trialfacts.counts.flow import read_flow
from trialfacts.counts.given_pairs import read_given_pairs
from trialfacts.counts.group_lists import read_group_list
from trialfacts.counts.head_counts import Count, Reading, find_counts, in_bracket, link
from trialfacts.counts.parallel_arms import read_parallel_arms
from trialfacts.counts.partitions import read_partitions
from trialfacts.counts.regrouping import regroup
from trialfacts.counts.remainders import read_remainders
from trialfacts.counts.settling import first_arm, settled
from trialfacts.counts.signed_counts import read_n
from trialfacts.counts.wholes import whole_of_arms
from trialfacts.document import Document
from trialfacts.facts import SampleSize
from trialfacts.owners import Candidate

_READERS: dict[str, Callable[[Count, Told], Reading | None]] = {
    "n": read_n,
    "bare": read_bare,
    "loose": read_loose,
    "paren": read_paren,
    "sex": read_sex,
    "named": read_named,
}


# Rules that the flow of participants does not overrule.
_SURE = ("group-list", "partition", "assigned-total", "remainder", "given-pair", "compared-pair")


def extract(document: Document) -> Iterator[Candidate]:
    """The sample sizes of a document, each with its role and, for arms and subgroups, the group as written."""
    told = Told(document.text, document.words, document.numbers)
    read: list[Count] = []
    found: list[Count] = []
    for counts in find_counts(document):
        mark_sums(counts, told.totals)
        found += counts
        for count in link(counts):
            reading = count.reading = settled(count, _read(count, told))
            if reading is not None:
                if (whole := whole_of_arms(count, told)) is not None and whole.reading is not None:
                    told.add(whole, whole.reading)
                    read.append(whole)
                told.add(count, reading)
                read.append(count)
    for count, reading in (
        *read_partitions(found, told),
        *read_remainders(found, told),
        *read_given_pairs(found, told),
        *read_compared_pairs(found, told),
        *read_parallel_arms(found, told),
    ):
        if count.reading is None:
            read.append(count)
        count.reading = reading
    if (arm := first_arm(read)) is not None:
        arm.reading = Reading("arm", arm_name(arm), "first-arm", 0.8)
    read.sort(key=lambda count: count.start)
    regroup(read, document.text)
    sure = {one.number.index for one in read if one.reading is not None and one.reading.rule in _SURE}
    flow = {step.number.index: step for step in read_flow(document, read) if step.number.index not in sure}
    approach(read, {step.start: int(step.number.value) for step in flow.values() if step.role == "excluded"})
    for step in flow.values():
        fact = SampleSize(n=int(step.number.value), role=step.role)
        yield Candidate(fact, step.start, step.end, step.claims, step.rule, step.score)
    for count in read:
        if (reading := count.reading) is None or count.number.index in flow:
            continue
        group = reading.group if reading.role in ("arm", "subgroup") else None
        fact = SampleSize(n=count.n, role=reading.role, group=group)
        # "57 patients (79%) completed the study" is a proportion and a sample size besides, and its number's.
        numbers = () if reading.rule.startswith("percent") else (count.number.index,)
        yield Candidate(fact, count.start, count.end, numbers, reading.rule, reading.score)


def _of_events(count: Count, told: Told) -> bool:
    """Whether a count and the one beside it add up to so many events, and to nobody who was told before."""
    return any(
        left is not None
        and right is not None
        and left.n + right.n not in told.totals
        and part_of_events(told.text, told.numbers, left.number.index, right.number.index, count.sentence.start)
        for left, right in ((count, count.next), (count.previous, count))
    )


def _read(count: Count, told: Told) -> Reading | None:
    """What a count says, or None."""
    if rejected(count):
        return None
    if (listed := read_group_list(count)) is not None:
        return listed
    if count.phrase is not None and (count.form == "noun" or (count.form == "n" and not in_bracket(count.before))):
        reading = read_noun(count, count.phrase, told)
    else:
        reading = _READERS[count.form](count, told)
    reading = read_assigned_total(count, told, read_arm_list(count, told, reading))
    if reading is not None and reading.role == "arm" and count.form != "n" and _of_events(count, told):
        return None
    if reading is not None and count.form != "n" and told.hypothetical(count):
        return None
    return reading
