"""Fetching articles from PubMed and PubMed Central through NCBI's E-utilities.

``Job(client, database, store).fetch(identifiers)`` brings articles into a file that the readers read; ``find`` gives
the ids of a query.
"""

from trialfacts.fetch.client import Client, EntrezError
from trialfacts.fetch.databases import DATABASES, PMC, PUBMED, Database
from trialfacts.fetch.identifiers import Identifier, identify
from trialfacts.fetch.job import Job, find
from trialfacts.fetch.store import ENDINGS, Store

__all__ = [
    "DATABASES",
    "ENDINGS",
    "PMC",
    "PUBMED",
    "Client",
    "Database",
    "EntrezError",
    "Identifier",
    "Job",
    "Store",
    "find",
    "identify",
]
