"""Tables for a review: studies, results, RevMan's import files, and the findings of the checks.

A row speaks of one study, or of one result of a study in one arm at one time. The columns never depend on the data;
``docs/tables.md`` describes them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialfacts.checks.common import half_unit, in_percent
from trialfacts.checks.percents import whole_count
from trialfacts.facts import (
    DIFFERENCES,
    RATIOS,
    DocumentFacts,
    Dose,
    Estimate,
    Fact,
    Measurement,
    Proportion,
    PValue,
    Scale,
)
from trialfacts.links import name_of
from trialfacts.write import write_table

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

STUDIES = {
    "study": "string", "n_total": "Int64", "arms": "string", "arm_count": "Int64", "regimen": "string",
    "drug": "string", "amount": "Float64", "amount_high": "Float64", "unit": "string", "frequency_times": "Float64",
    "frequency_every": "Float64", "frequency_unit": "string", "duration_value": "Float64", "duration_unit": "string",
    "route": "string", "scales": "string", "results": "string", "primary_outcome": "string",
    "primary_result": "string", "primary_p_operator": "string", "primary_p": "Float64", "inconsistencies": "Int64",
    "title": "string", "pmid": "string", "pmcid": "string", "doi": "string", "journal": "string", "year": "Int64",
    "publication_types": "string",
}  # fmt: skip
RESULTS = {
    "study": "string", "outcome": "string", "scale": "string", "arm": "string", "time": "string",
    "statistic": "string", "events": "Int64", "events_from": "string", "n": "Int64", "percent": "Float64",
    "mean": "Float64", "sd": "Float64", "se": "Float64", "median": "Float64", "value": "Float64", "unit": "string",
    "spread_type": "string", "spread": "Float64", "low": "Float64", "high": "Float64", "effect_type": "string",
    "effect": "Float64", "ci_low": "Float64", "ci_high": "Float64", "ci_level": "Float64", "yi": "Float64",
    "vi": "Float64", "p_operator": "string", "p": "Float64", "facts": "string", "quote": "string",
    "confidence": "Float64",
}  # fmt: skip
FINDINGS = {
    "study": "string", "check": "string", "verdict": "string", "message": "string", "printed": "string",
    "computed": "string", "facts": "string", "quotes": "string", "start": "Int64", "end": "Int64",
}  # fmt: skip
# The columns of the files that RevMan Web imports.
REVMAN = {
    "study-information": (
        "Study", "Char: Methods", "Char: Participants", "Char: Interventions", "Char: Outcomes", "Char: Notes",
    ),
    "study-arms": ("Study", "Arm", "Description", "Intervention"),
    "study-results": (
        "Study", "Outcome", "Data type", "Effect measure", "Arm", "Reference arm", "Sample size", "Cases", "Mean",
        "SD", "SE", "Variance", "CI level", "CI start", "CI end", "Exp mean", "Exp CI start", "Exp CI end", "t-test",
        "z-test", "P value", "Covariance method", "Covariance", "Other arm 1", "Other arm 2", "Correlation arm 1",
        "Correlation arm 2", "Correlation", "Other mean", "Other SE", "Other variance", "Other CI level",
        "Other CI start", "Other CI end", "Other exp mean", "Other exp CI start", "Other exp CI end",
        "Other t-test", "Other z-test", "Other P value", "Footnotes",
    ),
}  # fmt: skip
_NUMERIC_REVMAN = {
    "Sample size": "Int64", "Cases": "Int64", "Mean": "Float64", "SD": "Float64", "SE": "Float64",
    "CI level": "Float64", "CI start": "Float64", "CI end": "Float64", "Exp mean": "Float64",
    "Exp CI start": "Float64", "Exp CI end": "Float64", "P value": "Float64",
}  # fmt: skip

_CONTROLS = ("placebo", "control", "sham", "usual", "standard", "no treatment", "untreated", "conventional", "vehicle")
_EVERY = {1: "once", 2: "twice"}
_MOST_RESULTS = 6  # of a study, in words


def studies_table(documents: Iterable[DocumentFacts]) -> pd.DataFrame:
    """One row a study: its size, arms, regimen, scales, and its results with their P values."""
    return _table([_study(document) for document in documents], STUDIES)


def results_table(documents: Iterable[DocumentFacts]) -> pd.DataFrame:
    """One row a result (of one outcome in one arm at one time), or an effect between arms."""
    return _table([row for document in documents for row in _results(document)], RESULTS)


def findings_table(documents: Iterable[DocumentFacts]) -> pd.DataFrame:
    """One row a finding of the checks."""
    return _table([row for document in documents for row in _findings(document)], FINDINGS)


def revman_tables(documents: Iterable[DocumentFacts]) -> dict[str, pd.DataFrame]:
    """The tables that RevMan Web imports, by the ends of their files' names."""
    rows: dict[str, list[Row]] = {name: [] for name in REVMAN}
    for document in documents:
        rows["study-information"].append(_revman_study(document))
        rows["study-arms"] += [_revman_arm(document, arm) for arm in document.arms]
        rows["study-results"] += _revman_results(document)
    return {
        name: _table(rows[name], {column: _NUMERIC_REVMAN.get(column, "string") for column in columns})
        for name, columns in REVMAN.items()
    }


def write_review_table(documents: Iterable[DocumentFacts], name: str, path: Path) -> None:
    """Write the table ``studies`` or ``results``, or the files of ``revman``.

    RevMan's files stand beside ``path``, named after it: ``OUT-study-arms.csv``. Raises OSError or
    :class:`trialfacts.write.OutputError`.
    """
    if name == "revman":
        for ending, table in revman_tables(documents).items():
            write_table(table, path.with_name(f"{path.stem}-{ending}{path.suffix}"))
    else:
        write_table({"studies": studies_table, "results": results_table}[name](documents), path)


def _table(rows: Sequence[Row], columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=kind) for name, kind in columns.items()}
    )


# Studies.


def _study(document: DocumentFacts) -> Row:
    row: Row = {"study": document.doc_id, "n_total": document.n_total, "arm_count": len(document.arms) or None}
    row["arms"] = _joined(_arm_words(arm) for arm in document.arms)
    doses = [fact for fact in document.facts if isinstance(fact, Dose)]
    row["regimen"] = _joined(dict.fromkeys(regimen(dose) for dose in doses))
    if doses:
        dose = _main_dose(document, doses)
        row |= {"drug": dose.drug, "amount": dose.amount, "amount_high": dose.amount_high, "unit": dose.unit}
        row["route"] = dose.route
        row |= {f"frequency_{part}": (dose.frequency or {}).get(part) for part in ("times", "every", "unit")}
        row |= {f"duration_{part}": (dose.duration or {}).get(part) for part in ("value", "unit")}
    scales = [fact for fact in document.facts if isinstance(fact, Scale)]
    row["scales"] = _joined(one.name + (f" ({one.abbreviation})" if one.abbreviation else "") for one in scales)
    linked = [fact for fact in document.facts if isinstance(fact, PValue) and (fact.links or {}).get("about")]
    row["results"] = _joined(_result_words(document, p) for p in linked[:_MOST_RESULTS])
    primary = next((p for p in linked if (p.links or {}).get("primary")), None)
    if primary is not None:
        row["primary_outcome"] = (primary.links or {}).get("outcome")
        row["primary_result"] = _result_words(document, primary)
        row |= {"primary_p_operator": primary.op, "primary_p": primary.value}
    row["inconsistencies"] = sum(finding["verdict"] == "inconsistent" for finding in document.checks)
    return row | document.article | {"publication_types": _joined(document.article.get("publication_types", ()))}


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(" ".join(part.split()) for part in parts if part) or None


def _arm_words(arm: dict[str, Any]) -> str:
    return str(arm["name"]) + (f" (n = {arm['n']})" if arm["n"] is not None else "")


def _main_dose(document: DocumentFacts, doses: list[Dose]) -> Dose:
    """The dose of an arm's drug that says most, or else of any: how often, how long."""
    arms = " ".join(" ".join([arm["name"], *arm["aliases"]]) for arm in document.arms).lower()

    def worth(dose: Dose) -> tuple[bool, int]:
        told = (dose.frequency is not None) + (dose.duration is not None)
        return bool(dose.drug and dose.drug.lower() in arms), told

    return max(doses, key=worth)  # of equals the first


def regimen(dose: Dose) -> str:
    """A dose in words: "zidolol 50 mg twice per day for 6 weeks, oral"."""
    amount = _number(dose.amount) + (f"-{_number(dose.amount_high)}" if dose.amount_high is not None else "")
    words = [dose.drug or "", amount, dose.unit]
    frequency = dose.frequency or {}
    if frequency and frequency.get("unit"):
        times, every = frequency.get("times"), frequency.get("every") or 1
        often = _EVERY.get(times, f"{_number(times)} times") if times else ""
        per = f"per {frequency['unit']}" if every == 1 else f"every {_number(every)} {frequency['unit']}s"
        words.append(f"{often} {per}" if not (times == 1 and every != 1) else per)
    elif frequency:
        words.append("once" if frequency.get("times") == 1 else f"{_number(frequency.get('times'))} times")
    for name, link in (("duration", "for"), ("repeated_for", "repeated for")):
        span = getattr(dose, name) or {}
        if span.get("value") is not None:
            words.append(f"{link} {_number(span['value'])} {span.get('unit')}{'' if span['value'] == 1 else 's'}")
    return " ".join(word for word in words if word) + (f", {dose.route}" if dose.route else "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _result_words(document: DocumentFacts, p: PValue) -> str:
    """ "pain: 3.1 vs. 4.5, P = 0.03": the quotes of the results and of the P value."""
    links = p.links or {}
    about = set(links["about"])
    quotes = [fact.quote for fact in document.facts if fact.id in about]
    outcome = links.get("outcome")
    return (f"{outcome}: " if outcome else "") + " vs. ".join(quotes) + f", {p.quote}"


# Results.


def _results(document: DocumentFacts) -> list[Row]:
    arms = {arm["id"]: arm for arm in document.arms}
    names = {fact.id: fact.abbreviation or fact.name for fact in document.facts if isinstance(fact, Scale)}
    p_values: dict[str | None, PValue] = {}
    for fact in document.facts:
        if isinstance(fact, PValue):
            for ident in (fact.links or {}).get("about", ()):
                p_values.setdefault(ident, fact)
    rows = []
    for fact in document.facts:
        if not isinstance(fact, (Measurement, Proportion, Estimate)):
            continue
        links = fact.links or {}
        arm = arms.get(links.get("arm", ""))
        row: Row = {"study": document.doc_id, "outcome": _plain(name_of(fact)), "quote": _plain(fact.quote)}
        row |= {"scale": names.get(links.get("scale")), "confidence": round(fact.confidence, 3)}
        p = p_values.get(fact.id)
        row["facts"] = "; ".join(filter(None, (fact.id, p.id if p else None)))
        if p is not None:
            row |= {"p_operator": p.op, "p": p.value}
        if isinstance(fact, Estimate):
            row |= _effect(fact)
        else:
            row["arm"] = arm["name"] if arm else _plain(fact.group)
            size = arm["n"] if arm else None
            row |= _of_people(fact, size) if isinstance(fact, Proportion) else _of_values(fact, size)
        rows.append(row)
    return rows


def _plain(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _of_people(fact: Proportion, size: int | None) -> Row:
    n = fact.denominator or size
    row: Row = {"statistic": "proportion", "events": fact.count, "n": n, "percent": fact.percent}
    if fact.count is not None:
        row["events_from"] = "text"
    elif (
        fact.percent is not None
        and n
        and (half := half_unit(fact.quote, fact.percent)) is not None
        and 2 * half * n < 100
    ):
        # Only where no other count would be printed as this percentage.
        row["events"] = whole_count(fact.percent, half, n)
        row["events_from"] = "percent" if row["events"] is not None else None
    if fact.percent is None and fact.count is not None and n:
        row["percent"] = round(100 * fact.count / n, 2)
    return row


def _of_values(fact: Measurement, size: int | None) -> Row:
    row: Row = {"statistic": fact.stat, "n": size, "unit": fact.unit, "time": _plain(fact.time)}
    spread = fact.dispersion or {}
    kind, width = spread.get("type"), spread.get("value")
    row |= {"spread_type": kind, "spread": width, "low": spread.get("low"), "high": spread.get("high")}
    if fact.stat == "mean" or (fact.stat in ("change", "value") and kind in ("SD", "SE", "pm")):
        row["mean"] = fact.value
    elif fact.stat == "median":
        row["median"] = fact.value
    elif fact.stat == "difference":
        row |= {"effect_type": "difference", "effect": fact.value}
    else:
        row["value"] = fact.value
    if kind == "SD":
        row["sd"] = width
    elif kind == "SE":
        row["se"] = width
        if width is not None and size:
            row["sd"] = width * math.sqrt(size)
    return row


def _effect(fact: Estimate) -> Row:
    row: Row = {"statistic": "effect", "effect_type": fact.type, "effect": fact.value}
    row |= {"ci_low": fact.ci_low, "ci_high": fact.ci_high, "ci_level": fact.level}
    found = effect_and_variance(fact)
    if found is not None:
        row["yi"], row["vi"] = found
    return row


def effect_and_variance(fact: Estimate) -> tuple[float, float] | None:
    """The effect (a ratio's logarithm) and its variance from the interval; None where they cannot be had.

    An interval whose level is not printed counts as one of 95%.
    """
    value, low, high = fact.value, fact.ci_low, fact.ci_high
    if value is None or low is None or high is None or not low <= value <= high or low == high:
        return None
    if fact.type in RATIOS:
        if low <= 0 or in_percent(fact):
            return None
        value, low, high = math.log(value), math.log(low), math.log(high)
    elif fact.type not in DIFFERENCES:
        return None
    level = fact.level if fact.level is not None else 95.0
    if not 50 <= level < 100:
        return None
    from statistics import NormalDist

    error = (high - low) / (2 * NormalDist().inv_cdf(0.5 + level / 200))
    return (value, error * error) if math.isfinite(error * error) else None


# RevMan.


def _revman_study(document: DocumentFacts) -> Row:
    study = _study(document)
    size = f"n = {document.n_total}" if document.n_total is not None else None
    outcomes = dict.fromkeys(name for fact in document.facts if (name := name_of(fact)))
    return {
        "Study": document.doc_id,
        "Char: Participants": size,
        "Char: Interventions": _joined(filter(None, (study["arms"], study["regimen"]))),
        "Char: Outcomes": _joined(outcomes),
        "Char: Notes": "Extracted from the abstract by trialfacts",
    }


def _revman_arm(document: DocumentFacts, arm: dict[str, Any]) -> Row:
    described = [f"n = {arm['n']}"] if arm["n"] is not None else []
    if arm["aliases"]:
        described.append("also: " + ", ".join(arm["aliases"]))
    return {
        "Study": document.doc_id,
        "Arm": arm["name"],
        "Description": "; ".join(described),
        "Intervention": arm["name"],
    }


def _revman_results(document: DocumentFacts) -> list[Row]:
    """Rows with what RevMan needs: counts or means of an arm, or effects between two arms."""
    known = {arm["name"] for arm in document.arms}
    rows = []
    for row in _results(document):
        outcome = row["outcome"]
        if outcome is None:
            continue
        base: Row = {"Study": document.doc_id, "Outcome": outcome + (f" ({row['time']})" if row.get("time") else "")}
        base["Footnotes"] = row["quote"]
        if row["statistic"] == "effect":
            rows += _revman_effect(document, base, row)
        elif row.get("arm") not in known or row.get("n") is None:
            continue
        elif row.get("events") is not None:
            data = {"Data type": "Dichotomous", "Arm": row["arm"], "Cases": row["events"], "Sample size": row["n"]}
            rows.append(base | data)
        elif row.get("mean") is not None and (row.get("sd") is not None or row.get("se") is not None):
            data = {"Data type": "Continuous", "Arm": row["arm"], "Sample size": row["n"], "Mean": row["mean"]}
            rows.append(base | data | {"SD": row.get("sd"), "SE": row.get("se")})
    return rows


def _revman_effect(document: DocumentFacts, base: Row, row: Row) -> list[Row]:
    """The row of an effect between two arms; none where it cannot be told which of them is the reference."""
    kind = row["effect_type"]
    reference = _reference(document.arms)
    if reference is None or kind not in ("OR", "RR", "HR", "RD", "MD", "SMD") or row.get("vi") is None:
        return []
    first, second = reference
    data: Row = {"Effect measure": kind, "Data type": "Continuous" if kind in ("MD", "SMD") else "Dichotomous"}
    data |= {"Arm": first, "Reference arm": second, "CI level": row["ci_level"] or 95.0}
    names = ("Exp mean", "Exp CI start", "Exp CI end") if kind in RATIOS else ("Mean", "CI start", "CI end")
    return [base | data | dict(zip(names, (row["effect"], row["ci_low"], row["ci_high"])))]


def _reference(arms: list[dict[str, Any]]) -> tuple[str, str] | None:
    """The treated and the control arm of two, of which just one is named as a control."""
    if len(arms) != 2:
        return None
    control = [any(word in arm["name"].lower() for word in _CONTROLS) for arm in arms]
    if control[0] == control[1]:
        return None
    first, second = arms if control[1] else arms[::-1]
    return first["name"], second["name"]


# Findings.


def _findings(document: DocumentFacts) -> list[Row]:
    by_id: dict[str | None, Fact] = {fact.id: fact for fact in document.facts}
    rows = []
    for finding in document.checks:
        facts = [by_id[ident] for ident in finding["facts"] if ident in by_id]
        rows.append(
            {name: finding[name] for name in ("check", "verdict", "message", "printed", "computed")}
            | {"study": document.doc_id, "facts": "; ".join(finding["facts"])}
            | {"quotes": "; ".join(_plain(fact.quote) or "" for fact in facts)}
            | {"start": min((fact.start for fact in facts), default=None)}
            | {"end": max((fact.end for fact in facts), default=None)}
        )
    return rows
