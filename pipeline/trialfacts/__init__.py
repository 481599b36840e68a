"""trialfacts: the facts of clinical-trial abstracts, each traceable to its characters in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trialfacts.engine import extract
    from trialfacts.nlp import load

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load"]


def __getattr__(name: str) -> Any:
    # Only those who extract pay for what it imports, and only those who ask for the pipeline for spaCy.
    if name == "extract":
        from trialfacts.engine import extract

        return extract
    if name == "load":
        from trialfacts.nlp import load

        return load
    raise AttributeError(f"module 'trialfacts' has no attribute {name!r}")
