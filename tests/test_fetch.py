"""Fetching, against a server on this machine that answers as NCBI's E-utilities do. No test leaves the machine."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from typer.testing import CliRunner

from trialfacts import read
from trialfacts.fetch import PMC, PUBMED, Client, EntrezError, Identifier, Job, Store, find, identify
from trialfacts.fetch import client as client_module
from trialfacts.fetch import job as job_module
from trialfacts.fetch_command import fetch

DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
ESEARCH = f'<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "{DTD}/20060628/esearch.dtd">'
EPOST = f'<!DOCTYPE ePostResult PUBLIC "-//NLM//DTD epost 20090526//EN" "{DTD}/20090526/epost.dtd">'
PUBMED_SET = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN"'
    ' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd">'
)
XML = '<?xml version="1.0" encoding="UTF-8" ?>'


def citation(pmid, pmcid=None, doi=None, abstract=True):
    """A citation as efetch writes it, of a trial that never was."""
    text = (
        f'<Abstract><AbstractText Label="METHODS">We gave {pmid} mg of zidolol.</AbstractText>'
        '<AbstractText Label="RESULTS">Pain fell (P&lt;0.05).</AbstractText></Abstract>'
    )
    ids = f'<ArticleId IdType="pubmed">{pmid}</ArticleId>'
    ids += f'<ArticleId IdType="pmc">{pmcid}</ArticleId>' if pmcid else ""
    ids += f'<ArticleId IdType="doi">{escape(doi)}</ArticleId>' if doi else ""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal><Title>Trials of Nothing'
        "</Title><JournalIssue><PubDate><Year>2021</Year></PubDate></JournalIssue></Journal><ArticleTitle>Zidolol for "
        f"pain, part {pmid}</ArticleTitle>{text if abstract else ''}<PublicationTypeList><PublicationType>Randomized "
        "Controlled Trial</PublicationType></PublicationTypeList></Article></MedlineCitation><PubmedData>"
        f"<ArticleIdList>{ids}</ArticleIdList><ReferenceList><Reference><ArticleIdList>"
        '<ArticleId IdType="doi">10.9999/cited</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>'
        "</PubmedArticle>"
    )


def article(number, results="Pain fell by 12 points."):
    """An article as efetch gives it from PubMed Central."""
    return (
        '<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front><article-meta>'
        f'<article-id pub-id-type="pmid">9{number}</article-id><article-id pub-id-type="pmc">{number}</article-id>'
        f'<article-id pub-id-type="doi">10.5555/whole.{number}</article-id>'
        "<title-group><article-title>Zidolol</article-title></title-group><abstract><sec><title>Methods</title><p>We "
        f"studied {number} mice.</p></sec><sec><title>Results</title><p>{results}</p></sec></abstract></article-meta>"
        "</front><body><p>All of it.</p></body><back><ref-list><ref><pub-id>10.1/x</pub-id></ref></ref-list></back>"
        "</article>"
    )


class Entrez:
    """A server with some articles, that fails when told to: ``faults`` are used up, one a request."""

    def __init__(self):
        self.records = {"pubmed": {}, "pmc": {}}
        self.entered = {}  # the day each record came into the database, as 2020/01/31
        self.faults = []
        self.requests = []
        self.posted = []
        self.window = 9999
        self.forgets = False
        self.spoiled_by = None
        handler = type("Handler", (_Handler,), {"entrez": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def asked(self, utility):
        return [parameters for name, parameters in self.requests if name == utility]

    def answer(self, utility, p):
        """Status and body of the right answer to a request."""
        records = self.records[p["db"]]
        if utility == "esearch":
            return 200, self.search(records, p)
        if utility == "epost":
            self.posted.append(p["id"].split(","))
            return (
                200,
                f"{XML}{EPOST}<ePostResult><QueryKey>{len(self.posted)}</QueryKey><WebEnv>W</WebEnv></ePostResult>",
            )
        if "WebEnv" in p:
            if self.forgets:
                return 400, "<eFetchResult><ERROR>Cannot retrieve history data. WebEnv: W</ERROR></eFetchResult>"
            start, count = int(p["retstart"]), int(p["retmax"])
            ids = self.posted[int(p["query_key"]) - 1][start : start + count]
        else:
            ids = p["id"].split(",")
            if self.spoiled_by in ids:
                return 400, f"<eFetchResult><ERROR>Invalid UID {self.spoiled_by}</ERROR></eFetchResult>"
        inside = "\n".join(records[one] for one in ids if one in records)
        if p["db"] == "pmc":
            inside += "".join(f'<Reply Id="{one}" error="PMCID {one} is closed"/>' for one in ids if one not in records)
            return 200, f"{XML}<pmc-articleset>{inside}</pmc-articleset>"
        return 200, f"{XML}\n{PUBMED_SET}\n<PubmedArticleSet>{inside}</PubmedArticleSet>"

    def search(self, records, p):
        notes = ""
        found = list(records)
        if "[" in p["term"]:
            names = re.findall(r'"([^"]+)"\[(?:doi|pmid|pmcid)\]', p["term"])
            plain = {uid: data.replace("PMC", "").lower() for uid, data in records.items()}
            values = [f">{escape(name.removeprefix('PMC'))}<".lower() for name in names]
            found = [uid for uid in found if any(value in plain[uid] for value in values)]
        elif p["term"] == "nonsense":
            found, notes = [], "<ErrorList><PhraseNotFound>nonsense</PhraseNotFound></ErrorList>"
        if "mindate" in p:
            found = [uid for uid in found if p["mindate"] <= self.entered[uid] <= p["maxdate"]]
        start, most = int(p.get("retstart", 0)), min(int(p["retmax"]), self.window)
        ids = "".join(f"<Id>{uid}</Id>" for uid in found[start : start + most])
        return (
            f"{XML}{ESEARCH}<eSearchResult><Count>{len(found)}</Count><RetMax>{most}</RetMax>"
            f"<RetStart>{start}</RetStart><IdList>{ids}</IdList><TranslationSet/>"
            f"<QueryTranslation>{escape(p['term'])}[All Fields]</QueryTranslation>{notes}</eSearchResult>"
        )


class _Handler(BaseHTTPRequestHandler):
    entrez: Entrez

    def log_message(self, *args):
        pass

    def do_GET(self):
        address = urlsplit(self.path)
        self.reply(address.path, address.query)

    def do_POST(self):
        self.reply(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode())

    def reply(self, path, query):
        utility = path.strip("/").removesuffix(".fcgi")
        parameters = {name: values[0] for name, values in parse_qs(query).items()}
        self.entrez.requests.append((utility, parameters))
        fault = self.entrez.faults.pop(0) if self.entrez.faults else None
        if isinstance(fault, tuple):
            status, headers, body = fault
            self.send(status, body.encode(), headers)
            return
        status, text = self.entrez.answer(utility, parameters)
        body = text.encode()
        if fault == "broken":  # the connection ends in mid-body
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "truncated":  # a proxy ends the answer as if it were whole
            self.send(200, body[: len(body) // 2])
        else:
            self.send(status, body)

    def send(self, status, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def entrez(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in ("NCBI_EMAIL", "NCBI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(client_module, "PAUSE", 0.0)
    monkeypatch.setattr(client_module, "PAUSE_WITH_KEY", 0.0)
    monkeypatch.setattr(client_module, "FIRST_WAIT", 0.001)
    server = Entrez()
    yield server
    server.close()


@pytest.fixture
def run(entrez):
    """The command line, on the local server: ``run("1", "-o", out)``."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(fetch)

    def invoke(*arguments, email="me@example.org", stdin=None):
        options = ["--base-url", entrez.base] + (["--email", email] if email else [])
        return CliRunner().invoke(app, [*map(str, arguments), *options], input=stdin)

    return invoke


def pubmed(entrez, *pmids, **more):
    for pmid in pmids:
        entrez.records["pubmed"][str(pmid)] = citation(pmid, **more)


def records(path):
    """The records that ``extract`` reads of a file."""
    items = list(read.read(read.find_sources([str(path)])))
    return {item.doc_id: item for item in items if isinstance(item, read.Record)}


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# Identifiers.


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("123", "pmid", "123"),
        (" PMID: 00123 ", "pmid", "123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "pmid", "123"),
        ("PMC55", "pmcid", "PMC55"),
        ("pmc55.2", "pmcid", "PMC55"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC55/", "pmcid", "PMC55"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC55", "pmcid", "PMC55"),
        ("10.1016/S0140-6736(05)00001-2", "doi", "10.1016/s0140-6736(05)00001-2"),
        ("doi:10.1000/ab;c<d>", "doi", "10.1000/ab;c<d>"),
        ("https://doi.org/10.1000/x", "doi", "10.1000/x"),
    ],
)
def test_identifiers(text, kind, value):
    assert identify(text) == Identifier(kind, value)


@pytest.mark.parametrize(
    "text", ["", "0", "1234567890123", "PMC", "10.1/x", "10.1000/", "x.txt", '10.1000/a"[ti]', "NCT01"]
)
def test_what_is_no_identifier(text):
    assert identify(text) is None


# Fetching.


def test_xml_is_as_it_was_sent_and_is_read_again(entrez, run, tmp_path):
    pubmed(entrez, 1, 2)
    out = tmp_path / "trials.xml"
    result = run("1", "2", "-o", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"2 articles fetched: {out}\n"
    assert citation(1) in out.read_text("utf-8")
    assert out.read_text("utf-8").startswith(f"{XML}\n{PUBMED_SET}\n<PubmedArticleSet>\n<PubmedArticle>")
    found = records(out)
    assert list(found) == ["1", "2"]
    assert found["1"].text == "METHODS: We gave 1 mg of zidolol.\nRESULTS: Pain fell (P<0.05)."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trials.xml", "trials.xml.meta.json"]


def test_jsonl_has_the_record(entrez, run, tmp_path):
    pubmed(entrez, 7, pmcid="PMC70", doi="10.1000/seven")
    out = tmp_path / "trials.jsonl"
    assert run("7", "-o", out).exit_code == 0
    assert lines(out) == [
        {
            "doc_id": "7",
            "text": "METHODS: We gave 7 mg of zidolol.\nRESULTS: Pain fell (P<0.05).",
            "title": "Zidolol for pain, part 7",
            "pmid": "7",
            "pmcid": "PMC70",
            "doi": "10.1000/seven",
            "journal": "Trials of Nothing",
            "year": 2021,
            "publication_types": ["Randomized Controlled Trial"],
        }
    ]
    assert records(out)["7"].title == "Zidolol for pain, part 7"


def test_biopython_reads_the_xml(entrez, run, tmp_path):
    from Bio import Entrez as Biopython

    pubmed(entrez, *range(1, 4))
    out = tmp_path / "trials.xml"
    run("1", "2", "3", "-o", out)
    with out.open("rb") as file:
        assert len(Biopython.read(file)["PubmedArticle"]) == 3


def test_identifiers_of_all_kinds(entrez, run, tmp_path):
    entrez.records["pubmed"] = {
        "1": citation(1),
        "2": citation(2, pmcid="PMC20"),
        "3": citation(3, doi="10.1000/A<3>"),
        "4": citation(4, doi="10.1000/other"),
    }
    listed = tmp_path / "ids.txt"
    listed.write_text("# found by hand\n1\n\nhttps://doi.org/10.1000/a<3>\npmc20\n", "utf-8")
    out = tmp_path / "out.xml"
    result = run(listed, "1", "-o", out)
    assert result.exit_code == 0, result.stderr
    assert sorted(records(out)) == ["1", "2", "3"]
    (search,) = entrez.asked("esearch")
    assert search["term"] == '"10.1000/a<3>"[doi] OR "PMC20"[pmcid]'


def test_the_doi_of_a_reference_is_not_the_article_s(entrez, run, tmp_path):
    pubmed(entrez, 1)  # its reference is 10.9999/cited, and the search finds it by that
    result = run("10.9999/cited", "-o", tmp_path / "out.xml")
    assert result.exit_code == 1
    assert result.stderr == "error: 10.9999/cited: no such article in PubMed\n"
    assert not (tmp_path / "out.xml").exists()


def test_two_articles_that_share_a_doi(entrez, run, tmp_path):
    pubmed(entrez, 1, 2, doi="10.1000/both")
    assert run("1", "2", "1", "-o", tmp_path / "out.xml").exit_code == 0
    assert list(records(tmp_path / "out.xml")) == ["1", "2"]


def test_what_a_search_for_dois_finds_besides_is_left_out(entrez, run, tmp_path):
    entrez.records["pubmed"] = {str(n): citation(n, doi=f"10.1000/{n}") for n in (1, 2, 3)}
    entrez.search = lambda records, p: Entrez.search(entrez, records, p | {"term": "everything"})
    assert run("10.1000/2", "-o", tmp_path / "out.xml").exit_code == 0
    assert list(records(tmp_path / "out.xml")) == ["2"]
    assert [p["id"] for p in entrez.asked("efetch")] == ["1,2,3"]


def test_what_is_unknown_is_named_and_the_rest_is_fetched(entrez, run, tmp_path):
    pubmed(entrez, 1, 3)
    listed = tmp_path / "ids.txt"
    listed.write_text("1\n2\n10.1000/none\nNCT0001\n3\n", "utf-8")
    out = tmp_path / "out.xml"
    result = run(listed, "-o", out)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"error: {listed}:4: 'NCT0001' is no PMID, PMCID or DOI",
        "error: PMID 2: no such article in PubMed",
        "error: 10.1000/none: no such article in PubMed",
    ]
    assert list(records(out)) == ["1", "3"]
    meta = json.loads((tmp_path / "out.xml.meta.json").read_text("utf-8"))
    assert meta["errors"]["count"] == 3
    assert meta["articles"] == {"fetched": 2, "kept": 0}
    assert meta["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()


def test_an_article_without_an_abstract(entrez, run, tmp_path):
    pubmed(entrez, 1)
    pubmed(entrez, 2, abstract=False)
    result = run("1", "2", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0
    assert result.stderr == "warning: PubMed: 1 article without an abstract, left out: 2\n"
    assert [line["doc_id"] for line in lines(tmp_path / "out.jsonl")] == ["1"]
    assert run("1", "2", "-o", tmp_path / "out.xml").stderr == ""
    assert (tmp_path / "out.xml").read_text("utf-8").count("<PubmedArticle>") == 2


def test_many_are_posted_and_fetched_in_batches(entrez, run, tmp_path):
    pubmed(entrez, *range(1, 451))
    listed = tmp_path / "ids.txt"
    listed.write_text("\n".join(map(str, range(1, 452))), "utf-8")
    out = tmp_path / "out.xml"
    result = run(listed, "-o", out)
    assert result.stderr == "error: PMID 451: no such article in PubMed\n"
    assert len(records(out)) == 450
    assert len(entrez.asked("epost")) == 1
    stretches = [(p["retstart"], p["retmax"]) for p in entrez.asked("efetch") if "WebEnv" in p]
    assert stretches == [("0", "200"), ("200", "200"), ("400", "51")]
    assert [p["id"] for p in entrez.asked("efetch") if "id" in p] == ["451", "451"]


def test_a_history_that_is_gone(entrez, run, tmp_path):
    pubmed(entrez, *range(1, 301))
    entrez.forgets = True
    assert run("--query", "zidolol", "-o", tmp_path / "out.xml").exit_code == 0
    assert len(records(tmp_path / "out.xml")) == 300


def test_one_id_that_spoils_its_batch(entrez, run, tmp_path):
    pubmed(entrez, *range(1, 9))
    entrez.spoiled_by = "99"
    result = run(*range(1, 9), "99", "-o", tmp_path / "out.xml")
    assert result.exit_code == 1
    assert result.stderr == "error: PMID 99: efetch: HTTP 400: Invalid UID 99\n"
    assert len(records(tmp_path / "out.xml")) == 8


def test_whole_articles_of_pubmed_central(entrez, run, tmp_path):
    entrez.records["pmc"] = {str(n): article(n) for n in range(1, 46)}
    out = tmp_path / "out.xml"
    result = run(*(f"PMC{n}" for n in range(1, 44)), "10.5555/whole.44", "945", "PMC99", "--database", "pmc", "-o", out)
    assert result.stderr == "error: PMC99: PMCID 99 is closed\n"
    found = records(out)
    assert len(found) == 45
    assert found["PMC44"].doi == "10.5555/whole.44"
    assert found["PMC1"].text == "Methods: We studied 1 mice.\nResults: Pain fell by 12 points."
    assert "<p>All of it.</p>" in out.read_text("utf-8")


# Queries.


def test_a_query(entrez, run, tmp_path):
    pubmed(entrez, *range(1, 6))
    out = tmp_path / "out.jsonl"
    assert run("--query", "zidolol AND pain", "-o", out, "--max", "3").stderr == ""
    assert [line["doc_id"] for line in lines(out)] == ["1", "2", "3"]
    meta = json.loads((tmp_path / "out.jsonl.meta.json").read_text("utf-8"))
    assert meta["search"] == {"translation": "zidolol AND pain[All Fields]", "count": 5}
    assert meta["settings"]["query"] == "zidolol AND pain"


def test_a_query_that_finds_nothing(entrez, run, tmp_path):
    result = run("--query", "nonsense", "-o", tmp_path / "out.xml")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "warning: PubMed: no article has 'nonsense'",
        "error: PubMed: the query finds no article (it was read as: nonsense[All Fields])",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_query_beyond_the_window_is_divided_by_date(entrez, monkeypatch):
    monkeypatch.setattr(entrez, "window", 10)
    small = replace(PUBMED, window=10)
    pubmed(entrez, *range(1, 61))
    entrez.entered = {str(n): f"{1990 + n // 3}/0{1 + n % 3}/15" for n in range(1, 61)}
    client = Client("pubmed", base=entrez.base)
    search = find(client, small, "zidolol")
    assert search.count == 60 and sorted(map(int, search.ids)) == list(range(1, 61))
    assert len(find(client, small, "zidolol", most=25).ids) == 25
    assert entrez.asked("esearch")[1]["datetype"] == "edat"


def test_more_on_one_day_than_the_window_is_said(entrez, monkeypatch):
    entrez.window = 10
    small = replace(PUBMED, window=10)
    pubmed(entrez, *range(1, 21))
    entrez.entered = {str(n): "2001/02/03" for n in range(1, 21)}
    search = find(Client("pubmed", base=entrez.base), small, "zidolol")
    assert len(search.ids) == 10
    assert search.notes == ("the query finds 20 articles, of which NCBI listed 10",)


def test_a_query_of_pubmed_central_is_paged(entrez):
    entrez.window = 9999
    entrez.records["pmc"] = {str(n): "" for n in range(1, 25001)}
    search = find(Client("pmc", base=entrez.base), PMC, "zidolol")
    assert len(search.ids) == 25000
    assert len(entrez.asked("esearch")) == 3


# A server that fails.


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            (429, {"Retry-After": "0"}, '{"error":"API rate limit exceeded"}'),
            "efetch: HTTP 429: API rate limit exceeded",
        ),
        ((500, {}, "oops"), "efetch: HTTP 500 Internal Server Error"),
        ((502, {}, "<html>bad gateway</html>"), "efetch: HTTP 502 Bad Gateway"),
        ((200, {}, "<html>busy</html>"), "the answer is <html>, not <PubmedArticleSet>"),
        ((200, {}, ""), "the answer is no whole XML"),
        ("broken", "efetch: IncompleteRead"),
        ("truncated", "the answer is no whole XML"),
    ],
)
def test_a_failure_is_tried_again(entrez, run, tmp_path, fault, message):
    pubmed(entrez, 1, 2)
    entrez.faults = [fault, fault]
    result = run("1", "2", "-o", tmp_path / "out.xml")
    assert result.exit_code == 0, result.stderr
    said = result.stderr.splitlines()
    assert len(said) == 2 and all(line.startswith(f"warning: {message}") for line in said)
    assert list(records(tmp_path / "out.xml")) == ["1", "2"]
    assert len(entrez.requests) == 3


@pytest.mark.parametrize(
    "fault",
    [
        (503, {}, ""),
        "broken",
        "truncated",
        (200, {}, "<eSearchResult><ERROR>Search Backend failed</ERROR></eSearchResult>"),
    ],
)
def test_a_search_that_fails_is_tried_again(entrez, run, tmp_path, fault):
    pubmed(entrez, 1)
    entrez.faults = [fault]
    assert run("--query", "zidolol", "-o", tmp_path / "out.xml").exit_code == 0
    assert list(records(tmp_path / "out.xml")) == ["1"]


def test_a_post_that_is_refused_is_done_without(entrez, run, tmp_path):
    pubmed(entrez, *range(1, 251))
    entrez.faults = [None, (200, {}, f"{XML}{EPOST}<ePostResult><ERROR>Wrong list</ERROR></ePostResult>")]
    result = run("--query", "zidolol", "-o", tmp_path / "out.xml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(records(tmp_path / "out.xml")) == 250


def test_waits_grow_and_follow_the_server(entrez, monkeypatch):
    waits = []
    monkeypatch.setattr(client_module, "FIRST_WAIT", 1.0)
    monkeypatch.setattr(client_module.time, "sleep", waits.append)
    pubmed(entrez, 1)
    entrez.faults = [(500, {}, "")] * 3 + [(429, {"Retry-After": "33"}, ""), (429, {"Retry-After": "9999"}, "")]
    Client("pubmed", base=entrez.base).fetch("PubmedArticleSet", ["1"])
    waits = [wait for wait in waits if wait]
    assert 0.5 <= waits[0] <= 1.5 and 1 <= waits[1] <= 3 and 2 <= waits[2] <= 6
    assert waits[3:] == [33, 120]


def test_the_pace(entrez, monkeypatch):
    waits = []
    monkeypatch.setattr(client_module, "PAUSE", 0.37)
    monkeypatch.setattr(client_module.time, "sleep", waits.append)
    client = Client("pubmed", base=entrez.base)
    for _ in range(3):
        client.search("zidolol", retmax=1)
    assert waits[0] == 0 and all(0.2 < wait <= 0.37 for wait in waits[1:])


def test_who_asks(entrez, run, tmp_path):
    pubmed(entrez, 1)
    out = tmp_path / "out.xml"
    assert "NCBI asks for an e-mail address" in run("1", "-o", out, email=None).stderr
    run("1", "-o", out, "--api-key", "s3cret")
    first, last = entrez.asked("efetch")
    assert "email" not in first and first["tool"] == "trialfacts"
    assert (last["email"], last["api_key"]) == ("me@example.org", "s3cret")


def test_the_key_is_not_told(entrez, run, tmp_path):
    entrez.faults = [(400, {}, '{"error":"API key invalid: s3cret","api-key":"s3cret"}')]
    result = run("1", "-o", tmp_path / "out.xml", "--api-key", "s3cret")
    assert result.exit_code == 1
    assert result.stderr == (
        f"error: {tmp_path / 'out.xml'}: not complete: efetch: HTTP 400: API key invalid: (the key)\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_no_server(entrez):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Client("pubmed", base=f"http://127.0.0.1:{port}/")
    with pytest.raises(EntrezError, match=r"efetch: Connection refused \(6 tries\)"):
        client.fetch("PubmedArticleSet", ["1"])


def test_a_silent_server(entrez, monkeypatch):
    monkeypatch.setattr(client_module, "SILENCE", 0.05)
    monkeypatch.setattr(client_module, "TRIES", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        client = Client("pubmed", base=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        with pytest.raises(EntrezError, match=r"efetch: .*timed out.*\(2 tries\)"):
            client.fetch("PubmedArticleSet", ["1"])


# Going on.


@pytest.mark.parametrize("ending", [".xml", ".jsonl"])
def test_what_was_fetched_is_kept_and_resumed(entrez, run, tmp_path, ending):
    pubmed(entrez, *range(1, 651))
    out = tmp_path / f"out{ending}"
    # The search, the post and two batches are answered; then the server is gone.
    entrez.faults = [None] * 4 + [(500, {}, "")] * 6
    result = run("--query", "zidolol", "-o", out)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        f"error: {out}: not complete: efetch: HTTP 500 Internal Server Error (6 tries);"
        f" 400 articles kept in {out}.part, --resume goes on from there"
    )
    assert not out.exists()

    refused = run("--query", "zidolol", "-o", out)
    assert refused.exit_code == 2
    assert refused.stderr == (
        f"error: {out}.part: holds 400 articles of an interrupted fetch; go on with --resume, or remove it\n"
    )

    entrez.requests.clear()
    result = run("--query", "zidolol", "-o", out, "--resume")
    assert (result.exit_code, result.stdout) == (0, f"250 articles fetched, 400 kept: {out}\n")
    assert sorted(map(int, records(out))) == list(range(1, 651))
    assert len(entrez.posted[-1]) == 250
    assert not (tmp_path / f"out{ending}.part").exists()


@pytest.mark.parametrize("ending", [".xml", ".jsonl"])
def test_a_torn_end_is_dropped(entrez, run, tmp_path, ending):
    pubmed(entrez, 1, 2, 3)
    out, part = tmp_path / f"out{ending}", tmp_path / f"out{ending}.part"
    run("1", "2", "-o", out)
    whole = out.read_bytes()
    cut = whole.rindex(b"Pain fell")
    out.unlink()
    part.write_bytes(whole[:cut])
    assert run("1", "2", "3", "-o", out, "--resume").stdout == f"2 articles fetched, 1 kept: {out}\n"
    assert list(records(out)) == ["1", "2", "3"]


@pytest.mark.parametrize("ending", [".xml", ".jsonl"])
def test_a_complete_file_is_added_to(entrez, run, tmp_path, ending):
    pubmed(entrez, 1, 2, doi=None)
    out = tmp_path / f"out{ending}"
    run("1", "2", "-o", out)
    before = out.read_bytes()
    entrez.requests.clear()
    assert run("1", "2", "-o", out, "--resume").stdout == f"0 articles fetched, 2 kept: {out}\n"
    assert entrez.requests == [] and out.read_bytes() == before
    pubmed(entrez, 3)
    assert run("--query", "zidolol", "-o", out, "--resume").stdout == f"1 article fetched, 2 kept: {out}\n"
    assert list(records(out)) == ["1", "2", "3"]
    # Without --resume it is fetched anew.
    assert run("3", "-o", out).exit_code == 0
    assert list(records(out)) == ["3"]


def test_a_file_of_something_else_is_not_resumed(entrez, run, tmp_path):
    out = tmp_path / "out.xml"
    out.write_text("<notes>mine</notes>", "utf-8")
    result = run("1", "-o", out, "--resume")
    assert result.exit_code == 2
    assert result.stderr == f"error: {out}: holds no article of PubMed to go on from\n"
    assert out.read_text("utf-8") == "<notes>mine</notes>"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("options", [[], ["--resume"]])
def test_an_interrupted_fetch_from_the_other_database_is_not_lost(entrez, run, tmp_path, options):
    part = tmp_path / "out.xml.part"
    part.write_text(f"<pmc-articleset>{article(1)}", "utf-8")
    before = part.read_bytes()
    result = run("1", "-o", tmp_path / "out.xml", *options)
    assert result.exit_code == 2 and str(part) in result.stderr
    assert part.read_bytes() == before


def test_an_interrupted_fetch_without_an_article_is_nothing(entrez, run, tmp_path):
    pubmed(entrez, 1)
    (tmp_path / "out.xml.part").write_text("<PubmedArticleSet>\n<PubmedArticle><Medline", "utf-8")
    assert run("1", "-o", tmp_path / "out.xml").exit_code == 0
    assert list(records(tmp_path / "out.xml")) == ["1"]


def test_a_failure_leaves_the_file_that_stood_there(entrez, run, tmp_path):
    out = tmp_path / "out.xml"
    pubmed(entrez, 1)
    run("1", "-o", out)
    before = out.read_bytes()
    entrez.faults = [(500, {}, "")] * 6
    assert run("1", "-o", out).exit_code == 1
    assert out.read_bytes() == before


KILLED = """
import os, sys
from pathlib import Path
from trialfacts.fetch import PUBMED, Client, Identifier, Job, Store
from trialfacts.fetch import client, job
client.PAUSE = 0.0
store = Store(Path(sys.argv[2]), PUBMED)
store.open(resume=False)
asked = [Identifier("pmid", str(n)) for n in range(1, 601)]
batches = 0
for item in Job(Client("pubmed", base=sys.argv[1]), PUBMED, store).fetch(asked):
    batches += 1
    if batches == 2:
        os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_killed_in_the_middle(entrez, run, tmp_path):
    pubmed(entrez, *range(1, 601))
    out = tmp_path / "out.xml"
    done = subprocess.run([sys.executable, "-c", KILLED, entrez.base, str(out)], check=False)
    assert done.returncode == -9
    result = run("--query", "zidolol", "-o", out, "--resume")
    assert result.stdout == f"200 articles fetched, 400 kept: {out}\n"
    assert len(records(out)) == 600


def test_a_full_disk(entrez, run, tmp_path, monkeypatch):
    pubmed(entrez, 1)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    out = tmp_path / "out.xml"
    monkeypatch.setattr(job_module.Store, "add", lambda *_: full(0))
    result = run("1", "-o", out)
    assert (result.exit_code, result.stderr) == (1, f"error: {out}: not complete: No space left on device\n")
    assert list(tmp_path.iterdir()) == []


def test_interrupted_by_hand(entrez, run, tmp_path, monkeypatch):
    pubmed(entrez, *range(1, 401))
    fetch_posted, calls = Client.fetch_posted, []

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return fetch_posted(*arguments)

    monkeypatch.setattr(Client, "fetch_posted", interrupted)
    result = run("--query", "zidolol", "-o", tmp_path / "out.xml")
    assert result.exit_code == 1
    assert "not complete: interrupted; 200 articles kept in" in result.stderr


# The texts that annotations belong to.


def gold(path, **texts):
    entries = [
        {"doc_id": doc_id, "text_sha256": hashlib.sha256(text.encode()).hexdigest()} for doc_id, text in texts.items()
    ]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    return path


def test_the_texts_of_annotations(entrez, run, tmp_path):
    entrez.records["pmc"] = {"1": article(1), "2": article(2), "3": article(3, "It grew 10<sup>-4</sup>-fold.")}
    annotations = gold(
        tmp_path / "gold.jsonl",
        PMC1="Methods: We studied 1 mice.\nResults: Pain fell by 12 points.",
        PMC2="An older version of the text.",
        PMC3="Methods: We studied 3 mice.\nResults: It grew 10-4-fold.",
        PMC4="Gone.",
    )
    out = tmp_path / "texts.jsonl"
    result = run("--for", annotations, "-o", out)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "error: PMC4: PMCID 4 is closed",
        "warning: PMC2: the text is not the one annotated (SHA-256 differs): evaluate will leave it out",
    ]
    texts = {line["doc_id"]: line["text"] for line in lines(out)}
    assert list(texts) == ["PMC1", "PMC2", "PMC3"]
    assert texts["PMC3"] == "Methods: We studied 3 mice.\nResults: It grew 10-4-fold."

    del entrez.records["pmc"]["2"]
    again = run("--for", annotations, "-o", out, "--resume")
    assert "3 kept" in again.stdout and "PMC2: the text is not" in again.stderr


def test_annotations_of_other_texts(entrez, run, tmp_path):
    annotations = gold(tmp_path / "gold.jsonl", **{"corpus-1": "x"})
    result = run("--for", annotations, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert result.stderr == f"error: {annotations}:1: doc_id 'corpus-1' is no PMCID: its text cannot be fetched\n"


def test_evaluate_reads_the_texts(entrez, run, tmp_path):
    from trialfacts.read.annotations import read_annotations

    entrez.records["pmc"] = {"1": article(1)}
    text = "Methods: We studied 1 mice.\nResults: Pain fell by 12 points."
    annotations = gold(tmp_path / "gold.jsonl", PMC1=text)
    run("--for", annotations, "-o", tmp_path / "texts.jsonl")
    texts = {doc_id: record.text for doc_id, record in records(tmp_path / "texts.jsonl").items()}
    (document,) = read_annotations(read.Source.of_file(annotations), texts)
    assert document.doc_id == "PMC1"


# Mistakes in the command.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "out.xml"], "say what to fetch: ids, or --query, or --for; one of the three"),
        (["1", "--query", "x", "-o", "out.xml"], "say what to fetch: ids, or --query, or --for; one of the three"),
        (["--query", " ", "-o", "out.xml"], "--query is empty"),
        (["1", "--max", "3", "-o", "out.xml"], "--max takes a number from 1, and goes with --query"),
        (["--query", "x", "--max", "0", "-o", "out.xml"], "--max takes a number from 1, and goes with --query"),
        (["1"], "say where to write: -o FILE.xml or -o FILE.jsonl"),
        (["1", "-o", "out.csv"], "out.csv: unknown ending '.csv'; articles are written to .xml or .jsonl"),
        (["1", "-o", "none/out.xml"], "none/out.xml: there is no folder none"),
        (["1", "-o", "folder.xml"], "folder.xml: is a folder"),
        (["1", "-o", "out.xml", "--database", "gene"], "unknown database 'gene'; there are pubmed and pmc"),
        (["--for", "g.jsonl", "-o", "out.xml"], "out.xml: the texts of annotations are written to .jsonl"),
        (["--for", "g.jsonl", "-o", "g.jsonl"], "g.jsonl: is an input of this run"),
        (["--for", "none.jsonl", "-o", "out.jsonl"], "none.jsonl: no such file"),
        (
            ["--for", "g.jsonl", "--database", "pubmed", "-o", "o.jsonl"],
            "--for fetches from pmc, whose texts were annotated",
        ),
        (["nonsense", "-o", "out.xml"], "nonsense: is no PMID, PMCID (PMC...) or DOI (10....), nor a file of these"),
    ],
)
def test_usage(entrez, run, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.xml").mkdir()
    (tmp_path / "g.jsonl").write_text("{}\n", "utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (2, f"error: {message}\n")
    assert entrez.requests == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.xml", "g.jsonl"]


def test_ids_from_standard_input(entrez, run, tmp_path):
    pubmed(entrez, 1, 2)
    assert run("-", "-o", tmp_path / "out.xml", stdin="1\n2\n").exit_code == 0
    assert list(records(tmp_path / "out.xml")) == ["1", "2"]


def test_a_job_without_the_command(entrez, tmp_path):
    pubmed(entrez, 5)
    store = Store(tmp_path / "out.jsonl", PUBMED)
    store.open(resume=False)
    assert list(Job(Client("pubmed", base=entrez.base), PUBMED, store).fetch([Identifier("pmid", "5")])) == [1]
    store.finish()
    assert [line["doc_id"] for line in lines(tmp_path / "out.jsonl")] == ["5"]
