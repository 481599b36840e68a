"""Counts in a run, one an arm, behind what happened: "Cough: none, 2, 4", "leaks in 5 and 3", "deaths 24 v 18"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.proportions.by_arm import is_event
from trialfacts.proportions.expression import UNIT
from trialfacts.proportions.itemized import itemized
from trialfacts.proportions.lists import HAPPENED
from trialfacts.proportions.lone_counts import LIMIT_IN, NO_RESULTS
from trialfacts.proportions.pairs import happens, measured
from trialfacts.proportions.series import TREATED
from trialfacts.proportions.verdicts import IN_PLACE

NOBODY = re.compile(
    r"\b(?:[Nn]one|[Nn]il|[Nn]obody|[Nn]o one"
    r"|(?:(?<=vs )|(?<=vs\. )|(?<=versus ))no (?:patients?|subjects?|participants?|women|child(?:ren)?"
    r"|infants?))\b(?! of)"
)
_NOBODY_WORDS = frozenset(("none", "nil", "nobody", "no"))
# What parts a count from the next: "5 |vs| 3", "one patient| and |two", "none| in group A, |2 in group B"
_SEPARATOR = (
    r"(?:,? (?:and|&|but|vs?\.?|versus|(?:as )?compared (?:with|to)|(?:as )?against)|,(?: and)?)"
    r"(?: (?:only|in|by))?(?: only)? ?"
)
_PARTED = re.compile(_SEPARATOR)
_PREPOSITION = (
    r"(?:in|on|at|with|without|of|for|from|after|during|under|among|(?:while |when |those )?(?:given|receiving"
    r"|taking|on)"
    r"|treated (?:with|by)|assigned to|who (?:got|had|took|received))"
)
_ARM_BETWEEN = re.compile(
    rf"(?P<placed> {_PREPOSITION} (?:the )?)?"
    rf"(?P<arm> ?[A-Za-z][^.;:,()\d]{{0,40}}?(?: \d)?)(?:{_SEPARATOR}|; )"
)
# "11| (zidolol) and |21 (placebo)"
_ARM_IN_BRACKET = re.compile(rf" \((?P<arm>[A-Za-z][^()]{{0,30}}?)\)(?:{_SEPARATOR}|; )")
_INS = (" in ", " by ")
_NEXT_MAY = (",", ";", " ")
# What may stand behind the last.
_ENDS = re.compile(
    r"[.;)\]](?!\d)|$| (?:at|by|within|on|after) (?:day |week |month )?\d|,? (?:resp\b|respectively|correspondingly)"
    r"|,(?! ?(?:and |or )?\d)| [(\[]"
    r"|(?:(?<=patient)|(?<=patients)|(?<=subjects)|(?<=women)|(?<=none)) [pP] ?[<=>]"
)
_ARM_ENDS = re.compile(
    rf"(?: {_PREPOSITION} (?:the )?|[ ])"
    r"(?P<arm>(?![pP] ?[<=>])[A-Za-z][^.;:,()]{0,40}?)(?=[.;),\]]|$| \()"
)
# What stands before the first.
_PLACE = re.compile(r"(?<![Gg]roups)(?<!arms) (?:in|by|among|for|to|of)(?: (?:only|just|a total of))? $")
_IN = re.compile(r" (?:in|by)(?: only| just)? $")
_HEADING = re.compile(r"(?:(?:main|key) )?(?:results?|findings|outcomes?|conclusions?)(?: and [a-z]+)?", re.I)
# What is scored, who left, and a change: no counts of an outcome.
_OTHER = re.compile(
    r"\b(?:questionnaire|scale|inventory|total|index|completers|drop-?outs?|lost to follow|exclu\w+|entered|moved"
    r"|distributed|divided"
    r"|(?:increas|decreas|reduc|improv|declin|prolong|chang|lower|rais|shorten|differ)\w* by|fell by|rose by)\b",
    re.I,
)
# "worst pain was |lower| with zidolol (3 vs 5": levels; but "the number of falls was lower (3 vs 5"
_LEVEL = re.compile(r"\b(?:lower|higher|greater|longer|shorter|larger|smaller|better|worse)\b")
_COUNTED = re.compile(
    r"\b(?:numbers?|rates?|incidence|frequency|frequenc(?:y|ies)|occurrence|prevalence|risk|mortality)\b", re.I
)
# "90 events were seen in |61 women|", "healing was assessed in |35|": whom it was looked for in
_LOOKED_FOR = re.compile(
    r"\b(?:evaluated|assessed|measured|examined|studied|investigated|analy[sz]ed|determined|tested|available)"
    r" (?:only )?in $"
    r"|\b\d+ (?:[a-z-]+ ){1,3}(?:(?:were|was|had been) )?(?:[a-z]{4,10} )?in $"
)
_STUDIES = re.compile(r" [^.;,()]{0,50}\b(?:trials?|studies|cohorts?|centers|centres|hospitals|countries|sites)\b")
_CONTROLS = re.compile(r" (?:[a-z-]+ )?cases and \d+ (?:[a-z-]+ )?controls\b")
_VERSUS = re.compile(r" (?:vs?\.?|versus|(?:as )?against|(?:as )?compared (?:with|to)) ")
_NUMBERED = re.compile(r"\b(?:numbered|befell|affected|complicated|afflicted|troubled)(?: only)? $")
# "deaths |totalled| 31": the whole count of what happened
_TOTALLED = re.compile(r"\b(?:totall?ed|numbered|amounted to|were limited to|was limited to)(?: only)? $")
_SAID_OF = re.compile(
    r"\b(?:totall?ed|amounted to|ran to|(?:was|were)(?: (?:necessary|needed|given|seen) (?:in|by))?)"
    r"(?: only)? $"
)
_LABEL = re.compile(r"(?P<label>(?:[A-Z>≥]|(?<=; )[a-z])[^.;:]{2,80}): (?:only )?$")
# "|Pain (VAS, mm)|: 23 vs 41": a label with a unit or a scale
_MEASURE_LABEL = re.compile(
    r"\((?:[^()]*[, ])?(?:mm|cm|m|min|h|s|days?|weeks|months|years|points?|kg|g|mL|L|mg|mmHg|bpm|%|VAS|NRS|score"
    r"|\d+-\d+)\)"
)
# "|stillbirth, |two v four": an event as a label
_EVENT_LABEL = re.compile(r"(?:[.;:] |^)(?:and )?(?P<label>[A-Za-z][\w/-]+(?: [\w/-]+){0,3}), $")
_SHARE = re.compile(r"\d ?%[)\]]")
# "rash |led |three to stop", "hypotension |forced |one to leave"
_LED = re.compile(r"\b(?:led|forced|obliged|compelled|caused|prompted|required|made) (?:only )?$")
_WHAT_LED = re.compile(
    r"(?:^|[.;:,] (?:and |but )?)(?P<what>[A-Za-z][^.;:,]{2,60}?) (?:led|forced|obliged|compelled|caused|prompted|made)"
    r"(?: to (?:[a-z-]+ ){1,3}(?:in|of|for))? (?:only )?$"
)
_LED_LAST = (" led ", "ed ", " made ", " in ", " of ", " for ", " only ")
_TO_LEAVE = re.compile(
    r"(?: \([^()]{1,30}\))?(?:, respectively,?)? (?:to )?(?:stop|discontinu|withdraw|drop|leave|quit|interrupt"
    r"|abandon|reduce|give up)"
)
# "rash |led to withdrawal in| three"
_LED_TO = re.compile(
    r"\b(?:led|leading) to (?:[a-z-]+ ){0,2}(?:withdrawals?|discontinuation|cessation|interruption|reduction|death"
    r"|hospitali[sz]ation|admission)(?: of (?:the )?(?:treatment|drug|therapy))? (?:in|of|for)(?: only| just)? $"
)
# "rescue zidolol was |given to| 12": what only some need
_EXTRA_GIVEN = re.compile(
    r"\b(?:[Rr]escue|[Ss]upplement\w+|[Aa]dditional|[Ee]xtra|[Cc]oncomitant|[Tt]ransfus\w+|[Bb]lood|[Pp]lasma|[Aa]ntibiotics"
    r"|[Aa]ntiemetics?|[Ee]phedrine|[Aa]tropine|[Pp]henylephrine|[Nn]aloxone|[Aa]nalgesics?|[Vv]asopressors?|[Ii]ntubation"
    r"|[Dd]ialysis|[Cc]a?esarean sections?|[Vv]entilation)\b[^.;()\d]{0,50} (?:was|were) (?:[a-z]+ )?"
    r"(?:given|used|performed|done|administered|transfused|taken)(?: for [a-z ]{3,40})? (?:to|in|by)(?: only| just)? $"
)
_BRACKET = re.compile(r"[(\[]$")
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,90}[)\]]")
_TIME = re.compile(r"(?:weeks?|months?|years?|days?|hours?|groups?|arms?|periods?|stages?|phases?|grades?)\b")
_NAMED_RANK = re.compile(
    r"\b(?:[Ww]eeks?|[Dd]ays?|[Mm]onths?|[Yy]ears?|[Gg]roups?|[Aa]rms?|[Ss]tud(?:y|ies)|[Pp]hases?|[Gg]rades?|[Ss]tages?"
    r"|[Ss]tations?|[Cc]ycles?|[Tt]ypes?|[Aa]ges?|[Vv]isits?|[Pp]eriods?) $"
)
# "colitis |arose in |"
_DONE_IN = re.compile(
    r"\b(?!(?:performed|conducted|carried|done|studied|evaluated|assessed|compared|used|collected|obtained|included"
    r"|investigated|examined|recruited|enrolled|randomi[sz]ed|assigned|allocated|published|registered|located|described"
    r"|presented|based|situated|sampled|followed|increased|decreased|reduced|improved|divided|repeated|separated"
    r"|replicated|multiplied|provided|required|implemented|selected|needed)\b)"
    r"(?:[a-z]{3,}ed|arose|seen|shown|known|proven|absent|present|normal|abnormal|severe|mild|fatal|positive|negative)"
    r"(?: [a-z-]{2,20}){0,3} in(?: only| just)? $"
    r"|\b(?:was|were|been) (?:[a-z-]+ ){0,2}[a-z]+(?:ed|en|de|ought|id|ld|wn|elt)(?: (?:of|about))? by"
    r"(?: only| just)? $"
)
# Whose sentence it is: "we investigated the effects of training in |80 students|"
_STUDIED = re.compile(
    r"\b(?:effects? of|we|our|this (?:study|trial)|efficacy|safety|evaluated|assessed|tested|compared"
    r"|examined|investigated|studied)\b",
    re.I,
)
_STOPS = re.compile(r"[.;):](?!\d)|$|,(?! ?(?:and |or )?\d)| [(\[](?!\d|SD|SE|IQR|range)| and [a-z]")
_THINGS = re.compile(r"(?: (?!(?:of|in|on|to|and|or|for|with|at|by)\b)[a-z-]+){0,3} (?P<noun>[a-z-]+s)(?=[.;,)]| \(|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THERE = re.compile(r"\b[Tt]here (?:were|was|have been|had been)(?: only)? $")
_SUBJECT = 40  # characters of a subject before its verb
# "5 of |the former| and 7 of |the latter|"
_OTHER_ARM = re.compile(
    r"(?:the )?(?:former|latter|others?|other (?:groups?|arms?)|rest|both|neither|combination)(?: (?:group|arm"
    r"|patients))?"
)
# "in three given zidolol and in |one given placebo|"
_AGAIN = re.compile(r"(?:,|and|but|versus|vs\.?|against|than)(?: only)? (?:in|by)(?: only)? $")
_BEFORE_ALONE = (
    *(" in ", " by ", " only ", " just ", ": ", " to ", " of ", " for "),
    *("ed ", " led ", "made ", " was ", " were "),
)
_DONE = re.compile(r"\b(?:[a-z]{3,}ed|seen|shown|arose) (?:only )?(?:in|by) ")
# "fever 16 v 14|; swelling |0 v 1"
_CHAINED = re.compile(
    r"(?: [a-z]+| \([^()]{1,40}\)){0,2}[;,] (?:and )?(?:[A-Za-z][\w/-]*:? ){1,5}(?:(?:in|by) )?(?:only )?"
)
_MOST = 6  # counts in a run
_FAR = 70  # characters between two counts at most
_LEAD = 200  # characters before the first that are read


@dataclass(slots=True)
class Member:
    """A count of a run, or a word for nobody: where it begins, where it or its noun ends, and by which rule."""

    start: int
    noun_end: int
    nobody: bool
    rule: str
    outcome: str | None = None
    signed: int = -1


class Runs:
    """Tells the counts that stand in a run."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    @cached_property
    def members(self) -> dict[int, Member]:
        """The counts of all runs, by where they begin."""
        told: dict[int, Member] = {}
        spans = self.candidates()
        at, after = 0, -1  # the end of the last run
        while at < len(spans):
            stop = at + 1
            while stop < len(spans) and self.joined(spans[stop - 1], spans[stop]):
                stop += 1
            if 1 < stop - at <= _MOST and self.tells(spans[at:stop], after):
                for start, end in spans[at:stop]:
                    nobody = NOBODY.match(self.text, start) is not None
                    first = start == spans[at][0]
                    told[start] = Member(start, self.noun_end(start, end), nobody, "run" if first else "run-next")
                    told[start].outcome = self.what_led(start) if first else None
                    after = told[start].noun_end
            else:
                for start, end in spans[at:stop]:
                    if self.alone(start, end):
                        nobody = NOBODY.match(self.text, start) is not None
                        told[start] = Member(start, self.noun_end(start, end), nobody, "run", self.what_led(start))
            at = stop
        for item in itemized(self.document, [span for span in spans if span[0] not in told]):
            told[item.start] = Member(item.start, item.end, False, "itemized", item.outcome, item.signed)
        return told

    def what_led(self, start: int) -> str | None:
        """What led those counted to something: "|rash| led three to stop"; None where nothing is told to lead to it."""
        if not self.text.endswith(_LED_LAST, 0, start):
            return None
        told = _WHAT_LED.search(self.text[max(self.document.sentence_at(start).start, start - 100) : start])
        return told["what"] if told is not None else None

    def candidates(self) -> list[tuple[int, int]]:
        """Where whole numbers stand that may be counts, and words for nobody."""
        text = self.text
        spans = [
            (number.start, number.end)
            for number in self.document.numbers
            if not (number.decimals or number.percent or number.label or number.ordinal)
            and 0 <= number.value < 100_000
            and not (text[number.start - 1 : number.start].isalnum() or UNIT.match(text, number.end))
            and not text[number.end : number.end + 1].isalnum()
            and not (text.endswith("per ", 0, number.start) or text[number.start : number.end].isupper())
        ]
        if not _NOBODY_WORDS.isdisjoint(self.document.words.distinct):
            spans = sorted(spans + [found.span() for found in NOBODY.finditer(text)])
        return spans

    def joined(self, left: tuple[int, int], right: tuple[int, int]) -> bool:
        """Whether two counts stand side by side in a run."""
        text, at = self.text, left[1]
        if not 0 < right[0] - at <= _FAR or not text.startswith(_NEXT_MAY, at):
            return False
        if _PARTED.fullmatch(text, at, right[0]):
            return True
        noun = noun_phrase(text, at, True)
        if noun is not None and self.tells_its_own(left, right):
            return False
        if noun is not None and _PARTED.fullmatch(text, noun.end, right[0]):
            return True
        after = noun.end if noun is not None else at
        named = _ARM_BETWEEN.fullmatch(text, after, right[0]) or _ARM_IN_BRACKET.fullmatch(text, after, right[0])
        if named is None or not self.is_arm(named.start("arm"), named.end("arm")):
            return False
        own = noun_phrase(text, right[1], True) if text.endswith("; ", 0, right[0]) else None
        return own is None or HAPPENED.match(text, own.end) is None  # "; |one patient| in group B had a stroke"

    def tells_its_own(self, left: tuple[int, int], right: tuple[int, int]) -> bool:
        """Whether the second count begins a clause: "in two men, and |three men| given zidolol |had| a rash"."""
        text = self.text
        if not text.endswith(_INS, 0, left[0]) or text.endswith(_INS, 0, right[0]):
            return False
        own = noun_phrase(text, right[1], True)
        return own is not None and HAPPENED.match(text, own.end) is not None

    def is_arm(self, start: int, end: int) -> bool:
        """Whether the words between two places are an arm's name."""
        name = self.text[start:end].strip()
        return (
            bool(self.document.arms.within(start, end))
            or len(name) < 4
            and name.isupper()
            or _OTHER_ARM.fullmatch(name) is not None
        )

    def noun_end(self, start: int, end: int) -> int:
        """Where the noun of a count ends, or the count."""
        noun = noun_phrase(self.text, end, self.text[start:end].lower() in ("1", "one"))
        return noun.end if noun is not None else end

    def closes(self, start: int, end: int) -> bool:
        """Whether nothing, or an arm's name, or what happened stands behind the last count of the run at ``start``."""
        text = self.text
        if _ENDS.match(text, end):
            return True
        named = _ARM_ENDS.match(text, end)
        if named is not None and self.is_arm(*named.span("arm")):
            return True
        things = _THINGS.match(text, end)
        if things is None:
            return False
        return is_event(things["noun"]) or _NUMBERED.search(text, max(0, start - 20), start) is not None

    def alone(self, start: int, end: int) -> bool:
        """Whether a count that is no part of a run counts those with an outcome: "colitis arose in |one|"."""
        text = self.text
        if not text.endswith(_BEFORE_ALONE, 0, start):
            return False
        stop = self.noun_end(start, end)
        if not (_STOPS.match(text, stop) or _TO_LEAVE.match(text, stop)):
            named = _ARM_ENDS.match(text, stop)
            if named is None or not self.is_arm(*named.span("arm")):
                return False
        sentence = self.document.sentence_at(start)
        if sentence.section in NO_RESULTS or _STUDIES.match(text, end):
            return False
        before = text[max(sentence.start, start - _LEAD) : start]
        if _NAMED_RANK.search(before):
            return False
        if _of_some(before) or _LED.search(before) and _TO_LEAVE.match(text, stop):
            return True
        if _TOTALLED.search(before):
            return happens(_clause(before)[-_SUBJECT:]) and not TREATED.search(before[-_SUBJECT:])
        if not text.endswith((" in ", " by ", " only ", " just ", ": "), 0, start) or _LOOKED_FOR.search(before):
            return False
        clause = _clause(before)
        if _tells_other(clause) or _NAMED_RANK.search(before):
            return False
        if (label := _LABEL.search(before)) is not None:
            return _HEADING.fullmatch(label["label"]) is None and (
                happens(label["label"]) or NOBODY.match(text, start) is not None
            )
        if _YEAR.fullmatch(text, start, end) or _STUDIED.search(clause):
            return False
        if _AGAIN.search(before) and _DONE.search(clause):
            return True
        return _DONE_IN.search(before) is not None or _IN.search(before) is not None and happens(clause[-60:])

    def tells(self, run: list[tuple[int, int]], after: int) -> bool:
        """Whether what stands around a run tells that it counts outcomes; ``after``: where the last run ended."""
        text, start, last = self.text, run[0][0], run[-1]
        end = self.noun_end(*last)
        led = _LED.search(text, max(0, start - 30), start) is not None and _TO_LEAVE.match(text, end) is not None
        if not (led or self.closes(start, end)) or _CONTROLS.match(text, run[0][1]):
            return False
        sentence = self.document.sentence_at(start)
        if sentence.section in NO_RESULTS:
            return False
        before = text[max(sentence.start, start - _LEAD) : start]
        if _NAMED_RANK.search(before):
            return False
        if led or _of_some(before):
            return True
        clause = _clause(before)
        there = _THERE.search(before) is not None
        if there or _SAID_OF.search(before) or _NUMBERED.search(before):
            clause = clause[-_SUBJECT:]
        if _tells_other(clause):
            return False
        if there:
            return _THINGS.match(text, last[1]) is not None and noun_phrase(text, last[1]) is None
        if (label := _LABEL.search(before)) is not None:
            if label["label"][0].islower() and not (happens(label["label"]) or _SHARE.search(before)):
                return False
            return _HEADING.fullmatch(label["label"]) is None and _MEASURE_LABEL.search(label["label"]) is None
        if (label := _EVENT_LABEL.search(before)) is not None:
            return happens(label["label"])
        if _BRACKET.search(before):
            if _LEVEL.search(clause) and not _COUNTED.search(clause):
                return False
            return all(_VERSUS.search(text, one[1], other[0]) for one, other in zip(run, run[1:]))
        if IN_PLACE.search(before) or _IN.search(before):
            return True
        if _NUMBERED.search(before):
            return True
        if _PLACE.search(before) or _SAID_OF.search(before):
            return happens(clause)
        if sentence.start < after < start and _CHAINED.fullmatch(text, after, start):
            return True
        return before[-1:] == " " and before[-2:-1].isalpha() and happens(clause.rstrip()[-30:])


def _clause(before: str) -> str:
    """The clause that ends ``before`` a count, without what stands in brackets."""
    lead = _ASIDE.sub("", before)
    return lead[max(lead.rfind("; "), lead.rfind(". ")) + 1 :]


def _of_some(before: str) -> bool:
    """Whether the words before a count tell what only some had: a limit that was passed, a drug for those in need."""
    if not before.endswith((" in ", " by ", " to ", " of ", " for ", " only ", " just ")):
        return False
    return any(told.search(before) for told in (LIMIT_IN, _LED_TO, _EXTRA_GIVEN))


def _tells_other(clause: str) -> bool:
    """Whether a clause tells of a measure, of who was treated or left, or of a change."""
    return measured(clause) or TREATED.search(clause) is not None or _OTHER.search(clause) is not None
