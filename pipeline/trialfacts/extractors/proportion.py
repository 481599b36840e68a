"""Proportions: how many participants had an outcome, an event or a characteristic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from trialfacts.attachment.attach import attach
from trialfacts.document import Document
from trialfacts.facts import Proportion
from trialfacts.mentions import Mention
from trialfacts.outcomes.arm_by_arm import share_by_arm
from trialfacts.outcomes.coordinated import for_each, share_out
from trialfacts.outcomes.going_on import is_set_against
from trialfacts.outcomes.nameless import is_given
from trialfacts.outcomes.of_proportions import outcome_of_proportion
from trialfacts.owners import Candidate
from trialfacts.proportions.compared_counts import compared_counts
from trialfacts.proportions.counts import Counts
from trialfacts.proportions.expression import Expression
from trialfacts.proportions.fractions import fractions
from trialfacts.proportions.labelled import labelled, share_slashed
from trialfacts.proportions.lists import breakdown, share_earlier, share_following, share_totals, some_of
from trialfacts.proportions.nobody import nothing
from trialfacts.proportions.percentages import Percentages
from trialfacts.proportions.runs import Runs
from trialfacts.proportions.told_percent import told_percents
from trialfacts.proportions.verdicts import Shares

# The rules whose counts are of the outcome told before them.
_AS_BEFORE = ("breakdown", "none-else", "run-next")

_BARE = ("events", "cases", "episodes")  # "relapses occurred in 12, with 5 |events| in the zidolol group"


def extract(document: Document) -> Iterator[Candidate]:
    """The proportions of a document, with the outcome and the group that each speaks of."""
    runs = Runs(document)
    expressions = list(_expressions(document, runs))
    expressions += nothing(document, runs)
    expressions += fractions(document)
    expressions += told_percents(document)
    expressions += _unread(expressions, compared_counts(document))
    expressions.sort(key=lambda expression: expression.start)
    if not expressions:
        return
    spans = [(e.start, e.end) for e in expressions]
    groups = _groups(document, expressions)
    share_slashed(document.text, spans, groups)
    share_totals(document, expressions)
    arms = labelled(document, spans)
    groups = [arms[at][0] if at in arms else group for at, group in enumerate(groups)]
    outcomes = _outcomes(document, expressions, groups, arms)
    _name_pairs(document.text, spans, outcomes)
    share_following(document.text, spans, outcomes)
    share_earlier(document.text, spans, outcomes)
    for_each(document, spans, outcomes)
    share_by_arm(document, spans, outcomes, groups)
    share_out(document, spans, outcomes, groups)
    for expression, outcome, group in zip(expressions, outcomes, groups, strict=True):
        if expression.rule == "itemized" and group == outcome:
            group = None  # "side effects were nausea (n = 12) and rash (n = 3)"
        fact = Proportion(
            outcome=outcome,
            count=expression.count,
            denominator=expression.denominator,
            percent=expression.percent,
            group=group,
        )
        numbers = tuple(expression.numbers)
        yield Candidate(
            fact, expression.start, expression.end, numbers, f"proportion-{expression.rule}", expression.score
        )


def _unread(told: list[Expression], others: Iterable[Expression]) -> list[Expression]:
    """Those of the others whose numbers are in none that were told."""
    read = {index for expression in told for index in expression.numbers}
    return [expression for expression in others if read.isdisjoint(expression.numbers)]


# "71%| v |69% men", "(60%| and |62% female)"
_AGAINST = re.compile(r" (?:vs?\.?|versus) ")


def _name_pairs(text: str, spans: list[tuple[int, int]], outcomes: list[str | None]) -> None:
    """Gives the first of two shares that are set side by side the outcome right behind the second, in place."""
    for at, ((start, end), (second, stop)) in enumerate(pairwise(spans)):
        behind = outcomes[at + 1]
        if behind is None or behind == outcomes[at] or not text.startswith(f" {behind}", stop):
            continue
        bracketed = text[start - 1] == "(" and text[end:second] == " and " and text.startswith(f" {behind})", stop)
        if bracketed or _AGAINST.fullmatch(text, end, second):
            outcomes[at] = behind


def _outcomes(
    document: Document,
    expressions: list[Expression],
    groups: list[str | None],
    arms: dict[int, tuple[str, int]],
) -> list[str | None]:
    """The outcome of each expression; ``arms``: those that are labelled with arms, see ``labelled``."""
    outcomes: list[str | None] = []
    outcome: str | None = None
    previous: tuple[int, str | None] = (-1000, None)
    rated: str | None = None  # what a list of ratings rates
    opened = -1  # the bracket whose values are labelled with arms
    for at, (expression, group) in enumerate(zip(expressions, groups, strict=True)):
        if at in arms:
            if arms[at][1] != opened:
                opened = arms[at][1]
                outcome = outcome_of_proportion(document, opened + 1, expression.end, -1, previous, group)
        elif expression.rule in _AS_BEFORE:
            outcome = expression.outcome or previous[1]
        elif expression.rule == "rated":
            if rated is None:
                before = expression.start - len(expression.outcome or "") - 4
                rated = outcome_of_proportion(document, before, expression.end, -1, previous)
            outcome = f"{rated or ''} {expression.outcome}".strip()
        else:
            rated = None
            told = expression.outcome
            if expression.rule == "count-percent" and told and group and told.lower() == group.lower():
                told = None  # "24 zidolol (92%) and 23 placebo (90%) patients relapsed"
            outcome = told or outcome_of_proportion(
                document, expression.start, expression.end, expression.noun_end, previous, group
            )
            if told and (told in _BARE and previous[0] >= document.sentence_at(expression.start).start):
                outcome = previous[1] or told
            elif told and is_given(document, told, expression.start, previous):
                outcome = previous[1]
            elif told and told.startswith("with") and is_set_against(document.text, previous[0], expression.start):
                outcome = previous[1] or told  # "in 12 of 87 with the gene versus 3 of 80 |without the gene|"
        previous = (expression.end, outcome)
        outcomes.append(outcome)
    return outcomes


def _groups(document: Document, expressions: list[Expression]) -> list[str | None]:
    """The arm that each expression is of; None where it is of several, or the text does not say."""
    parted = {at for at in range(len(expressions)) if _by_arm(document, expressions, at)}
    rest = [e for at, e in enumerate(expressions) if at not in parted]
    attached = iter(attach(document, [(e.start, _closed(document.text, e.start, e.end)) for e in rest]))
    groups = [None if at in parted else next(attached) for at in range(len(expressions))]
    for at, expression in enumerate(expressions):
        if at in parted:
            continue
        broken = at + 1 < len(expressions) and expressions[at + 1].rule == "breakdown" != expression.rule
        if broken and groups[at] == groups[at + 1]:
            groups[at] = None  # "four patients (|three in X and one in Y)"
        else:
            groups[at] = _arm_behind(document, expression.end) or groups[at]
    return groups


_PARTS = ("breakdown", "arm-part")
# Characters from a count to the bracket that breaks it down.
_BRACKET_WITHIN = 100


def _by_arm(document: Document, expressions: list[Expression], at: int) -> bool:
    """Whether the bracket behind a count breaks it down by arm, or tells that of one: "|11 relapses| (A 4, B 7)"."""
    whole = expressions[at]
    if whole.rule in _PARTS or whole.count is None:
        return False
    rest, last = whole.count, at
    while last + 1 < len(expressions) and expressions[last + 1].rule in _PARTS and rest > 0:
        last += 1
        rest -= expressions[last].count or 0
    opening = document.text.find("(", whole.end, whole.end + _BRACKET_WITHIN)
    if opening < 0 or last == at or expressions[at + 1].start < opening:
        return False
    if document.arms.within(whole.start, opening):
        return False
    close = document.text.find(")", expressions[last].end)
    names = {mention.name for mention in document.arms.within(opening, close)}
    return len(names) > 1 if not rest and last > at + 1 else len(names) == 1 and last == at + 1


def _arm_behind(document: Document, end: int) -> str | None:
    """The arm that closes the bracket of a count: "3.4% (n = 3|, zidolol)|"."""
    if not document.text.startswith((", ", "; "), end):
        return None
    arms = document.arms.within(end + 2, end + 3)
    closed = arms and document.text.startswith((")", "]"), arms[0].end)
    return arms[0].name if closed else None


# "28%| [95% confidence interval (CI) 19% to 37%]| for zidolol"
_INTERVAL_NAMED = re.compile(r" [(\[]9\d ?% confidence intervals? [(\[][^()\[\]]{2,8}[)\]][^()\[\]]{3,40}[)\]]", re.I)


def _closed(text: str, start: int, end: int) -> int:
    """Where the bracket closes that an expression leaves open, "24% (18/75|; 95% CI 15-35%)|", or with its interval."""
    if (named := _INTERVAL_NAMED.match(text, end)) is not None:
        return named.end()
    if "(" not in text[start:end] or text[end - 1] == ")":
        return end
    close = text.find(")", end, end + 50)
    rest = text[end:close] if close >= 0 else "("
    return end if "(" in rest or " v" in rest else close + 1


class _Reader:
    """Reads the expression that begins at a mention, if there is one; ``taken``: the numbers of labelled intervals."""

    def __init__(self, document: Document, taken: set[int], runs: Runs) -> None:
        self.document = document
        self.shares = Shares(document)
        self.percentages = Percentages(document, taken, self.shares)
        self.counts = Counts(document, taken, runs)

    def read(self, mention: Mention) -> Iterator[Expression]:
        """The expressions that begin at a mention, in order."""
        first, second = mention.first, mention.second
        shares, percentages = self.shares, self.percentages
        if mention.shape == "fraction":
            if first.percent and mention.percent and second is not None:
                triple = self.document.text[mention.end : mention.end + 1] == "/"
                if triple and self.document.sentence_at(mention.start).section != "results":
                    return  # "ACR 20%/50%/70%"
                yield from percentages.read(first)  # "80.1%/69.8% in X and Y"
                yield from percentages.read(second)
            elif second is not None and second.percent and first.decimals == second.decimals > 0:
                yield from percentages.bare(first, second.percent_end, "percent-shared", 0.9)
                yield from percentages.read(second)  # "made up 27.9/29.2%"
            elif second is not None and self.counts.of_two_arms(mention):
                for number in (first, second):
                    yield Expression(
                        number.start, number.end, int(number.value), None, None, [number.index], "two-arms", 0.9
                    )
            elif (found := self.counts.fraction(mention)) is not None:
                yield found
        elif mention.shape == "pm":
            if mention.percent and shares.is_share(mention.start, mention.end, first.value, pm=True):
                numbers = list(mention.numbers)
                yield Expression(
                    *(first.start, mention.end, None, None, first.value, numbers), rule="percent-spread", score=0.98
                )
        elif (
            mention.shape == "range"
            and mention.percent
            and not first.percent
            and (first.value > 0 or first.decimals or second is not None and second.value < 40)
        ):  # "0-100%" is a scale
            yield from percentages.ends(mention)
        elif first.percent:
            yield from percentages.read(first)
            if second is not None and second.percent:
                yield from percentages.read(second)
        elif mention.shape == "single":
            if (found := self.counts.read(first)) is not None:
                yield found
            if (found is None or found.percent is None) and percentages.shared_percent(first):
                yield from percentages.bare(first, first.end, "percent-shared", 0.93)

    def note(self, expression: Expression) -> None:
        """Remember an expression: those behind it may be compared or listed with it."""
        if expression.count is not None:
            self.counts.lone.last = expression.end
        if expression.percent is not None:
            self.shares.judged = self.shares.after_interval(expression.start, expression.end), True


def _expressions(document: Document, runs: Runs) -> Iterator[Expression]:
    labelled = [interval for interval in document.intervals if interval.labelled]
    taken = {index for interval in labelled for index in interval.numbers}
    own = [i for i in labelled if "differ" not in document.text[i.start : i.start + 30]]
    bounds = {i.value.index: i.numbers for i in own if i.value is not None and i.value.percent}
    reader = _Reader(document, taken, runs)
    done = -1
    for mention in document.mentions:
        if mention.first.index <= done or mention.first.index in taken or document.in_furniture(mention.start):
            continue
        for expression in reader.read(mention):
            for index in tuple(expression.numbers):
                expression.numbers += [i for i in bounds.get(index, ()) if i not in expression.numbers]
            reader.note(expression)
            yield expression
            parts = breakdown(document, taken, expression) or some_of(document, expression)
            yield from parts
            done = max(done, *expression.numbers, *(index for part in parts for index in part.numbers))
