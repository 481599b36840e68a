"""Reading texts, JSON lines and annotations; other formats have tests of their own."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest

from trialfacts.facts import KINDS, DocumentFacts
from trialfacts.read import InputError, Problem, Record, Source, find_sources, read
from trialfacts.read.annotations import read_annotations
from trialfacts.read.source import decode


def items(*paths, **options):
    return list(read(find_sources(map(str, paths), **options)))


def test_a_text_is_one_record_as_it_stands(tmp_path):
    path = tmp_path / "a trial.v2.txt"
    path.write_bytes(b"\xef\xbb\xbfOne line,\r\nand \xc2\xb5g.\n")
    (record,) = items(path)
    assert record == Record("a trial.v2", "One line,\r\nand \u00b5g.\n", where=str(path))


def test_lines_are_records(tmp_path):
    path = tmp_path / "a.jsonl"
    entries = [{"doc_id": 7, "text": "A\u2028B\x85C"}, {"doc_id": "b", "text": "D", "title": "T", "more": [1]}]
    path.write_text("\n".join(json.dumps(e, ensure_ascii=False) for e in entries) + "\n\n", encoding="utf-8")
    first, second = items(path)
    assert (first.doc_id, first.text, first.where) == ("7", "A\u2028B\x85C", f"{path}:1")
    assert (second.doc_id, second.title, second.where) == ("b", "T", f"{path}:2")


def test_lines_tell_of_their_articles(tmp_path):
    told = {
        "title": "T",
        "pmid": 31,
        "doi": "10.1/x",
        "journal": "J",
        "year": 2020,
        "publication_types": ["Review", ""],
    }
    odd = {"pmid": True, "journal": ["J"], "year": "soon", "publication_types": "Review", "doi": ""}
    path = tmp_path / "a.jsonl"
    entries = [{"doc_id": "a", "text": "x"} | told, {"doc_id": "b", "text": "x"} | odd]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    first, second = read(find_sources([str(path)]))
    assert first.article() == told | {"pmid": "31", "publication_types": ["Review"]}
    assert second.article() == {}


def test_a_folder_is_read_in_order_without_what_is_hidden_or_excluded(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in (
        "b.txt",
        "a.TXT",
        "sub/c.txt",
        ".hidden.txt",
        ".git/d.txt",
        "e.md",
        "out.jsonl",
        "out.jsonl.meta.json",
    ):
        (tmp_path / name).write_text("It fell.", encoding="utf-8")
    found = items(tmp_path, exclude=[tmp_path / "out.jsonl"])
    assert [record.doc_id for record in found] == ["a", "b", "c"]


def test_the_first_of_two_with_one_name_counts(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    first, second = items(tmp_path)
    assert first.text == "a.txt"
    assert isinstance(second, Problem) and str(tmp_path / "a.txt") in second.message


def test_content_tells_what_has_no_ending(tmp_path):
    for name, content in (("lines", '\n {"doc_id": "x", "text": "It fell."}'), ("text", "{braces} fell.")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert [record.doc_id for record in items(tmp_path / "lines", tmp_path / "text")] == ["x", "text"]


@pytest.mark.parametrize("name", ["none.txt", "a.docx", "empty"])
def test_inputs_that_cannot_be(tmp_path, name):
    (tmp_path / "a.docx").write_text("It fell.", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=name):
        find_sources([str(tmp_path / name)])


def test_the_hash_is_that_of_the_file(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"doc_id": "x", "text": "It fell."}\n'))
    sources = find_sources([str(path)])
    assert len(list(read(sources))) == 1
    about = sources[0][0].to_dict()
    assert about["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (about["bytes"], about["records"]) == (path.stat().st_size, 1)


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [(b"\xc2\xb1", "\u00b1", False), (b"\xb1", "\u00b1", True), (b"\xef\xbb\xbfa", "a", False)],
)
def test_encodings(data, text, warned):
    decoded, warning = decode(data)
    assert decoded == text and bool(warning) is warned


@pytest.mark.parametrize("data", [b"a\0b", b"\x81"])
def test_bytes_that_are_no_text(data):
    with pytest.raises(ValueError, match="NUL|neither"):
        decode(data)


def test_annotations(tmp_path):
    path = tmp_path / "gold.jsonl"
    empty = {kind: [] for kind in KINDS}
    lines = [{"doc_id": 7, "n_total": 3} | empty, {"doc_id": "none"} | empty, {"doc_id": "7"} | empty, {"doc_id": None}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    document, *problems = read_annotations(Source.of_file(path), {"7": "It fell."})
    assert isinstance(document, DocumentFacts) and (document.doc_id, document.n_total) == ("7", 3)
    assert [problem.where for problem in problems] == [f"{path}:{line}" for line in (2, 3, 4)]
