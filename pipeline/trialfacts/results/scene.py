"""A sentence under judgement: what is true of all its numbers, found when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from trialfacts.document import Document, Sentence
from trialfacts.results.cues import Cues, find_cues, leaves_bracket
from trialfacts.results.dispersion import Header, find_headers

# A size that was planned, defined or allowed, not found.
_PLANNED = re.compile(
    r"(?:(?<!and )clinically (?:important|relevant|meaningful|significant)|minimal|minimum|prespecified|pre-specified"
    r"|expected"
    r"|detect|assum|power|sample size|target|defined as"
    r"|(?<!data )(?<!clinical )(?<!analysis )(?<!at )cut-?off|threshold|anticipat|willing"
    r"|limits? of (?:normal|detection|quantit|quantif)|normal range|normal value"
    r"|(?:verified|diagnosed|confirmed|indicated) (?:with|by|as|if) (?:an?|at least an?|the) (?=\d)"
    r"|(?:inferiority|equivalence|pre-?defined) (?:limit|margin|range|bound))"
)
_ELIGIBLE = re.compile(
    r"(?:eligib|(?<!at )inclusion|criteri|exclu|ineligible|will be|we (?:will )?(?:aim|recruit)"
    r"|will (?:recruit|enrol|includ|involv|compris)|recruitment target|are conducting"
    r"|(?<![a-z])are (?:being )?(?:recruited|enrol|included in the (?:study|trial)))"
)
# What was done to the participants: the amounts after it are no results.
_DESIGN = re.compile(
    r"(?<![a-z])(?:we compared?(?= \d)"
    r"|(?:prescription|intervention|program(?:me)?|protocol) (?:was|consisted of|comprised|involved)"
    r"|assigned to|allocated to|randomi[sz]ed (?:to|into|between)|divided (?:in|into)|assigned into"
    r"|(?:were|was|each|group|rats|mice) (?:administered|given|prescribed|treated|exposed|supplemented|fed|injected"
    r"|performed|carried)|supplemented with|(?:group|patients|subjects|participants) received)(?![a-z])"
)
_FOUND = re.compile(
    r"[ ](?:was|were|had|is|are|showed|reported|lost|gained|increased|decreased|resulted|reached|compared|achieved"
    r"|demonstrated|exhibited|experienced|improved|scored|required|spent|fell|rose|dropped|declined|averaged|changed"
    r"|worsened)[ ]"
)
# "Time to relief, |defined as a score below three,| was": what is told of it goes on behind the comma
_DEFINED_ASIDE = re.compile(r"defined as [^,;()]{3,120}, ")
_PLANS = re.compile(r"will be|we (?:will|aim)|(?<![a-z])are (?:being )?(?:recruited|enrol|included in)")


class Scene:
    """A sentence of a document.

    ``lower`` is the lower-cased text of the document; ``results``: results may stand in the sentence, as far as its
    section tells.
    """

    def __init__(
        self, document: Document, lower: str, sentence: Sentence, results: bool, carried: Header | None = None
    ) -> None:
        """Finds the cues of the sentence; ``carried``: the last header of the sentences before, if it is near."""
        self.document = document
        self.text = document.text
        self.lower = lower
        self.sentence = sentence
        self.results = results
        self.carried = carried
        self.cues: Cues = find_cues(lower, sentence.start, sentence.end)

    @cached_property
    def _headers(self) -> list[Header]:
        if not self.cues.stat.found:
            return []
        return find_headers(self.text, self.sentence.start, self.sentence.end)

    @property
    def last_header(self) -> Header | None:
        """The last header of the sentence, else the one that is carried into it."""
        return self._headers[-1] if self._headers else self.carried

    def header(self, at: int) -> Header | None:
        """What explains the number at ``at`` and its spread, "mean (SD)": its own, else the one that is carried."""
        return self.own_header(at) or self.carried

    def own_header(self, at: int) -> Header | None:
        """What explains it in this sentence: the last before it, else the first after it."""
        headers = self._headers
        if not headers:
            return None
        return headers[max(0, bisect_right(headers, at, key=lambda header: header.end) - 1)]

    @cached_property
    def _planned(self) -> list[int]:
        return [match.start() for match in _PLANNED.finditer(self.lower, self.sentence.start, self.sentence.end)]

    def planned(self, at: int) -> bool:
        """Whether the words before a number at ``at`` tell of what was planned or defined."""
        planned = self._planned
        if not planned:
            return False
        index = bisect_right(planned, at) - 1
        while index >= 0 and at - planned[index] <= 100:
            gap = self.lower[planned[index] : at]
            over = gap.find(")") if leaves_bracket(gap) else _DEFINED_ASIDE.match(gap) and gap.find(",")
            if over is None or _FOUND.search(gap, over) is None:
                return True
            index -= 1  # of what was defined, and not of the number: "swelling |(defined as a girth)| was 24 mm"
        return False

    @cached_property
    def _designs(self) -> list[int]:
        return [match.end() for match in _DESIGN.finditer(self.lower, self.sentence.start, self.sentence.end)]

    def designed(self, at: int) -> bool:
        """Whether the words before a number at ``at`` tell what was given or done, and no result since."""
        index = bisect_right(self._designs, at) - 1
        if index < 0 or at - self._designs[index] > 250:
            return False
        return _FOUND.search(self.lower, self._designs[index], at) is None

    def told(self, at: int) -> bool:
        """Whether a verb that tells a result, or a change, stands before ``at`` in the sentence."""
        start = max(self.sentence.start, at - 600)
        return self.cues.change.before(at) is not None or _FOUND.search(self.lower, start, at) is not None

    @cached_property
    def eligibility(self) -> bool:
        """Whether the sentence tells who may take part."""
        return _ELIGIBLE.search(self.lower, self.sentence.start, self.sentence.end) is not None

    def eligible_before(self, at: int) -> bool:
        """Whether the words before ``at`` in the sentence tell who may take part."""
        if not self.eligibility:
            return False
        start, end = self.sentence.start, self.sentence.end
        return _ELIGIBLE.search(self.lower, start, at) is not None or _PLANS.search(self.lower, start, end) is not None

    @cached_property
    def intervals(self) -> bool:
        """Whether "CI" or "interval" stands in the sentence."""
        start, end = self.sentence.start, self.sentence.end
        return self.lower.find("ci", start, end) >= 0 or self.lower.find("interval", start, end) >= 0
