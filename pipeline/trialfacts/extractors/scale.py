from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.owners import Candidate


def extract(document: Document) -> Iterator[Candidate]:
    return iter(())
