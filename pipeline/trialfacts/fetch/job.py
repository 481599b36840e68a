"""Fetching: what a query finds or a list of identifiers names, in batches, into a store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from trialfacts.fetch.client import Client, Refused, Search
from trialfacts.fetch.databases import Database
from trialfacts.fetch.identifiers import Identifier
from trialfacts.fetch.store import Store
from trialfacts.read.source import Problem

# Ids that are left with NCBI at a time; its history can be read up to the 9,999th.
_POSTED = 5000
# Identifiers of another kind that are searched for at a time.
_SEARCHED = 40
_FIRST_DAY = date(1700, 1, 1)
_NONE_VALID = re.compile(r"ID list is empty|no correct IDs", re.I)
_ABOUT_AN_ID = re.compile(r"\bU?IDs?\b")
_REPLY = re.compile(r"<Reply\b(?=[^>]{0,400}\bId=\"(\d{1,12})\")[^>]{0,400}\berror=\"([^\"]{1,300})\"")


def find(client: Client, database: Database, query: str, most: int | None = None) -> Search:
    """All ids that a query finds, or the ``most`` newest. Raises ``EntrezError``."""
    page = database.window or 9999
    first = client.search(query, retmax=min(page, page if most is None else most))
    wanted = first.count if most is None else min(most, first.count)
    if len(first.ids) >= wanted:
        return first
    ids = dict.fromkeys(first.ids)
    more = _pages(client, query, page, wanted) if database.window is None else _by_date(client, query, page)
    for found in more:
        ids.update(dict.fromkeys(found))
        if len(ids) >= wanted:
            break
    notes = first.notes
    if len(ids) < wanted:
        notes += (f"the query finds {wanted:,} articles, of which NCBI listed {len(ids):,}",)
    return Search(list(ids)[:wanted], first.count, first.translation, notes)


def _pages(client: Client, query: str, page: int, wanted: int) -> Iterator[list[str]]:
    for start in range(page, wanted, page):
        yield client.search(query, retstart=start, retmax=page).ids


def _by_date(client: Client, query: str, page: int) -> Iterator[list[str]]:
    """The results of a query by the day they came into the database, newest first, few enough at a time."""
    stretches = [(_FIRST_DAY, date.today() + timedelta(days=366))]
    while stretches:
        first, last = stretches.pop()
        days = {"mindate": f"{first:%Y/%m/%d}", "maxdate": f"{last:%Y/%m/%d}"}
        found = client.search(query, datetype="edat", retmax=page, **days)
        if found.count > page and first < last:
            middle = first + (last - first) // 2
            stretches += [(first, middle), (middle + timedelta(days=1), last)]
        else:
            yield found.ids


@dataclass(slots=True)
class Job:
    """Fetches articles into an opened store."""

    client: Client
    database: Database
    store: Store
    # All that was sent, also what nobody asked for; and why NCBI did not send something, by uid.
    _sent: set[Identifier] = field(default_factory=set, init=False)
    _reasons: dict[str, str] = field(default_factory=dict, init=False)

    def fetch(self, asked: Sequence[Identifier]) -> Iterator[int | Problem]:
        """Fetch articles: the size of each batch when it is stored, and a problem for each that cannot be had.

        What the store has is not fetched again. Raises ``EntrezError`` and OSError; what was fetched until then
        is in the store.
        """
        needed = [identifier for identifier in dict.fromkeys(asked) if identifier not in self.store.ids]
        uids = [self.database.uid(one) for one in needed if one.kind == self.database.native]
        uids += self._search([one for one in needed if one.kind != self.database.native])
        yield from self._download(list(dict.fromkeys(uids)), frozenset(needed))
        for identifier in needed:
            if identifier not in self.store.ids:
                uid = self.database.uid(identifier)
                yield Problem(str(identifier), self._reasons.get(uid, f"no such article in {self.database.title}"))

    def _search(self, others: Sequence[Identifier]) -> Iterator[str]:
        """The uids of articles that are named otherwise; and of others, for the search takes DOIs apart."""
        for some in _batches(others, _SEARCHED):
            term = " OR ".join(f'"{one.value}"[{one.kind}]' for one in some)
            yield from self.client.search(term, retmax=10 * len(some)).ids

    def _download(self, uids: list[str], wanted: frozenset[Identifier]) -> Iterator[int | Problem]:
        for posted in _batches(uids, _POSTED):
            if len(posted) > self.database.batch:
                yield from self._stored(self._from_history(posted), wanted)
            # What did not come is asked for by its id; and once more, for a busy server leaves records out.
            for _ in range(2):
                left = [uid for uid in posted if self.database.identifier(uid) not in self._sent]
                yield from self._stored(self._by_id(left), wanted)

    def _from_history(self, uids: Sequence[str]) -> Iterator[bytes]:
        size = self.database.batch
        try:
            history = self.client.post(uids)
            for start in range(0, len(uids), size):
                yield self.client.fetch_posted(self.database.tags.root, history, start, min(size, len(uids) - start))
        except Refused:
            return  # not taken, or no longer there

    def _by_id(self, uids: Sequence[str]) -> Iterator[bytes]:
        for some in _batches(uids, self.database.batch):
            yield from self._halved(some)

    def _halved(self, uids: Sequence[str]) -> Iterator[bytes]:
        """The answers for a batch; where one id spoils it, those for its halves."""
        try:
            yield self.client.fetch(self.database.tags.root, uids)
        except Refused as refusal:
            message = str(refusal)
            if _NONE_VALID.search(message):
                return
            if not _ABOUT_AN_ID.search(message):
                raise
            if len(uids) == 1:
                self._reasons[uids[0]] = message
                return
            middle = len(uids) // 2
            yield from self._halved(uids[:middle])
            yield from self._halved(uids[middle:])

    def _stored(self, answers: Iterable[bytes], wanted: frozenset[Identifier]) -> Iterator[int | Problem]:
        for answer in answers:
            articles = []
            for article in self.database.articles_of(answer):
                # Two articles may share a DOI, so it is by its own number that one is known.
                own = {identifier for identifier in article.ids if identifier.kind == self.database.native}
                had = not (own.isdisjoint(self._sent) and own.isdisjoint(self.store.ids))
                if not had and not article.ids.isdisjoint(wanted):
                    articles.append(article)
                self._sent |= own
            self._reasons |= dict(_REPLY.findall(answer.decode("utf-8", "replace")) if b"<Reply" in answer else ())
            before = self.store.added
            yield from self.store.add(articles, self.database.head(answer))
            yield self.store.added - before


def _batches(items: Sequence, size: int) -> Iterator[Sequence]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
