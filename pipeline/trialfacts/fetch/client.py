"""The E-utilities of NCBI: one request at a time, at the pace that NCBI asks for, and again where one fails.

Requests are composed and the answers of esearch and epost are read by Biopython's Entrez. They are not sent by it: its
functions have the server's address built in, wait for ever on a connection that has gone silent, and after an answer of
429 or 500 ask again without a pause.
"""

from __future__ import annotations

import random
import re
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from http.client import HTTPException
from io import BytesIO
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.parsers import expat

T = TypeVar("T")

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
TOOL = "trialfacts"
# Seconds between requests: NCBI allows three a second, ten with an API key, and counts strictly.
PAUSE, PAUSE_WITH_KEY = 0.37, 0.11
# A request that fails is made again after about 1, 2, 4, 8 and 16 seconds.
TRIES, FIRST_WAIT = 6, 1.0
# No server is waited for longer, whatever it asks for; and no connection that is silent.
LONGEST_WAIT, SILENCE = 120.0, 60.0


class EntrezError(Exception):
    """NCBI did not give what was asked for, after all tries."""


class Refused(EntrezError):
    """NCBI understood the request and refuses it: asking again is no use."""


class _Failed(Exception):
    """One try failed; the next may not. ``after``: the seconds that the server asks to wait."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after


@dataclass(slots=True, frozen=True)
class Search:
    """What esearch found: the ids asked for, the number of all, the query as Entrez understood it, and its warnings."""

    ids: list[str]
    count: int
    translation: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class History:
    """A list of ids that NCBI keeps for some hours."""

    webenv: str
    query_key: str


@dataclass(slots=True)
class Client:
    """The E-utilities on one database.

    ``say`` is told of each wait for a server that fails. All methods raise :class:`EntrezError`.
    """

    database: str
    email: str | None = None
    api_key: str | None = field(default=None, repr=False)
    base: str = BASE
    say: Callable[[str], None] = field(default=lambda message: None)
    _next: float = field(default=0.0, init=False)

    def search(self, term: str, **parameters: Any) -> Search:
        """The ids that a query finds (esearch)."""
        answer = self._ask("esearch", _read, term=term, **parameters)
        ignored = answer.get("ErrorList", {})
        notes = [f"no article has {phrase!r}" for phrase in ignored.get("PhraseNotFound", ())]
        notes += [f"there is no field {name!r}" for name in ignored.get("FieldNotFound", ())]
        warned = answer.get("WarningList", {})
        notes += [f"no article has the phrase {phrase}" for phrase in warned.get("QuotedPhraseNotFound", ())]
        notes += [f"{phrase!r} was ignored" for phrase in warned.get("PhraseIgnored", ())]
        translation = str(answer.get("QueryTranslation", ""))
        return Search([str(uid) for uid in answer["IdList"]], int(answer["Count"]), translation, tuple(notes))

    def post(self, ids: Sequence[str]) -> History:
        """Leave ids with NCBI, to fetch from (epost). Of ids that do not exist it takes no notice."""
        answer = self._ask("epost", partial(_read, says_no=Refused), id=",".join(ids))
        return History(str(answer["WebEnv"]), str(answer["QueryKey"]))

    def fetch(self, root: str, ids: Sequence[str]) -> bytes:
        """The XML of some records (efetch), whole: its root is ``root``."""
        return self._ask("efetch", _whole(root), id=",".join(ids), retmode="xml")

    def fetch_posted(self, root: str, history: History, start: int, count: int) -> bytes:
        """The XML of a stretch of the ids that were posted."""
        where = {"WebEnv": history.webenv, "query_key": history.query_key, "retstart": start, "retmax": count}
        return self._ask("efetch", _whole(root), retmode="xml", **where)

    def _ask(self, utility: str, read: Callable[[bytes], T], **parameters: Any) -> T:
        for done in range(1, TRIES + 1):
            try:
                return read(self._send(utility, parameters))
            except _Failed as failure:
                if done == TRIES:
                    raise EntrezError(f"{failure} ({TRIES} tries)") from None
                wait = max(FIRST_WAIT * 2 ** (done - 1) * random.uniform(0.5, 1.5), min(failure.after, LONGEST_WAIT))
                self.say(f"{failure}; again in {wait:.0f} s")
                time.sleep(wait)
        raise AssertionError("unreachable")

    def _send(self, utility: str, parameters: dict[str, Any]) -> bytes:
        from Bio import Entrez

        common = {"db": self.database, "tool": TOOL, "email": self.email, "api_key": self.api_key}
        with warnings.catch_warnings():  # of a missing e-mail address, which the command speaks of once
            warnings.simplefilter("ignore", UserWarning)
            request = Entrez._build_request(
                f"{self.base}{utility}.fcgi", common | parameters, post=True if utility == "epost" else None
            )
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + (PAUSE_WITH_KEY if self.api_key else PAUSE)
        try:
            with urlopen(request, timeout=SILENCE) as answer:
                return answer.read()
        except HTTPError as error:
            message = f"{utility}: {self._without_key(_reason(error))}"
            if error.code == 429 or error.code >= 500:
                raise _Failed(message, _seconds(error.headers.get("Retry-After"))) from None
            raise Refused(message) from None
        except (OSError, HTTPException) as error:  # no connection, one that broke or fell silent, a body cut short
            error = getattr(error, "reason", error)  # a URLError wraps what happened
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise _Failed(f"{utility}: {self._without_key(reason)}") from None

    def _without_key(self, message: str) -> str:
        return message.replace(self.api_key, "(the key)") if self.api_key else message


def _read(body: bytes, says_no: type[Exception] = _Failed) -> Any:
    """An answer of esearch or epost. An ERROR in it raises ``says_no``: of a search it is the server that fails."""
    from Bio import Entrez

    try:
        return Entrez.read(BytesIO(body), validate=False)
    except RuntimeError as error:
        raise says_no(f"NCBI says: {str(error)[:200]}") from None
    except ValueError:
        raise _Failed("the answer is no whole XML") from None


def _whole(root: str) -> Callable[[bytes], bytes]:
    """A check that an answer is whole: parsed to its end, for a proxy that fails in the middle still says 200."""

    def check(body: bytes) -> bytes:
        names: list[str] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, attributes: names.append(name) if not names else None
        try:
            parser.Parse(body, True)
        except expat.ExpatError:
            raise _Failed("the answer is no whole XML") from None
        if names == [root]:
            return body
        message = _error_in(body)
        if message is None:
            raise _Failed(f"the answer is <{names[0]}>, not <{root}>")
        raise Refused(f"efetch: {message}")

    return check


_ERROR = re.compile(rb"""<ERROR>([^<]{1,2000})</ERROR>|"error"\s{0,9}:\s{0,9}"([^"]{1,2000})\"""")


def _error_in(body: bytes) -> str | None:
    """What NCBI says is wrong, in XML or JSON, on one line."""
    match = _ERROR.search(body)
    if match is None:
        return None
    return " ".join(unescape((match.group(1) or match.group(2)).decode("utf-8", "replace")).split())[:200]


def _reason(error: HTTPError) -> str:
    try:
        said = _error_in(error.read(10_000))
    except (OSError, HTTPException):
        said = None
    return f"HTTP {error.code}" + (f": {said}" if said else f" {error.reason}".rstrip())


def _seconds(header: str | None) -> float:
    return float(header) if header and re.fullmatch(r"\d{1,6}", header.strip()) else 0.0
