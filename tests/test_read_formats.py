"""The readers of the formats, on small files written here, whole and damaged."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from trialfacts.read import (
    InputError,
    Options,
    Record,
    Source,
    bioc,
    delimited,
    excel,
    find_sources,
    jats,
    jsonl,
    medline,
    parquet,
    pubmed,
    read,
    recognise,
    ris,
)

# How many damaged files are tried of each format.
EXAMPLES = int(os.environ.get("TRIALFACTS_FUZZ", "200"))


def run(*inputs, options=None):
    """The records and the problems, as texts, of some inputs."""
    items = list(read(find_sources(map(str, inputs), options=options)))
    return [i for i in items if isinstance(i, Record)], [str(i) for i in items if not isinstance(i, Record)]


def run_bytes(reader, data, options=None):
    """The same of bytes that a reader reads; unreadable ones, as damaged gzip is, end what there is."""
    source = Source("made", "made", lambda: io.BytesIO(data), options)
    items = []
    with contextlib.suppress(OSError):
        items.extend(reader(source))
    return [i for i in items if isinstance(i, Record)], [str(i) for i in items if not isinstance(i, Record)]


def write(path: Path, content) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# PubMed


def citation(pmid, abstract="<AbstractText>We gave zidolol.</AbstractText>", title="A trial", more="", data=""):
    abstract = f"<Abstract>{abstract}</Abstract>" if abstract else ""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID><Article>'
        "<Journal><JournalIssue><PubDate><Year>2019</Year></PubDate></JournalIssue><Title>Made Journal</Title>"
        "</Journal>"
        f"<ArticleTitle>{title}</ArticleTitle>{abstract}<PublicationTypeList>"
        '<PublicationType UI="D016449">Randomized Controlled Trial</PublicationType></PublicationTypeList>'
        f"</Article>{more}</MedlineCitation><PubmedData><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="doi">10.1000/x{pmid}</ArticleId>'
        f'<ArticleId IdType="pmc">PMC9{pmid}</ArticleId></ArticleIdList>{data}</PubmedData></PubmedArticle>\n'
    )


HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/pubmed.dtd">\n'
)


def citations(*parts):
    return f"{HEAD}<PubmedArticleSet>\n{''.join(parts)}</PubmedArticleSet>\n"


def test_pubmed(tmp_path):
    abstract = (
        '<AbstractText Label="METHODS" NlmCategory="METHODS">We gave\n  <i>zidolol</i> 5 mg/m<sup>2</sup>.'
        '</AbstractText><AbstractText Label="RESULTS:">P&lt;10<sup>-4</sup>; 3&#215;10<sup>6</sup> cells; '
        "CO<sub>2</sub>.</AbstractText>"
        '<AbstractText Label="EMPTY"></AbstractText>'
        '<AbstractText Label="UNLABELLED">It works.</AbstractText><CopyrightInformation>Ours.</CopyrightInformation>'
    )
    references = (
        '<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.9/other</ArticleId></ArticleIdList>'
        "</Reference></ReferenceList>"
    )
    path = write(tmp_path / "a.xml", citations(citation(11, abstract, "On <i>zidolol</i>.", data=references)))
    [record], problems = run(path)
    assert problems == []
    assert record.text == ("METHODS: We gave zidolol 5 mg/m2.\nRESULTS: P<10^-4; 3×10^6 cells; CO2.\nIt works.")
    assert (record.doc_id, record.pmid, record.pmcid, record.doi) == ("11", "11", "PMC911", "10.1000/x11")
    assert (record.title, record.journal, record.year) == ("On zidolol.", "Made Journal", 2019)
    assert record.publication_types == ("Randomized Controlled Trial",)
    assert record.where == f"{path}:4"


def test_formulas():
    formula = """<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">
        <mml:mrow> <mml:mi>P</mml:mi>
          <mml:mo>=</mml:mo> <mml:mn>3</mml:mn> <mml:mo>×</mml:mo>
          <mml:msup> <mml:mn>10</mml:mn>
            <mml:mrow> <mml:mo>-</mml:mo> <mml:mn>4</mml:mn> </mml:mrow> </mml:msup>
          <mml:mtext> </mml:mtext> <mml:mtext>in </mml:mtext>
          <mml:mfrac> <mml:mn>1</mml:mn> <mml:mn>2</mml:mn> </mml:mfrac>
        </mml:mrow> </mml:math>"""
    data = citations(citation(1, f"<AbstractText>It is <DispFormula>{formula}</DispFormula>.</AbstractText>"))
    assert run_bytes(pubmed.read, data.encode())[0][0].text == "It is P=3×10^-4 in1/2."


def test_pubmed_other_abstract_counts_only_alone():
    other = '<OtherAbstract Language="{}"><AbstractText>{}</AbstractText></OtherAbstract>'.format
    both = citation(1, more=other("eng", "Another."))
    alone = citation(2, "", more=other("fre", "Autre.") + other("eng", "Another."))
    found, _ = run_bytes(recognise.xml, citations(both, alone).encode())
    assert [record.text for record in found] == ["We gave zidolol.", "Another."]


def test_pubmed_lone_citation_and_book():
    book = (
        '<PubmedBookArticle><BookDocument><PMID Version="1">7</PMID><Book><PubDate><Year>2001</Year></PubDate>'
        "<BookTitle>A Book</BookTitle></Book><Abstract><AbstractText>On zidolol.</AbstractText></Abstract>"
        "</BookDocument></PubmedBookArticle>"
    )
    found, problems = run_bytes(recognise.xml, (citation(6) + book).encode())
    assert problems == []
    assert [(record.doc_id, record.title, record.year) for record in found] == [
        ("6", "A trial", 2019),
        ("7", "A Book", 2001),
    ]


def test_citations_without_abstract_are_one_warning(tmp_path):
    path = write(
        tmp_path / "a.xml",
        citations(*(citation(n, "" if n % 3 else "<AbstractText>Text.</AbstractText>") for n in range(1, 31))),
    )
    found, problems = run(path)
    assert len(found) == 10
    assert problems == [f"warning: {path}: 20 records have no abstract: 1, 2, 4, 5, 7, ..."]


def test_broken_citations_cost_no_other():
    broken = citation(2).replace("</Article>", "")
    unclosed = citation(4).replace("</PubmedArticle>", "")
    unopened = citation(6).replace("<PubmedArticle>", "")
    nameless = citation(8).replace('<PMID Version="1">8</PMID>', "")
    data = citations(citation(1), broken, citation(3), unclosed, citation(5), unopened, citation(7), nameless)
    found, problems = run_bytes(pubmed.read, data.encode())
    assert [record.doc_id for record in found] == ["1", "3", "5", "7"]
    assert problems == [
        "error: made:5: is no well-formed XML: mismatched tag (line 5)",
        "error: made:7: <PubmedArticle> is not closed before the next; left out",
        "error: made:9: </PubmedArticle> without its beginning; left out",
        "error: made:11: lacks a PMID",
    ]


@pytest.mark.parametrize("cut", [-30, -400])
def test_truncated_xml_gives_what_came_before(cut):
    found, problems = run_bytes(pubmed.read, citations(citation(1), citation(2), citation(3)).encode()[:cut])
    assert [record.doc_id for record in found] == ["1", "2"]
    assert problems == ["error: made:6: <PubmedArticle> is cut off: the file ends in it"]


def test_truncated_between_citations():
    found, problems = run_bytes(pubmed.read, citations(citation(1)).replace("</PubmedArticleSet>", "").encode())
    assert len(found) == 1
    assert problems == ["error: made: ends without </PubmedArticleSet>: it may be cut off"]


def test_encodings_of_xml():
    text = citations(citation(1, "<AbstractText>5 \u00b1 2 \u00b5g</AbstractText>"))
    latin = text.replace('"utf-8"', '"ISO-8859-1"').encode("latin-1")
    assert run_bytes(pubmed.read, latin)[0][0].text == "5 ± 2 µg"
    for name in ("ISO-8859-99", "UTF-7", "rot13", "UTF8", "nonsense"):
        named = text.replace('"utf-8"', f'"{name}"').encode()
        assert run_bytes(pubmed.read, named)[0][0].text == "5 ± 2 µg"
    found, problems = run_bytes(pubmed.read, text.encode("cp1252"))
    assert found[0].text == "5 ± 2 µg"
    assert problems == ["warning: made:4: is not UTF-8: read as Windows-1252 (cp1252)"]
    found, problems = run_bytes(recognise.xml, text.encode("utf-16"))
    assert (found, len(problems)) == ([], 1)


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "zzzzzzzzzz">'
    + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefghij", "bcdefghijk"))
    + '<!ENTITY file SYSTEM "file:///etc/hostname">]>\n'
)


@pytest.mark.parametrize("entity", ["k", "file"])
def test_declared_entities_are_not_expanded(entity):
    data = BOMB + citations(citation(1), citation(2, f"<AbstractText>&{entity};</AbstractText>"))[len(HEAD) :]
    found, problems = run_bytes(recognise.xml, data.encode())
    assert [record.doc_id for record in found] == ["1"]
    assert problems == ["error: made:5: is no well-formed XML: undefined entity (line 5)"]


def test_named_characters_and_outer_prefixes():
    data = citations(citation(1, "<AbstractText>5&nbsp;&micro;g &alpha;&lt;<mml:mi>x</mml:mi></AbstractText>"))
    assert run_bytes(pubmed.read, data.encode())[0][0].text == "5 µg α<x"


@pytest.mark.parametrize("depth", [2_000, 200_000])
def test_deep_nesting_is_one_problem(depth):
    nested = citation(2, f"<AbstractText>{'<i>' * depth}x{'</i>' * depth}</AbstractText>")
    found, problems = run_bytes(pubmed.read, citations(citation(1), nested, citation(3)).encode())
    assert [record.doc_id for record in found] == ["1", "3"]
    assert problems == ["error: made:5: is nested too deeply"]


def test_memory_is_that_of_a_citation():
    def peak(count):
        def chunks():
            yield HEAD.encode() + b"<PubmedArticleSet>"
            for number in range(count):
                yield citation(number, f"<AbstractText>{'zidolol ' * 400}</AbstractText>").encode()
            yield b"</PubmedArticleSet>"

        class Stream(io.RawIOBase):
            parts = chunks()

            def read(self, size=-1):
                return next(self.parts, b"")

        tracemalloc.start()
        assert sum(isinstance(item, Record) for item in pubmed.read(Source("made", "made", Stream))) == count
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(3000) < 1.3 * peak(1000)


# JATS


def article(number, abstract="<abstract><p>We gave zidolol.</p></abstract>", attributes=""):
    return (
        f'<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"{attributes}><front>'
        "<journal-meta><journal-title>Made Journal</journal-title></journal-meta>"
        f'<article-meta><article-id pub-id-type="pmid">5{number}</article-id>'
        f'<article-id pub-id-type="pmc">{number}</article-id><article-id pub-id-type="doi">10.1/{number}</article-id>'
        "<title-group><article-title>A trial<xref>1</xref></article-title></title-group>"
        '<pub-date pub-type="ppub"><year>2012</year></pub-date><pub-date pub-type="epub"><year>2011</year></pub-date>'
        f"{abstract}</article-meta></front><body><p>Body.</p></body></article>\n"
    )


def test_jats(tmp_path):
    abstract = (
        '<abstract abstract-type="graphical"><p>Not this.</p></abstract>'
        "<abstract><title>Abstract</title><sec><title>Methods:</title><p>We gave\n 5&#x000a0;mg "
        '<italic>zidolol</italic> (<xref ref-type="fig">Figure</xref>).</p><p>Twice.</p></sec>'
        "<sec><title>Results</title><p>P &lt; 10<sup>\u22124</sup>"
        "<inline-formula><alternatives><tex-math>\\alpha</tex-math><math><mi>x</mi></math></alternatives>"
        "</inline-formula>"
        "</p></sec></abstract>"
    )
    path = write(tmp_path / "a.nxml", f"<!DOCTYPE article>\n{article(31, abstract)}")
    [record], problems = run(path)
    assert problems == []
    assert record.text == "Methods: We gave 5 mg zidolol (Figure). Twice.\nResults: P < 10^\u22124x"
    assert (record.doc_id, record.pmid, record.pmcid, record.doi) == ("PMC31", "531", "PMC31", "10.1/31")
    assert (record.journal, record.year, record.publication_types) == ("Made Journal", 2011, ("research-article",))


def test_jats_which_abstract():
    alone = '<abstract abstract-type="teaser"><p>Only this.</p></abstract>'
    spanish = (
        '<abstract xml:lang="es"><p>Se dio zidolol.</p></abstract>'
        '<trans-abstract xml:lang="en"><p>Zidolol was given.</p></trans-abstract>'
    )
    data = "<pmc-articleset>" + article(1, alone) + article(2, spanish) + article(3, "") + "</pmc-articleset>"
    found, problems = run_bytes(recognise.xml, data.encode())
    assert [record.text for record in found] == ["Only this.", "Zidolol was given."]
    assert problems == ["warning: made: 1 record has no abstract: PMC3"]


def test_jats_ids_and_namespaces():
    data = article(1, attributes=' xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/"')
    bare = article(2).replace('<article-id pub-id-type="pmc">2</article-id>', "")
    found, problems = run_bytes(recognise.xml, (data + bare).encode())
    assert ([record.doc_id for record in found], problems) == (["PMC1", "10.1/2"], [])


def test_jats_broken_body_does_not_matter():
    assert len(run_bytes(jats.read, article(1).replace("</p></body>", "").encode())[0]) == 1
    assert len(run_bytes(jats.read, article(1).replace("</body></article>", "").encode())[0]) == 1


def test_unknown_xml(tmp_path):
    path = write(tmp_path / "page.xml", "<html><body>Not found</body></html>")
    assert run(path) == ([], [f"error: {path}: is not PubMed, JATS or BioC XML"])


# Tagged lines

NBIB = """
PMID- {0}
OWN - NLM
DP  - 2018 Mar
TI  - A trial of zidolol in adults
      with hay fever.
LID - 10.1000/y{0} [doi]
AB  - METHODS: We gave zidolol 5 mg
      twice daily. RESULTS: Fine.
FAU - Maker, A
PT  - Journal Article
PT  - Randomized Controlled Trial
JT  - Made journal
PMC - PMC8{0}
"""


@pytest.mark.parametrize("ending", [".nbib", ".txt", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_medline(tmp_path, ending, newline):
    path = write(tmp_path / f"saved{ending}", (NBIB.format(1) + NBIB.format(2)).replace("\n", newline))
    (record, other), problems = run(path)
    assert problems == []
    assert record.text == "METHODS: We gave zidolol 5 mg twice daily. RESULTS: Fine."
    assert record.title == "A trial of zidolol in adults with hay fever."
    assert (record.doc_id, record.pmcid, record.doi, record.year) == ("1", "PMC81", "10.1000/y1", 2018)
    assert record.publication_types == ("Journal Article", "Randomized Controlled Trial")
    assert record.journal == "Made journal"
    assert other.doc_id == "2"


def test_medline_broken_records():
    untagged = NBIB.format(2).replace("OWN - NLM", "OWN NLM")
    nameless = NBIB.format(3).replace("PMID- 3", "PMXX- 3")
    twice = NBIB.format(4).replace("OWN - NLM", "AB  - Other.")
    silent = NBIB.format(5).replace("AB  -", "AX  -")
    data = NBIB.format(1) + untagged + nameless + twice + silent + NBIB.format(6)
    found, problems = run_bytes(medline.read, data.encode())
    assert [record.doc_id for record in found] == ["1", "6"]
    assert problems == [
        "error: made:16: has a line without a tag: 'OWN NLM'",
        "error: made:30: lacks a PMID",
        "error: made:44: has more than one abstract",
        "warning: made: 1 record has no abstract: 5",
    ]


RIS = """TY  - JOUR
ID  - K{0}
TI  - A trial of zidolol
AB  - We gave zidolol 5 mg
twice daily.
DO  - https://doi.org/10.1000/z{0}
JO  - Made Journal
PY  - 2015/03//
KW  - hay fever
ER  -
"""


@pytest.mark.parametrize("ending", [".ris", ".txt", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ris(tmp_path, ending, newline):
    path = write(tmp_path / f"saved{ending}", "\ufeff" + (RIS.format(1) + "\n" + RIS.format(2)).replace("\n", newline))
    (record, other), problems = run(path)
    assert problems == []
    assert (record.doc_id, record.text) == ("K1", "We gave zidolol 5 mg twice daily.")
    assert (record.title, record.doi, record.year) == ("A trial of zidolol", "10.1000/z1", 2015)
    assert (record.journal, record.publication_types) == ("Made Journal", ("JOUR",))
    assert other.doc_id == "K2"


def test_ris_with_lines_between():
    between = "Record #{} of 2\nProvider: Made\n{}.\n".format
    data = (between(1, 1) + RIS.format(1) + " \n\n" + between(2, 2) + RIS.format(2)).encode()
    found, problems = run_bytes(recognise.anything, data)
    assert ([record.doc_id for record in found], problems) == (["K1", "K2"], [])


def test_ris_ids():
    pubmed_id = RIS.format(1).replace("ID  - K1", "AN  - 123\nDB  - PubMed\nC2  - PMC77")
    embase = RIS.format(2).replace("ID  - K2", "AN  - 123\nDB  - Embase")
    nothing = RIS.format(3).replace("ID  - K3\n", "").replace("DO  -", "XX  -")
    found, _ = run_bytes(ris.read, (pubmed_id + embase + nothing).encode())
    assert [record.doc_id for record in found] == ["123", "10.1000/z2", "made:3"]
    assert (found[0].pmid, found[0].pmcid) == ("123", "PMC77")


def test_ris_broken_records():
    open_ended = RIS.format(2).replace("ER  -\n", "")
    headless = RIS.format(4).replace("TY  - JOUR\n", "")
    data = RIS.format(1) + open_ended + RIS.format(3) + headless + RIS.format(5) + RIS.format(6)[:-9]
    found, problems = run_bytes(ris.read, data.encode())
    assert [record.doc_id for record in found] == ["K1", "K3", "K5"]
    assert problems == [
        "error: made:11: is not ended (ER) before the next reference; left out",
        "error: made:30: lines of no reference: its beginning (TY) is missing",
        "error: made:49: is cut off: the file ends in it",
    ]


# Tables

HEADER = ("PMID", "Title", "Abstract", "Publication Year")
ROWS = [(n, f"Trial {n}", f"Zidolol, 5 mg.\nNo {n} said \u201cno\u201d.", 2000 + n) for n in range(1, 5)]


def delimited_bytes(rows, mark=",", header=HEADER):
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()


def workbook(rows, header=HEADER):
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Search")
    for row in [header, *rows]:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def parquet_bytes(rows, header=HEADER):
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    columns = list(zip(*rows)) or [()] * len(header)
    table = pyarrow.table(dict(zip((*header, "unused"), [*map(list, columns), [["x"]] * len(rows)])))
    pyarrow.parquet.write_table(table, out, row_group_size=2)
    return out.getvalue()


TABLES = {
    ".csv": delimited_bytes,
    ".tsv": lambda rows, **kw: delimited_bytes(rows, "\t", **kw),
    ".xlsx": workbook,
    ".parquet": parquet_bytes,
}


@pytest.mark.parametrize("ending", TABLES)
def test_tables(tmp_path, ending):
    path = write(tmp_path / f"search{ending}", TABLES[ending](ROWS))
    found, problems = run(path)
    assert problems == []
    assert [(r.doc_id, r.title, r.text, r.year, r.pmid) for r in found] == [
        (str(n), t, a, y, str(n)) for n, t, a, y in ROWS
    ]


@pytest.mark.parametrize("ending", TABLES)
def test_columns_by_name(tmp_path, ending):
    path = write(tmp_path / f"search{ending}", TABLES[ending](ROWS, header=("a", "b", "notes", "key")))
    found, problems = run(path, options=Options(text_column="notes", id_column="key"))
    assert ([record.doc_id for record in found], problems) == (["2001", "2002", "2003", "2004"], [])
    found, problems = run(path, options=Options(text_column="notes"))
    assert ([record.doc_id for record in found], problems) == ([f"search:{n}" for n in range(2, 6)], [])
    found, [problem] = run(path)
    assert (found, "--text-column" in problem, "'notes'" in problem) == ([], True, True)
    found, [problem] = run(path, options=Options(text_column="nots"))
    assert (found, "has no column 'nots'" in problem) == ([], True)


@pytest.mark.parametrize("ending", TABLES)
def test_rows_without_a_text_or_an_id(tmp_path, ending):
    rows = [(1, "t", "Text.", 1), (2, "t", None, 1), (None, "t", "Other.", 1)]
    found, problems = run(write(tmp_path / f"a{ending}", TABLES[ending](rows)))
    assert [record.doc_id for record in found] == ["1", "a:4"]
    assert problems == [f"warning: {tmp_path}/a{ending}: 1 record has no abstract: 2"]


def test_csv_with_semicolons_and_another_encoding(tmp_path):
    data = delimited_bytes([(1, "t", "5 ± 2; yes", 1)], ";").decode().encode("cp1252")
    [record], problems = run(write(tmp_path / "a.csv", data))
    assert record.text == "5 ± 2; yes"
    assert problems == [f"warning: {tmp_path}/a.csv:2: is not UTF-8: read as Windows-1252 (cp1252)"]


def test_csv_broken_rows_cost_no_other():
    good = '{0},t,"Zidolol, 5 mg.",1\n'.format
    short, open_quote, null = '2,"Zidolol, 5 mg."\n', '4,t,"Zidolol, 5 mg.,1\n', "6,t,Zido\0lol,1\n"
    data = "id,title,text,year\n" + good(1) + short + good(3) + open_quote + good(5) + null + good(7)
    found, problems = run_bytes(delimited.read, data.encode())
    assert [record.doc_id for record in found] == ["1", "3", "5", "7"]
    assert [problem.partition(":")[2][:8] for problem in problems] == [" made:3:", " made:5:", " made:7:"]


def test_not_what_the_ending_says(tmp_path):
    for ending in (".xlsx", ".parquet"):
        found, problems = run(write(tmp_path / f"a{ending}", "no such thing"))
        assert (found, len(problems)) == ([], 1)
        assert problems[0].startswith(f"error: {tmp_path}/a{ending}: cannot be read as")


# BioC

PASSAGES = [
    ({"type": "title", "article-id_pmc": "71", "year": "2014"}, "A trial"),
    ({"type": "abstract_title_1"}, "Methods"),
    ({"type": "abstract"}, "We gave zidolol 5 mg."),
    ({"type": "abstract"}, "It was < 10 ± 2."),
    ({"type": "paragraph"}, "Body."),
]
BIOC_TEXT = "Methods: We gave zidolol 5 mg.\nIt was < 10 ± 2."


def bioc_document(doc_id, passages=PASSAGES):
    parts = [
        {"offset": 0, "infons": infons, "text": text, "sentences": [], "annotations": [], "relations": []}
        for infons, text in passages
    ]
    return {"id": str(doc_id), "infons": {}, "passages": parts, "relations": []}


def bioc_collection(documents):
    return {"source": "made", "date": "", "key": "", "infons": {}, "documents": list(documents)}


def bioc_xml_document(doc_id, passages=PASSAGES):
    def infon(item):
        return f'<infon key="{item[0]}">{item[1]}</infon>'

    return (
        f"<document><id>{doc_id}</id>"
        + "".join(
            f"<passage>{''.join(map(infon, infons.items()))}<offset>0</offset><text>{escape(text)}</text></passage>"
            for infons, text in passages
        )
        + "</document>\n"
    )


def bioc_xml(documents):
    return f"<?xml version='1.0'?><collection><source>made</source>\n{''.join(documents)}</collection>"


def bioc_forms():
    document, other = bioc_document(1), bioc_document(2)
    yield ".xml", bioc_xml([bioc_xml_document(1), bioc_xml_document(2)])
    yield ".json", json.dumps(bioc_collection([document, other]))
    yield ".json", json.dumps([bioc_collection([document]), bioc_collection([other])], indent=1)
    yield ".json", json.dumps({"PubTator3": [document, other]})
    yield ".json", f"{json.dumps(document)}\n{json.dumps(other)}\n"


@pytest.mark.parametrize(("ending", "content"), list(bioc_forms()))
def test_bioc(tmp_path, ending, content):
    for name in (f"a{ending}", "without"):
        found, problems = run(write(tmp_path / name, content))
        assert problems == []
        assert [(record.doc_id, record.text) for record in found] == [("1", BIOC_TEXT), ("2", BIOC_TEXT)]
        assert (found[0].title, found[0].pmcid, found[0].year) == ("A trial", "PMC71", 2014)


def test_bioc_without_kinds_or_with_sentences():
    plain = [({}, "We gave zidolol."), ({}, "Fine.")]
    document = bioc_document(1, plain)
    sentences = bioc_document(2, [({"type": "abstract"}, "")])
    sentences["passages"][0]["sentences"] = [{"text": "We gave zidolol."}, {"text": "Fine."}]
    found, _ = run_bytes(bioc.read_json, json.dumps(bioc_collection([document, sentences])).encode())
    assert [record.text for record in found] == ["We gave zidolol.\nFine.", "We gave zidolol. Fine."]


def test_bioc_broken_documents():
    documents = [json.dumps(bioc_document(n)) for n in range(1, 6)]
    documents[1] = documents[1].replace('"id": "2"', '"id": 2"')
    documents[3] = '{"id": "4"}'
    data = json.dumps(bioc_collection([])).replace("[]", "[\n" + ",\n".join(documents) + "\n]")
    found, problems = run_bytes(bioc.read_json, data.encode())
    assert [record.doc_id for record in found] == ["1", "3", "5"]
    assert problems[0].startswith("error: made:3: is no JSON: ")


def test_bioc_of_the_package_reads_the_same():
    package = pytest.importorskip("bioc")
    from bioc import biocjson

    collection = biocjson.loads(json.dumps(bioc_collection([bioc_document(1)])))
    assert run_bytes(bioc.read_xml, package.dumps(collection).encode())[0][0].text == BIOC_TEXT
    assert run_bytes(bioc.read_json, biocjson.dumps(collection).encode())[0][0].text == BIOC_TEXT


# All of them


def formats():
    """Of each format: the reader, the part before the records, the records by doc_id, the part after, the text."""
    given_text = "We gave zidolol."
    row = '"{}",title,"We gave zidolol, 5 mg.",2001\n'.format
    yield "pubmed", pubmed.read, HEAD + "<PubmedArticleSet>\n", citation, "", "</PubmedArticleSet>", given_text
    yield "jats", jats.read, "<pmc-articleset>\n", article, "", "</pmc-articleset>", given_text
    yield (
        "medline",
        medline.read,
        "\n",
        NBIB.lstrip().format,
        "\n",
        "\n",
        "METHODS: We gave zidolol 5 mg twice daily. RESULTS: Fine.",
    )
    yield "ris", ris.read, "", RIS.format, "\n", "", "We gave zidolol 5 mg twice daily."
    yield "csv", delimited.read, "id,title,text,year\n", row, "", "", "We gave zidolol, 5 mg."
    yield (
        "jsonl",
        jsonl.read,
        "",
        lambda n: json.dumps({"doc_id": str(n), "text": given_text}) + "\n",
        "",
        "",
        given_text,
    )
    head, tail = json.dumps(bioc_collection([]), indent=1).split("[]")
    yield (
        "bioc json",
        bioc.read_json,
        head + "[\n",
        lambda n: json.dumps(bioc_document(n), ensure_ascii=False),
        ",\n",
        "]" + tail,
        BIOC_TEXT,
    )
    yield (
        "bioc xml",
        bioc.read_xml,
        bioc_xml([]).removesuffix("</collection>"),
        bioc_xml_document,
        "",
        "</collection>",
        BIOC_TEXT,
    )


FORMATS = {name: rest for name, *rest in formats()}
IDS = range(101, 108)


def built(name):
    """The bytes of a file of seven records, and where each stands in them."""
    _, head, record, between, tail, _ = FORMATS[name]
    data, spans = head.encode(), []
    for number in IDS:
        part = record(number).encode()
        spans.append((len(data), len(data) + len(part)))
        data += part + (between.encode() if number != IDS[-1] else b"")
    return data + tail.encode(), spans


def found_in(name, data):
    reader, *_, text = FORMATS[name]
    records, problems = run_bytes(reader, data)
    return {record.doc_id.removeprefix("PMC").removeprefix("K") for record in records if record.text == text}, problems


def untouched(spans, start, end):
    """The ids of the records that no change between two places, or next to them, reaches."""
    return {str(number) for number, (a, b) in zip(IDS, spans) if end < a - 2 or start > b + 2}


@pytest.mark.parametrize("name", FORMATS)
def test_whole_files(name):
    data, _ = built(name)
    assert found_in(name, data) == ({str(number) for number in IDS}, [])
    assert found_in(name, gzip.compress(data)) == ({str(number) for number in IDS}, [])


def damage(test):
    return pytest.mark.parametrize("name", FORMATS)(settings(max_examples=EXAMPLES, deadline=None)(test))


@damage
@given(place=st.floats(0, 1), size=st.integers(1, 6), new=st.binary(max_size=6))
@example(place=0.5, size=1, new=b'"')
def test_changed_bytes_cost_no_other_record(name, place, size, new):
    data, spans = built(name)
    first = spans[0][0]  # the beginning of a file says how the rest is read
    start = first + int(place * (len(data) - first))
    data = data[:start] + new + data[start + size :]
    assume(not data.startswith(b"\x1f\x8b"))
    found, _ = found_in(name, data)
    assert found >= untouched(spans, start, start + size)


@damage
@given(place=st.floats(0, 1))
def test_truncated_files_give_what_came_before(name, place):
    data, spans = built(name)
    end = int(place * len(data))
    found, problems = found_in(name, data[:end])
    assert found >= untouched(spans, end, len(data))
    assert problems or end >= spans[-1][1] or name in ("jsonl", "csv", "medline", "ris")


@damage
@given(place=st.floats(0, 1), size=st.floats(0, 0.5))
def test_repeated_parts_cost_no_other_record(name, place, size):
    data, spans = built(name)
    first = spans[0][0]
    start = first + int(place * (len(data) - first))
    end = start + int(size * len(data))
    found, _ = found_in(name, data[:end] + data[start:end] + data[end:])
    assert found >= untouched(spans, end, end)


@damage
@given(place=st.floats(0, 1), new=st.binary(min_size=1, max_size=3))
def test_damaged_gzip_is_one_problem(name, place, new):
    data, _ = built(name)
    data = gzip.compress(data)
    start = int(place * len(data))
    source = Source("made", "made", lambda: io.BytesIO(data[:start] + new + data[start + len(new) :]))
    list(read([(source, FORMATS[name][0])]))


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(place=st.floats(0, 1), size=st.integers(0, 50), new=st.binary(max_size=8))
def test_damaged_tables_are_a_problem(ending, place, size, new):
    data = whole_table(ending)
    start = int(place * len(data))
    reader = {".xlsx": excel.read, ".parquet": parquet.read}[ending]
    run_bytes(reader, data[:start] + new + data[start + size :])


_WHOLE: dict[str, bytes] = {}


def whole_table(ending):
    if ending not in _WHOLE:
        _WHOLE[ending] = TABLES[ending](ROWS)
    return _WHOLE[ending]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"<?xml version='1.0'?><PubmedArticleSet>", b"<article>", b"PMID- 1\n", b"TY  - ", b'{"documents":']
    ),
    rest=st.binary(max_size=200) | st.text("<>/&;\"'{}[],:-\n PMIDTYERAB01", max_size=200).map(str.encode),
)
def test_anything_is_read_without_an_exception(start, rest):
    source = Source("made", "made", lambda: io.BytesIO(start + rest))
    assert list(read([(source, None)]))


@pytest.mark.parametrize("name", FORMATS)
def test_content_tells_the_format(name):
    data, _ = built(name)
    if name != "jsonl":
        data = b"\xef\xbb\xbf" + data
    records, problems = run_bytes(recognise.anything, data)
    assert (len(records), problems) == (len(IDS), [])


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
def test_content_tells_the_table(ending):
    assert len(run_bytes(recognise.anything, whole_table(ending))[0]) == len(ROWS)


def test_gzipped_files(tmp_path):
    write(tmp_path / "one.txt.gz", gzip.compress(b"We gave zidolol."))
    write(tmp_path / "two.XML.GZ", gzip.compress(citations(citation(4)).encode()))
    write(tmp_path / "three.gz", gzip.compress(NBIB.format(5).encode()))
    write(tmp_path / "four.csv", gzip.compress(delimited_bytes([(6, "t", "Text.", 1)])))
    found, problems = run(*(tmp_path / name for name in ("one.txt.gz", "two.XML.GZ", "three.gz", "four.csv")))
    assert ([record.doc_id for record in found], problems) == (["one", "4", "5", "6"], [])
    with pytest.raises(InputError, match=r"unknown ending '\.doc'"):
        find_sources([str(write(tmp_path / "a.doc.gz", b""))])


def test_gzipped_file_cut_off(tmp_path):
    data = gzip.compress(
        citations(*(citation(n, f"<AbstractText>{os.urandom(9000).hex()}</AbstractText>") for n in range(9))).encode()
    )
    path = write(tmp_path / "a.xml.gz", data[: len(data) // 2])
    found, problems = run(path)
    assert 2 <= len(found) <= 5
    assert problems == [f"error: {path}: cannot be read: the gzipped file is cut off"]


def test_audit_of_a_gzipped_file(tmp_path):
    import hashlib

    data = gzip.compress(citations(citation(4)).encode())
    sources = find_sources([str(write(tmp_path / "a.xml.gz", data))])
    list(read(sources))
    audit = sources[0][0].to_dict()
    assert (audit["sha256"], audit["bytes"], audit["records"]) == (hashlib.sha256(data).hexdigest(), len(data), 1)


def test_brat_folder(tmp_path):
    write(tmp_path / "a.txt", "We gave zidolol.")
    write(tmp_path / "a.ann", "T1\tDrug 8 15\tzidolol\n")
    found, problems = run(tmp_path)
    assert ([(record.doc_id, record.text) for record in found], problems) == ([("a", "We gave zidolol.")], [])


@pytest.mark.parametrize("ending", [".xml", ".nxml", ".nbib", ".ris", ".csv", ".tsv", ".json", ".xlsx", ".parquet"])
@pytest.mark.parametrize("content", [b"", b"\n \n", b"\0\0\0\0\0", b"\xff\xfe\x00", b"<", b"{", b"["])
def test_files_with_nothing_in_them(tmp_path, ending, content):
    found, problems = run(write(tmp_path / f"a{ending}", content))
    assert found == []
    assert len(problems) == 1


def test_libraries_are_imported_where_they_are_used():
    libraries = ("Bio", "rispy", "openpyxl", "pyarrow", "numpy", "xml.etree.ElementTree")
    script = f"import sys, trialfacts.read; sys.exit([name for name in {libraries} if name in sys.modules] or None)"
    subprocess.run([sys.executable, "-c", script], check=True)
