"""Identifiers of articles: PMIDs, PMCIDs and DOIs, as people write them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Identifier(NamedTuple):
    """One name of an article: ``kind`` is pmid (``123``), pmcid (``PMC123``) or doi (in lower case)."""

    kind: str
    value: str

    def __str__(self) -> str:
        """The identifier as messages name it."""
        return f"PMID {self.value}" if self.kind == "pmid" else self.value


# "12345678", "PMID: 12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"
_PMID = re.compile(
    r"(?:pmid:?\s{0,3}|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"0{0,9}([1-9]\d{0,8})/?",
    re.I,
)
# "PMC1234567", "PMCID: PMC1234567", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/", a version "PMC1234567.2"
_PMCID = re.compile(
    r"(?:pmcid:?\s{0,3}|https?://(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pmc)/articles/)?"
    r"PMC([1-9]\d{0,8})(?:\.\d{1,3})?/?",
    re.I,
)
# "10.1000/xyz123", "doi:10.1000/xyz123", "https://doi.org/10.1000/xyz123"
_DOI = re.compile(r"(?:doi:?\s{0,3}|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d{1,9})?/[^\s\"]{1,300})", re.I)


def identify(text: str) -> Identifier | None:
    """The identifier that a string is, without regard to case and to the prefix or address it may stand in."""
    text = text.strip()
    if match := _PMID.fullmatch(text):
        return Identifier("pmid", match.group(1))
    if match := _PMCID.fullmatch(text):
        return Identifier("pmcid", f"PMC{match.group(1)}")
    if match := _DOI.fullmatch(text):
        return Identifier("doi", match.group(1).lower())
    return None
