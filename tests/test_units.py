"""Units in the spellings of journals, what they mean, and where their text ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from trialfacts.doses.units import Unit, parse_unit, unit_after

DAILY = (1.0, "day")


@pytest.mark.parametrize(
    ("text", "symbol", "every"),
    [
        ("mg", "mg", None),
        ("milligrams", "mg", None),
        ("gr", "g", None),
        ("gm", "g", None),
        ("gr/day", "g", DAILY),
        ("mcg", "ug", None),
        ("\u00b5g", "ug", None),
        ("microg/kg", "ug/kg", None),
        ("international units", "IU", None),
        ("I.U.", "IU", None),
        ("units", "U", None),
        ("ml", "mL", None),
        ("cc", "mL", None),
        ("Gy", "Gy", None),
        ("cGy", "cGy", None),
        ("mEq", "meq", None),
        ("MBq", "MBq", None),
        ("ppm", "ppm", None),
        ("drops", "drop", None),
        ("puffs", "puff", None),
        ("tabs", "tablet", None),
        ("capsules", "capsule", None),
        ("mg kg-1", "mg/kg", None),
        ("mg.kg-1", "mg/kg", None),
        ("mg\u00b7kg-1\u00b7min-1", "mg/kg/min", None),
        ("mg kg(-1)", "mg/kg", None),
        ("g.kg-1.day-1", "g/kg", DAILY),
        ("g/kg/d", "g/kg", DAILY),
        ("mg/kg/dose", "mg/kg", None),
        ("mg/kg/day", "mg/kg", DAILY),
        ("mg/kg.d", "mg/kg", DAILY),
        ("mg/kg/24 h", "mg/kg", (24.0, "hour")),
        ("g per kg per day", "g/kg", DAILY),
        ("g per kilogram of body weight", "g/kg", None),
        ("mg/kg body weight", "mg/kg", None),
        ("mg/m(2)", "mg/m2", None),
        ("mg /m2", "mg/m2", None),
        ("mg m-2", "mg/m2", None),
        ("mg per square metre", "mg/m2", None),
        ("mg/m2/month", "mg/m2", (1.0, "month")),
        ("ml/hour", "mL/h", None),
        ("\u00b5g.kg-1 h-1", "ug/kg/h", None),
        ("mg per week", "mg", (1.0, "week")),
        ("J/cm2", "J/cm2", None),
    ],
)
def test_spellings(text: str, symbol: str, every: tuple[float, str] | None) -> None:
    unit = parse_unit(text)
    assert unit is not None
    assert (unit.symbol, unit.every) == (symbol, every)


@pytest.mark.parametrize("text", ["mg/dl", "IU/L", "g l-1", "ng/mL", "mmol/l"])
def test_amount_in_a_volume_is_a_concentration(text: str) -> None:
    unit = parse_unit(text)
    assert unit is not None and unit.is_concentration


def test_rates() -> None:
    for text, rate in (("ug/kg/min", True), ("mL/h", True), ("mg/day", False), ("mg", False)):
        unit = parse_unit(text)
        assert unit is not None and unit.is_rate is rate


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("5 mg daily", "mg"),
        ("5mg/kg/day for a week", "mg/kg/day"),
        ("28-mg tablets", "mg"),
        ("2 g per kilogram of body weight or placebo", "g per kilogram of body weight"),
        ("0.6 \u00b5g.kg-1 h-1 for", "\u00b5g.kg-1 h-1"),
        ("1,000 mg per infusion", "mg per infusion"),
        ("5 mg. In the", "mg"),
        ("5 mg in 5 days", "mg"),
        ("30 ml/kg of saline", "ml/kg"),
    ],
)
def test_text_after_a_number(text: str, taken: str) -> None:
    at = next(i for i, c in enumerate(text) if c not in "0123456789.,")
    read = unit_after(text, at)
    assert read is not None
    assert text[read[1] : read[2]] == taken


@pytest.mark.parametrize(
    "text", ["5 patients", "5 gram-negative", "5 days", "5 mgs-like", "5", "5 %x", "5 min", "5 kgf"]
)
def test_no_dose_unit_after_a_number(text: str) -> None:
    read = unit_after(text, 1)
    assert read is None or text[read[1] : read[2]] in ("mgs", "%")


def test_units_of_results_are_put_to_quantulum() -> None:
    pressure = parse_unit("mmHg")
    assert pressure == Unit("mmHg", "pressure")
    assert parse_unit("furlongs per blink of an eye") is None
    assert parse_unit("") is None


def test_an_ordinary_dose_does_not_import_quantulum() -> None:
    code = (
        "import sys, trialfacts; trialfacts.extract('They took zidolol 5 mg/kg/day for 5 days.');"
        "sys.exit('quantulum3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
