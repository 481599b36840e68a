"""Page furniture: what stands around an abstract on a web page or in a printout, whose numbers are nobody's facts.

Caution is the rule here: what is marked is lost to extraction, what is missed is at worst an unclaimed number.
"""

from __future__ import annotations

import re

from trialfacts.cleaning.words import TextWords, word_set

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"

# Names for a thing, wherever they stand, each by the letters that it is found by: links, DOIs, numbers of registers and
# of bibliographies.
_REGISTER = r"[ :#-]{0,2}(?:[Nn]o\.?[ ]|[Ii][Dd][: ]{1,2})?\d{3,15}p?\b"
_LINK = r"\S{1,300}"


def _named(*pairs: tuple[str, str]) -> dict[str, re.Pattern[str]]:
    return {sign: re.compile(re.escape(sign) + rest) for sign, rest in pairs}


_IDENTIFIERS = _named(
    ("http", r"s?://" + _LINK), ("www.", _LINK), ("10.", r"\d{4,9}/[^\s,;]{3,200}"),
    ("DRKS", _REGISTER), ("NTR", _REGISTER), ("UMIN", r"(?:-?CTR)?" + _REGISTER), ("RBR-", r"\w{5,8}"),
    ("PMID", r"[: ]{1,2}\d{4,9}"),
    ("PMCID", r"[: ]{1,2}PMC\d{4,9}"), ("ISSN", r"[: ]{1,2}\d{4}-?\d{3}[\dX]"),
)  # fmt: skip
# Those with "CT" (clinical trial) in their names.
_EUDRACT = r"[a-zA-Z ,:.#()]{0,30}\d{4}-\d{6}-\d{2}"
_TRIAL_NUMBERS = _named(
    ("NCT", _REGISTER), ("ISRCTN", _REGISTER), ("ACTRN", _REGISTER), ("KCT", _REGISTER), ("TCTR", _REGISTER),
    ("PACTR", _REGISTER), ("ChiCTR", r"(?:-[A-Z]{2,6}){0,2}[ -]?\d{6,12}"), ("CTRI", r"[/-]\d{4}/\d{2,3}/\d{3,7}"),
    ("IRCT", r"(?:ID:)?[ ]?\d{6,18}[Nn]\d{1,3}"), ("EudraCT", _EUDRACT), ("EUDRACT", _EUDRACT),
)  # fmt: skip
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
# "2003 Dec;13(4):319-25", "2012;31:801-6", "70:828-835,2010", "329(27), 1993, pp. 1993-2000"
_CITATION_SIGN = re.compile(r";[ ]?\d{1,4}[ ]?[(:]")
_PAGES_YEAR = re.compile(r":\d{1,5}-\d{1,5},[ ]?(?:19|20)")
_PAGES = r"[A-Za-z]?\d{1,6}(?:[ ]?-[ ]?[A-Za-z]?\d{1,6})?"
_VOLUME = rf"{_YEAR}[ ]?;[ ]?\d{{1,4}}[ ]?(?:\([^()]{{1,20}}\))?[ ]?:"
_CITATION = re.compile(
    rf"""\b{_YEAR}(?:[ ]{_MONTH}(?:[ -]{_MONTH}|[ ]\d{{1,2}})?)?{_VOLUME.removeprefix(_YEAR)}[ ]?{_PAGES}
      | \b\d{{1,4}}:\d{{1,5}}-\d{{1,5}},[ ]?{_YEAR}
      | \b\d{{1,4}}[ ]?\(\d{{1,3}}\),?[ ]{_YEAR},[ ]pp?\.[ ]?\d{{1,5}}(?:-\d{{1,5}})?""",
    re.X,
)

_LONGEST_LINE = 320
_DATE = (
    rf"(?:{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]{_YEAR}|\d{{1,2}}(?:st|nd|rd|th)?[ ]{_MONTH},?[ ]{_YEAR}"
    rf"|{_MONTH}[ ]{_YEAR}|{_YEAR}[ ]{_MONTH}(?:[ ]\d{{1,2}})?|{_YEAR}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR})"
)
_DATED = r"(?:received|accepted|revised|published|online|in[ ]revised[ ]form)"
# Whole lines.
_LINES = (
    # Published online May 17, 2012; accepted 2012-03-01
    rf"(?:(?:first|e?-?pub|posted|updated|last|available|ahead[ ]of[ ]print|on|date|issue|{_DATED})[ :]{{1,2}}){{0,4}}"
    rf"{_DATE}(?:[ ]?[;,.|][ ]?(?:{_DATED}[ :]{{1,2}}){{1,3}}{_DATE}){{0,4}}\.?",
    # 1 min read, 1,024 views
    r"\d{1,3}[ ]min(?:ute)?s?[ ]read|[\d,.]{1,9}k?[ ](?:views?|shares?|comments?|downloads?|citations?|likes?)",
    # 1. A.B. Author,
    r"(?:\d{1,2}[.)][ ]?)?(?:[A-Z]\.[ -]?){1,3}[ ]?[A-Z][\w'-]{1,30}(?:[ -][A-Z][\w'-]{1,30})?"
    r"(?:[ ]?[\d*,]{1,5})?[,;.]?",
    # J Appl Thing 2021 Dec 01
    rf"[A-Z][A-Za-z.&: ]{{2,80}}[. ]{_YEAR}[ ]{_MONTH}(?:[ ]\d{{1,2}})?(?:[;:.].{{0,150}})?",
    # J Appl Thing, vol. 12, no. 3; pages 12-20
    r"(?:[A-Z][A-Za-z.&: ]{2,80},?[ ])?vol(?:ume|\.)?[ ]\d{1,4}\b.{0,100}"
    r"|pp?(?:ages?|\.)?[ ]?\d{1,5}[ ]?-[ ]?\d{1,5}\.?",
    # 1. Author A et al. Journal 2012;31:801-6.
    rf"(?:\d{{1,3}}[.)]|\[\d{{1,3}}\])[ ].{{5,280}}{_VOLUME}.{{1,40}}",
    r"(?:\u00a9|\(c\)[ ]|copyright\b).{0,250}",
)
_LINE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.X | re.I)
# "1 Department of Medicine, Some Hospital, Some Town": an address, not prose.
_ADDRESS = re.compile(
    r"(?:\d{1,2}[.)]?|\(\d{1,2}\)|[*a-h\u2020])?[ ]?(?:From )?(?:the )?(?:[A-Z][\w'-]{1,20}[ ,]{1,2}){0,5}"
    r"(?:Department|Dept|Division|Institut[eo]?|Faculty|School of|Universit|Hospital|Ospedale|Cent(?:re|er) for"
    r"|Clinic of|Klinik)"
)
_PROSE = re.compile(
    r"\b(?:patients?|subjects|participants|was|were|is|are|had|received|randomi[sz]ed|we|our|compared|trial|study)\b",
    re.I,
)
# "Sixty women were recruited from newspaper advertisements", "participants had to log in daily": no notice
_TRIAL_PROSE = re.compile(
    r"\b(?:patients|participants|subjects|volunteers|adults|(?:wo)?men|children|adolescents|students|smokers|we)\b"
    r"[^.]{0,150}? (?:was|were|had|received|recruited|enrolled)\b|\brecruited\b|\brandomi[sz]ed\b",
)
# Words on buttons and in notices, in lower case.
_NOTICES = (
    "click here", "sign in ", "log in ", "subscribe to", "email alert", "e-mail alert", "to your alerts",
    "all rights reserved", "unable to process your request", "uses cookies", "use of cookies", "accept cookies",
    "download pdf", "download citation", "share on ", "skip to ", "back to top", "get permissions",
    "copyright clearance", "customer service", "customerservice", "read more", "advertisement", "add to favo",
    "view all ",
    "author information", "conflict of interest statement", "disclosure of interest",
    "declaration of interest", "creative commons",
    "article metrics", "table of contents",
)  # fmt: skip
_NOTICE = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, _NOTICES))})")
# A text without any of these words has no notice: a cheap test for all of its lines.
_NOTICE_WORDS = word_set(
    "click sign log subscribe alert alerts reserved unable cookies download share skip top permissions clearance",
    "customer customerservice read advertisement advertisements add view author conflict disclosure declaration",
    "creative metrics contents",
)
# Headings of what follows an abstract on its page.
_AFTERWARDS = frozenset(
    (
        "related questions", "related articles", "related content", "references", "request permissions",
        "statistics from", "statistics from altmetric.com", "similar articles", "cited by", "citing articles",
        "recommended articles", "recommended", "more from this journal", "linked articles", "permissions",
        "rights and permissions", "footnotes", "publication types", "mesh terms", "substances", "associated data",
        "linkout - more resources", "related information", "article metrics", "comments", "cite this article",
        "how to cite this article", "you may also like", "most read", "trending", "bibliography", "literature cited",
        "figures", "sources", "further reading", "author notes", "correspondence",
    )
)  # fmt: skip
_BEFORE = frozenset(
    ("abstract", "summary", "background", "introduction", "methods", "results", "objective", "objectives")
)
_LEAST_PROSE = 150  # characters, in lines of 60 or more, before such a heading: the abstract itself


def find_furniture(text: str, words: TextWords | None = None) -> list[tuple[int, int]]:
    """The half-open spans of a cleaned text that are page furniture, in order and apart; ``words`` are the text's."""
    spans: list[tuple[int, int]] = []
    for names in (_IDENTIFIERS, _TRIAL_NUMBERS) if "CT" in text else (_IDENTIFIERS,):
        for sign, pattern in names.items():
            if sign in text:
                spans += [match.span() for match in pattern.finditer(text)]
    if "@" in text:
        spans += [match.span() for match in _MAIL.finditer(text)]
    if ", pp." in text or _CITATION_SIGN.search(text) or _PAGES_YEAR.search(text):
        spans += [match.span() for match in _CITATION.finditer(text)]
    if "\n" in text:
        noticed = not (words or TextWords(text)).distinct.isdisjoint(_NOTICE_WORDS)
        spans += _lines(text, noticed)
    return _merged(spans) if len(spans) > 1 else spans


def _lines(text: str, noticed: bool) -> list[tuple[int, int]]:
    """The lines that are furniture; ``noticed``: the text has a word of a notice."""
    spans = []
    start = 0
    prose, afterwards = 0, False
    for line in text.split("\n"):
        end = start + len(line)
        if len(line) > _LONGEST_LINE and not afterwards:
            prose += len(line)
        else:
            words = line.strip()
            lower = words.lower()
            title = lower.rstrip(":")
            if title in _AFTERWARDS and prose >= _LEAST_PROSE:
                afterwards = True
            elif title in _BEFORE:
                afterwards = False
            if words and (afterwards or _is_furniture(words, lower, noticed)):
                spans.append((start, end))
            elif len(line) >= 60:
                prose += len(line)
        start = end + 1
    return spans


def _is_furniture(line: str, lower: str, noticed: bool) -> bool:
    if noticed and _NOTICE.search(lower) and not _TRIAL_PROSE.search(lower):
        return True
    if " the " in lower or " was " in lower or " were " in lower or " we " in lower:
        return False  # prose
    if _LINE.fullmatch(line):
        return True
    return _ADDRESS.match(line) is not None and "," in line and _PROSE.search(line) is None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
