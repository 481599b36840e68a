"""Counts of people that must add up."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from trialfacts.checks.common import CONSISTENT, INCONSISTENT, UNKNOWN, Context, Finding, finding
from trialfacts.facts import SampleSize
from trialfacts.links import arm_key

_WHOLE = ("randomized", "enrolled", "analyzed", "completed")
# Others may have left between the total and its parts.
_LEFT = re.compile(
    r"exclu|withdr|lost to|drop(?:ped)?[ -]?out|discontinu|ineligible|analy[sz]ed|evaluable|of whom|did not"
    r"|run-in|remaining|crossover|cross-over|2 ?[x\u00d7] ?2|factorial|both",
    re.I,
)
# A rest of more people than this that the sentence prints is a further arm ("and 368 had none"); a lesser number there
# may be anything ("in a 2:1 ratio").
_FEW = 9
_INTEGER = re.compile(r"(?<![\d.,])\d{1,6}(?![\d.,]*\d)")
_SEXES = (
    re.compile(r"^(?:(?:wo)?m[ae]n|(?:fe)?males?|boys?|girls?|[MF])(?: patients| subjects)?$", re.I),
    re.compile(r"^(?:wom[ae]n|females?|girls?|F)\b", re.I),
)


def check_arms(context: Context) -> Iterator[Finding]:
    """The arms of a list add to the total that was randomized or enrolled.

    Inconsistent only where the same sentence tells the total and speaks of nobody who left, and those who are told
    elsewhere to have left do not explain it.
    """
    for arms in _lists(context, "arm"):
        total = sum(fact.n for fact in arms)
        added = " + ".join(str(fact.n) for fact in arms)
        if total in context.totals:
            whole = next((fact for fact in context.sizes if fact.role in _WHOLE and fact.n == total), None)
            facts = [*arms, *([whole] if whole else [])]
            yield finding("arms", facts, str(total), added, CONSISTENT, f"the arms add to the total: {added} = {total}")
            continue
        sentence = context.sentence_index(arms[0].start)
        told = [
            fact
            for fact in context.sizes
            if fact.role in ("randomized", "enrolled")
            and fact.start < arms[0].start
            and context.sentence_index(fact.start) == sentence
        ]
        if not told:
            continue
        whole = told[-1]
        left = _left(context, whole.n - total)
        if left:
            message = f"the arms add to the total with those who left: {added} + {whole.n - total} = {whole.n}"
            yield finding("arms", [*arms, *left, whole], str(whole.n), str(total), CONSISTENT, message)
            continue
        sums = {sum(fact.n for fact in arms[i:j]) for i in range(len(arms)) for j in range(i + 2, len(arms) + 1)}
        sure = (
            len(told) == 1
            and not _prints(context.sentence(arms[0].start), sums)
            and not _prints(context.sentence(arms[0].start), range(total + 1, whole.n))
            and not (whole.n - total > _FEW and _prints(context.sentence(arms[0].start), {whole.n - total}))
            and not _LEFT.search(context.sentence(arms[0].start))
            and 0.8 <= total / whole.n <= 1.25
            and not _between(context, whole, arms)
        )
        message = f"the arms {added} add to {total}, but {whole.n} are told"
        verdict = INCONSISTENT if sure else UNKNOWN
        yield finding("arms", [*arms, whole], str(whole.n), str(total), verdict, message)


def _left(context: Context, missing: int) -> list[SampleSize]:
    """Those who left, where one such count or all of them together are the number that is missing."""
    left = [fact for fact in context.sizes if fact.role == "excluded"]
    alone = [fact for fact in left if fact.n == missing]
    return alone[:1] or (left if left and sum(fact.n for fact in left) == missing else [])


def _prints(sentence: str, numbers: Container[int]) -> bool:
    """Whether a sentence prints one of these numbers."""
    return any(int(match.group()) in numbers for match in _INTEGER.finditer(sentence))


def _between(context: Context, whole: SampleSize, arms: list[SampleSize]) -> bool:
    """Whether other counts of people stand between a total and its arms."""
    return any(whole.end <= fact.start < arms[-1].end and fact not in arms for fact in context.sizes)


def check_subgroups(context: Context) -> Iterator[Finding]:
    """Men and women add to those of whom the text speaks; the total must stand before them in the sentence."""
    for parts in _lists(context, "subgroup"):
        if len(parts) != 2 or not all(_SEXES[0].match(fact.group or "") for fact in parts):
            continue
        if bool(_SEXES[1].match(parts[0].group or "")) == bool(_SEXES[1].match(parts[1].group or "")):
            continue
        total = parts[0].n + parts[1].n
        added = f"{parts[0].n} {parts[0].group} + {parts[1].n} {parts[1].group}"
        whole = next((fact for fact in context.sizes if fact not in parts and fact.n == total), None)
        if whole is not None:
            message = f"{added} = {total}, the number told"
            yield finding("subgroups", [*parts, whole], str(total), str(total), CONSISTENT, message)
            continue
        sentence = context.sentence_index(parts[0].start)
        told = [
            fact
            for fact in context.sizes
            if fact.start < parts[0].start
            and context.sentence_index(fact.start) == sentence
            and fact.role != "excluded"
        ]
        if told:
            whole = told[-1]
            sure = len(told) == 1 and parts[0].start - whole.end <= 60
            sentence_text = context.sentence(parts[0].start)
            sure = sure and not _prints(sentence_text, {total}) and " each " not in sentence_text
            verdict = INCONSISTENT if sure else UNKNOWN
            message = f"{added} are {total}, but {whole.n} are told"
            yield finding("subgroups", [*parts, whole], str(whole.n), str(total), verdict, message)


def _lists(context: Context, role: str) -> Iterator[list[SampleSize]]:
    """Runs of two or more counts of a role, of different groups, in one sentence."""
    run: list[SampleSize] = []
    sentence = -1
    for fact in context.sizes:
        if fact.role != role or not fact.group:
            continue
        here = context.sentence_index(fact.start)
        again = any(arm_key(fact.group) == arm_key(one.group or "") for one in run)
        if run and (here != sentence or again):
            if len(run) > 1:
                yield run
            run = []
        run.append(fact)
        sentence = here
    if len(run) > 1:
        yield run


def check_flow(context: Context) -> Iterator[Finding]:
    """Those who completed and those who left add to those who began.

    Inconsistent only where one sentence tells all three and more stayed or left than began.
    """
    completed = [fact for fact in context.sizes if fact.role in ("completed", "analyzed")]
    excluded = [fact for fact in context.sizes if fact.role == "excluded"]
    if not completed or not excluded:
        return
    wholes = [fact for fact in context.sizes if fact.role in ("randomized", "enrolled", "screened")]
    left = sum(fact.n for fact in excluded)
    for stayed in completed[:3]:
        for whole in wholes[:4]:
            for gone, leavers in ((left, excluded), *((fact.n, [fact]) for fact in excluded[:3])):
                if stayed.n + gone == whole.n:
                    message = f"{stayed.n} stayed and {gone} left: the {whole.n} who began"
                    facts = [whole, stayed, *leavers]
                    yield finding("flow", facts, str(whole.n), str(whole.n), CONSISTENT, message)
                    return
    for whole in wholes:
        here = context.sentence_index(whole.start)
        near = [fact for fact in (*completed, *excluded) if context.sentence_index(fact.start) == here]
        if len(near) == 2 and near[0].role != near[1].role and whole.start < near[0].start and len(excluded) == 1:
            total = near[0].n + near[1].n
            message = f"{near[0].n} stayed and {near[1].n} left: {total}, but {whole.n} began"
            verdict = INCONSISTENT if total > whole.n and len(wholes) == 1 else UNKNOWN
            yield finding("flow", [whole, *near], str(whole.n), str(total), verdict, message)
            return
