"""Facts, marked texts and evaluations as a person reads them in a terminal, 80 to 120 columns wide."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from trialfacts.compare import ERRORS, N_TOTAL, Comparison
from trialfacts.evaluate import Evaluation, Pair, Score, fields_that_differ
from trialfacts.facts import (
    KINDS,
    DocumentFacts,
    Dose,
    Estimate,
    Fact,
    Measurement,
    Proportion,
    PValue,
    SampleSize,
    Scale,
)

COLOURS = {
    "p_value": "magenta",
    "sample_size": "green",
    "dose": "cyan",
    "scale": "yellow",
    "measurement": "blue",
    "proportion": "red",
    "estimate": "bright_magenta",
}
# What a terminal could take for a command; line feeds stay in a marked text.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def make_console(file: IO[str] | None = None) -> Console:
    """The console that reports are printed on: standard output, at most 120 columns wide."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    console.width = max(40, min(console.width, 120))
    return console


def harmless(text: str) -> str:
    """Text without characters that a terminal obeys."""
    return _CONTROL.sub(" ", text)


def one_line(text: str) -> str:
    """Text on one line, each run of white space one space."""
    return harmless(" ".join(text.split()))


# What a fact says, in words.


def reading(fact: Fact) -> str:
    """What was read from a quote, in one line: ``zidolol 50 mg, 2 per day, for 6 weeks, oral``."""
    return one_line(_READINGS[fact.kind](fact))


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.10g}"


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _p_value(fact: PValue) -> str:
    said = "P = NS" if fact.value is None else f"P {fact.op} {_number(fact.value)}"
    return said + (", the criterion" if fact.threshold else "")


def _sample_size(fact: SampleSize) -> str:
    return _joined(f"{_number(fact.n)} {fact.role}", fact.group)


def _dose(fact: Dose) -> str:
    amount = _number(fact.amount) + ("" if fact.amount_high is None else f" to {_number(fact.amount_high)}")
    what = " ".join(part for part in (fact.drug, amount, fact.unit) if part)
    how_long = f"for {_span(fact.duration)}" if fact.duration else None
    repeated = f"repeated for {_span(fact.repeated_for)}" if fact.repeated_for else None
    return _joined(what, _frequency(fact.frequency), how_long, repeated, fact.route)


def _frequency(frequency: Mapping[str, Any] | None) -> str | None:
    if not frequency:
        return None
    times, every, unit = (frequency.get(part) for part in ("times", "every", "unit"))
    if unit is None:
        return "once" if times == 1 else f"{_number(times)} times"
    return f"{_number(times)} per {unit}" if every in (1, None) else f"{_number(times)} per {_number(every)} {unit}s"


def _span(span: Mapping[str, Any]) -> str:
    value, unit = span.get("value"), span.get("unit") or ""
    return f"{_number(value)} {unit}" + ("s" if value != 1 and unit else "")


def _scale(fact: Scale) -> str:
    return fact.name + (f" ({fact.abbreviation})" if fact.abbreviation else "")


def _measurement(fact: Measurement) -> str:
    parts = [fact.stat, None if fact.value is None else _number(fact.value), fact.unit, _dispersion(fact.dispersion)]
    value = " ".join(part for part in parts if part)
    return _joined(f"{fact.measure}: {value}" if fact.measure else value, fact.group, fact.time)


def _dispersion(spread: Mapping[str, Any] | None) -> str | None:
    if not spread:
        return None
    kind, value = spread.get("type"), spread.get("value")
    if value is not None:
        return f"\u00b1 {_number(value)}" + ("" if kind == "pm" else f" {kind}")
    return f"({kind} {_number(spread.get('low'))} to {_number(spread.get('high'))})"


def _proportion(fact: Proportion) -> str:
    counts = None if fact.count is None and fact.denominator is None else _number(fact.count)
    if counts and fact.denominator is not None:
        counts += f" of {_number(fact.denominator)}"
    percent = None if fact.percent is None else f"{_number(fact.percent)}%"
    value = f"{counts} ({percent})" if counts and percent else counts or percent or ""
    return _joined(f"{fact.outcome}: {value}" if fact.outcome else value, fact.group)


def _estimate(fact: Estimate) -> str:
    value = f"{fact.type} {_number(fact.value)}"
    if fact.ci_low is not None or fact.ci_high is not None:
        level = "" if fact.level is None else f"{_number(fact.level)}% "
        value += f" ({level}CI {_number(fact.ci_low)} to {_number(fact.ci_high)})"
    return _joined(value, fact.outcome)


_READINGS: dict[str, Any] = {
    "p_value": _p_value,
    "sample_size": _sample_size,
    "dose": _dose,
    "scale": _scale,
    "measurement": _measurement,
    "proportion": _proportion,
    "estimate": _estimate,
}


# One document.


def document_report(facts: DocumentFacts, title: str | None = None) -> RenderableType:
    """The facts of one document, kind by kind, below its name; then what is inconsistent, and unclaimed numbers."""
    head = Text(one_line(facts.doc_id), style="bold")
    head.append(f"   n_total {'not told' if facts.n_total is None else facts.n_total}", style="default not bold")
    parts: list[RenderableType] = [head]
    if title:
        parts.append(Text(one_line(title), style="italic"))
    parts.append(_facts_table(facts) if facts.facts else Text("no facts", style="dim"))
    parts += [finding_line(finding, facts) for finding in facts.checks if finding["verdict"] == "inconsistent"]
    if facts.unclaimed:
        numbers = ", ".join(one_line(number["quote"]) for number in facts.unclaimed[:40])
        more = f" and {len(facts.unclaimed) - 40:,} more" if len(facts.unclaimed) > 40 else ""
        parts.append(Text(f"unclaimed numbers: {numbers}{more}", style="dim"))
    return Group(*parts, Text())


def _facts_table(facts: DocumentFacts) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("kind", no_wrap=True)
    table.add_column("quote", ratio=3, overflow="fold")
    table.add_column("read as", ratio=4, overflow="fold")
    table.add_column("at", justify="right", no_wrap=True)
    table.add_column("conf.", justify="right", no_wrap=True)
    for kind in KINDS:
        for number, fact in enumerate(facts.of(kind)):
            name = Text("" if number else kind, style=COLOURS[kind])
            place = Text(str(fact.start), style="dim")
            table.add_row(name, Text(one_line(fact.quote)), Text(reading(fact)), place, f"{fact.confidence:.2f}")
    return table


_VERDICTS = {"inconsistent": "bold red", "unknown": "yellow", "consistent": "green"}


def finding_line(finding: Mapping[str, Any], facts: DocumentFacts) -> Text:
    """A finding of the checks: its verdict, the check, what it says, and the quotes of the facts that it is about."""
    quotes = {fact.id: one_line(fact.quote) for fact in facts.facts}
    out = Text.assemble((finding["verdict"], _VERDICTS[finding["verdict"]]))
    out.append(f" {finding['check']}: {one_line(finding['message'])}  ")
    out.append(f"<{' | '.join(quotes.get(ident, '') for ident in finding['facts'])}>", style="dim")
    return out


def counts_line(documents: int, counts: Mapping[str, int]) -> str:
    """How many facts of how many documents: ``2 documents, 14 facts: p_value 5, dose 9``."""
    said = ", ".join(f"{kind} {count:,}" for kind, count in counts.items() if count)
    total = sum(counts.values())
    return f"{_several(documents, 'document')}, {_several(total, 'fact')}" + (f": {said}" if said else "")


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def marked_text(text: str, facts: DocumentFacts, colours: bool) -> Text:
    """The text with its facts in the colours of their kinds and unclaimed numbers dimly underlined.

    Without colours brackets mark them: ``[dose: 50 mg]``, and ``{12}`` for an unclaimed number.
    """
    if colours:
        out = Text(harmless(text))
        for number in facts.unclaimed:
            out.stylize("dim underline", number["start"], number["end"])
        for fact in sorted(facts.facts, key=lambda fact: fact.start - fact.end):  # an inner one over an outer one
            out.stylize(f"bold {COLOURS[fact.kind]}", fact.start, fact.end)
        return out
    marks = [(fact.start, fact.end, f"[{fact.kind}: ", "]") for fact in facts.facts]
    marks += [(number["start"], number["end"], "{", "}") for number in facts.unclaimed]
    # Ends come before starts at the same place; of two that start together the longer opens first.
    edges = [(start, 1, -end, left) for start, end, left, _ in marks]
    edges += [(end, 0, -start, right) for start, end, _, right in marks]
    pieces, done = [], 0
    for at, _, _, mark in sorted(edges):
        pieces += [harmless(text[done:at]), mark]
        done = at
    return Text("".join(pieces) + harmless(text[done:]))


def legend(facts: DocumentFacts, colours: bool) -> Text:
    """The kinds that a marked text holds, each in its colour or brackets."""
    out = Text()
    for kind in KINDS:
        if facts.of(kind):
            out.append(f" {kind} " if colours else f"[{kind}: ...]", style=f"bold {COLOURS[kind]}" if colours else "")
            out.append("  ")
    if facts.unclaimed:
        out.append(
            "unclaimed number" if colours else "{...} unclaimed number", style="dim underline" if colours else ""
        )
    return out


# A comparison.


def comparison_report(comparison: Comparison) -> RenderableType:
    """The tables of a comparison: scores, errors, further fields and n_total of each system, and the differences."""
    names = list(comparison.evaluations)
    compared = comparison.evaluations[names[0]].n_total[1]
    parts: list[RenderableType] = [
        Text(f"{_several(compared, 'document')}; intervals: 95%, bootstrap by document"),
        _systems_table(comparison),
        Text("Errors: missed and spurious facts"),
        _errors_table(comparison),
        Text("Further fields among the matched facts: the share that agrees"),
        _systems_fields_table(comparison),
    ]
    if comparison.differences:
        told = f"Differences from {comparison.first}, paired bootstrap; better: in what share of the resamples"
        parts += [Text(told), _differences_table(comparison)]
    return Group(*parts)


def _systems_table(comparison: Comparison) -> Table:
    table = _plain_table(
        ("kind", "left"), ("system", "left"), ("precision", "left"), ("recall", "left"), ("F1", "left")
    )
    kinds = next(iter(comparison.evaluations.values())).scores
    for kind in kinds:
        for number, (name, evaluation) in enumerate(comparison.evaluations.items()):
            score = evaluation.scores[kind]
            count = score.count
            table.add_row(
                Text("" if number else kind, style=COLOURS[kind]),
                Text(name),
                _with_interval(count.precision, score.precision_ci),
                _with_interval(count.recall, score.recall_ci),
                _with_interval(count.f1, score.f1_ci),
            )
    return table


def _errors_table(comparison: Comparison) -> Table:
    names = list(comparison.evaluations)
    table = _plain_table(("kind", "left"), *((name, "right") for name in names))
    errors = {name: comparison.errors(name) for name in names}
    for kind in errors[names[0]]:
        table.add_row(Text(kind, style=COLOURS[kind]), *(str(errors[name][kind]) for name in names))
    table.add_row(Text("all", "bold"), *(Text(str(sum(errors[name].values())), "bold") for name in names))
    exact = (comparison.evaluations[name].n_total for name in names)
    table.add_row("n_total exact", *(f"{right}/{compared}" for right, compared in exact))
    return table


def _systems_fields_table(comparison: Comparison) -> Table:
    table = _plain_table(("kind", "left"), ("field", "left"), *((name, "right") for name in comparison.evaluations))
    for kind, score in comparison.evaluations[comparison.first].scores.items():
        for number, field in enumerate(score.fields):
            counts = [evaluation.scores[kind].fields[field] for evaluation in comparison.evaluations.values()]
            shares = (_share(agree / total if total else math.nan) for agree, total in counts)
            table.add_row(Text("" if number else kind, style=COLOURS[kind]), field, *shares)
    return table


def _differences_table(comparison: Comparison) -> Table:
    table = _plain_table(
        ("system", "left"), ("measure", "left"), ("difference", "right"), ("95% interval", "left"), ("better", "right")
    )
    system = None
    for one in comparison.differences:
        counts = one.measure == ERRORS
        form = "{:+,.0f}" if counts else "{:+.3f}"
        value, ends = form.format(one.value), " to ".join(form.format(end) for end in one.interval)
        if counts and not math.isnan(one.relative):
            value += f" ({one.relative:+.0%})"
            ends += f" ({' to '.join(f'{end:+.0%}' for end in one.relative_interval)})"
        measure = "n_total exact" if one.measure == N_TOTAL else one.measure if counts else f"{one.measure} F1"
        told = ("-", "-", "-") if math.isnan(one.value) else (value, ends, _share(one.better))
        table.add_row(Text("" if one.system == system else one.system), measure, *told)
        system = one.system
    return table


# An evaluation.


def evaluation_report(evaluation: Evaluation) -> RenderableType:
    """The tables of an evaluation: scores by kind, agreement of the further fields, n_total, calibration."""
    right, compared = evaluation.n_total
    share = f" ({right / compared:.3f})" if compared else ""
    parts: list[RenderableType] = [
        Text(f"{_several(compared, 'document')}; intervals: 95%, bootstrap by document"),
        _scores_table(evaluation.scores.values()),
        Text(f"n_total exact: {right}/{compared}{share}"),
        Text(),
    ]
    if any(total for score in evaluation.scores.values() for _, total in score.fields.values()):
        parts += [Text("Further fields among the matched facts"), _fields_table(evaluation.scores.values())]
    if evaluation.calibration:
        parts += [Text("Calibration: of facts said with a confidence, the share right"), _calibration(evaluation)]
    return Group(*parts)


def reliability_report(evaluation: Evaluation) -> RenderableType:
    """For each kind, by tenths of confidence, the share of facts that is right."""
    table = _plain_table(
        ("kind", "left"), ("said with", "right"), ("facts", "right"), ("share right", "right"), ("ECE", "right")
    )
    for kind, (rows, ece) in evaluation.reliability().items():
        for number, (facts, said, right) in enumerate(rows):
            name, error = ("", "") if number else (kind, _share(ece))
            table.add_row(Text(name, style=COLOURS[kind]), f"{said:.2f}", str(facts), f"{right:.3f}", error)
    return Group(Text("Reliability by kind: of facts said with a confidence, the share right"), table)


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    if math.isnan(value) or math.isnan(interval[0]):
        return _share(value)
    return f"{value:.3f} " + "-".join("1.00" if end > 0.9995 else f"{end:.3f}".removeprefix("0") for end in interval)


def _plain_table(*columns: tuple[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name, justify in columns:
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=True)
    return table


def _scores_table(scores: Any) -> Table:
    names = ("kind", "gold", "found", "precision", "recall", "F1")
    table = _plain_table(*((name, "right" if name in ("gold", "found") else "left") for name in names))
    for score in scores:
        count = score.count
        table.add_row(
            Text(score.kind, style=COLOURS[score.kind]),
            str(count.gold),
            str(count.found),
            _with_interval(count.precision, score.precision_ci),
            _with_interval(count.recall, score.recall_ci),
            _with_interval(count.f1, score.f1_ci),
        )
    return table


def _fields_table(scores: Any) -> Table:
    table = _plain_table(("kind", "left"), ("field", "left"), ("agree", "right"), ("of", "right"), ("share", "right"))
    score: Score
    for score in scores:
        for number, (name, (agree, total)) in enumerate(score.fields.items()):
            kind = Text("" if number else score.kind, style=COLOURS[score.kind])
            table.add_row(kind, name, str(agree), str(total), _share(agree / total if total else math.nan))
    return table


def _calibration(evaluation: Evaluation) -> RenderableType:
    table = _plain_table(("said with", "right"), ("facts", "right"), ("share right", "right"))
    for facts, said, right in evaluation.calibration:
        table.add_row(f"{said:.2f}", str(facts), f"{right:.3f}")
    return Group(table, Text(f"expected calibration error (ECE): {_share(evaluation.ece)}"), Text())


def errors_report(evaluation: Evaluation, texts: Mapping[str, str]) -> Iterator[Text]:
    """Each fact that is missed, spurious or of other values, in its context, and each n_total that is not exact."""
    for pair in evaluation.pairs:
        if pair.status != "matched":
            yield _error(pair, texts.get(pair.doc_id, ""))
    for doc_id, gold, found in evaluation.n_total_pairs:
        if gold != found:
            yield Text.assemble((one_line(doc_id), "bold"), f" n_total: gold {gold}, found {found}")


def _error(pair: Pair, text: str) -> Text:
    fact = pair.fact
    style = COLOURS[pair.kind]
    out = Text.assemble((one_line(pair.doc_id), "bold"), " ", (pair.kind, style), f" {pair.status.upper()}")
    differ = fields_that_differ(pair)
    out.append(f" in {', '.join(differ)}\n" if differ else "\n")
    before, after = text[max(0, fact.start - 70) : fact.start], text[fact.end : fact.end + 50]
    out.append(f"  ...{harmless(before)}".replace("\n", " "), style="dim")
    out.append(f"[{one_line(fact.quote)}]", style=f"bold {style}")
    out.append(f"{harmless(after)}...".replace("\n", " "), style="dim")
    for side, one in (("gold ", pair.gold), ("found", pair.found)):
        if one is not None:
            quote = f"  <{one_line(one.quote)}>" if one.quote != fact.quote else ""
            rule = f"  ({one.rule}, {one.confidence:.2f})" if one.rule else ""
            out.append(f"\n  {side}: {reading(one)}{quote}{rule}")
    return out
