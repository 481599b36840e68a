"""trialfacts: the facts of clinical-trial abstracts, each traceable to its characters in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trialfacts.nlp import extract, load

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load"]


def __getattr__(name: str) -> Any:
    # spaCy takes half a second to import: only those who extract pay for it.
    if name in ("extract", "load"):
        from trialfacts import nlp

        return getattr(nlp, name)
    raise AttributeError(f"module 'trialfacts' has no attribute {name!r}")
