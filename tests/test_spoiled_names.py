"""Names chosen by the name model that spoil what the rules told."""

import pytest

from trialfacts.model.spoiled import is_spoiled


@pytest.mark.parametrize(
    ("name", "answer", "others", "spoiled"),
    [
        ("mg/day zidolol", "20 mg/day zidolol", (), True),
        ("nausea", "no nausea", (), True),
        ("prolonged the time to surgery", "time to surgery", (), True),
        ("higher maximum output", "maximum output", (), True),
        ("overall survival and breast cancer survival", "overall survival", ("breast cancer survival",), True),
        ("pain and itching", "pain", (), False),
        ("severe nausea", "nausea", (), False),
        ("zidolol", "zidolol group", (), False),
        ("zidolol group", "zidolol", (), True),
        ("receiving zidolol", "zidolol", (), True),
        ("performed yoga", "yoga", (), True),
        ("length of stay significantly reduced", "length of stay", (), True),
        ("length of stay at home", "length of stay", (), False),
        ("blood loss", "blood loss >=500 mL", (), True),
        (None, "zidolol", (), False),
        ("zidolol", None, (), False),
    ],
)
def test_spoiled(name, answer, others, spoiled):
    assert is_spoiled(name, answer, {*others, *([answer] if answer else [])}) is spoiled
