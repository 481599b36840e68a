"""Lone counts of two arms set against each other, behind what tells of an event: "strokes were rarer (35 vs 89)"."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.numbers import Number

_COUNT = (
    r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]{3,5})?|none)"
)
_VERSUS = r"(?:vs?\.?|versus|(?:as )?compared (?:with|to)|against)"
_IN = r"(?:in|on|with|for|among|from|receiving|given|under)"
_END = r"(?= ?[;,)\]]| \([^()]{0,12}[pP] ?[=<>]|\.(?:\s|$))(?!, \d{1,4}(?:[,)]| and | vs?\.? | versus ))"
# "|(21| vs. |8|; p = 0.01)", "|(50| vs |76 new cases|)"
_BARE = re.compile(
    rf"{_COUNT} {_VERSUS} (?P<second>{_COUNT})(?: (?:(?:new|incident|total|fatal) )?"
    rf"(?:cases|events|patients|women|men|participants|subjects|children|infants|deaths|episodes))?{_END}"
)
# "|two| zidolol vs |three| placebo"
_NAMED = re.compile(
    rf"{_COUNT}(?P<arm> (?!{_IN} |patients|women|men )[A-Za-z][\w/+-]{{1,24}}(?: [\w/+-]{{1,24}})?)"
    rf"(?:,? (?:and|{_VERSUS})|[,;]) "
    rf"(?P<second>{_COUNT})(?P<other> (?!{_IN} )[A-Za-z][\w/+-]{{1,24}}(?: [\w/+-]{{1,24}})?){_END}"
)
# "|23| in the zidolol arm and |47| in the placebo arm"
_PLACED = re.compile(
    rf"{_COUNT}(?P<arm> {_IN} [^.;:,()\d]{{2,50}}?),? (?:and|but|{_VERSUS}) (?:only )?"
    rf"(?P<second>{_COUNT})(?P<other> {_IN} (?:the )?[A-Za-z])"
)
_OPENS = ("(", "[", ": ")
_WAS = ("was ", "were ")
# What is counted of people or events, before the pair.
_PEOPLE = re.compile(
    r"\b(?:more|fewer|less|(?:lower|higher|greater|larger|smaller|similar|same|total) numbers? of|numbers? of)"
    r" (?:[\w-]+ ){0,2}?(?:patients|participants|subjects|women|men|children|infants|people|individuals|cases)\b",
    re.I,
)
_NUMBER_OF = re.compile(r"\bnumbers? of [^.;:()\d]{3,60} $", re.I)
_EVENT = re.compile(
    r"\b(?:adverse (?:effects?|reactions?)|side[ -]effects?|events?|deaths?|died|mortality|relaps(?:e|es|ed)"
    r"|recurrences?|metastas[ie]s|progressions?|failures?|cancers?|tumou?rs?|carcinomas?|(?:re-?)?infections?|sepsis|strokes?"
    r"|flares|amputations?|asphyxia|dizziness|drowsiness|somnolence|sedation|constipation|pruritus|itching|shivering"
    r"|dyspno?ea|cough|flushing|fatigue|hypertension|dehiscence|ha?ematomas?|pneumothora(?:x|ces)|rejections?|syncope"
    r"|insomnia|soreness|stinging|burning|bruising|cramps|[a-z]{3,}(?:algia|spasm|dynia|osis)|fallers|falls|smokers"
    r"|infarctions?|fractures?|falls|bleed(?:s|ing)?|abscess(?:es)?|ha?emorrhages?|complications?|withdrawals?|discontinuations?"
    r"|dropouts?|drop-outs?|conversions?|transfusions?|(?:re-?)?(?:operations|admissions|interventions)"
    r"|hospitali[sz]ations?|exacerbations?|seizures|vomiting|nausea|diarrh?o?ea|headaches?|fever|rash|seromas?"
    r"|suicides?|overdoses?|anaphyla(?:xis|ctic)|osteonecrosis|phlebitis|lymphoed?ema|palpitations|tremor|hiccups?"
    r"|dry mouth|xerostomia|hoarseness|dyspepsia|dysphagia|dysphonia|anorexia|tinnitus|vertigo|hallucinations"
    r"|restlessness|eructation|akathisia|retention|blisters?|burns|bruises?|irritation|desquamation|acidosis"
    r"|eclampsia|prolapse|priapism|gallstones?|malformations?|jaundice|alopecia|urticaria|pneumonitis|aspirations?"
    r"|sleeplessness|[a-z]{3,}(?:uria|esthesia|aesthesia|plasia)s?|crises|crisis|anastomotic"
    r"|(?:perinatal|neonatal|pregnancy|f[oe]+tal|graft|implant|tooth|hair|hearing) loss(?:es)?"
    r"|pregnanc(?:y|ies)|miscarriages?|(?:still)?births?|(?:non-?)?responders"
    r"|(?:complete|partial|clinical) (?:responses?|remissions?)"
    r"|cases|[a-z]{3,}(?:penia|a?emia|itis|pathy|pathies|toxicity|toxicities|oedema|edema"
    r"|rrh(?:age|oea|ea)s?|phlebitis|plegia)|hypotension|bradycardia|tachycardia|hypoxia"
    r"|[a-z]*(?:thrombos[ie]s|thromboembolism|embolisms?)|pneumonia|ulcers?|leaks?|leakage|injur(?:y|ies)|crossovers?|incidences?|occurrences?)\b",
    re.I,
)
# What such a clause says of it; and that those with it are fewer, more, or as many.
_SAID = re.compile(
    r"\b(?:lower|higher|more|fewer|less|rarer|greater|larger|smaller|reduc\w+|decreas\w+|increas\w+|declin\w+|differ\w*"
    r"|similar|equal|comparable|same|rare|common|frequent\w*|likely|occur\w*|observed|seen|noted|reported|recorded"
    r"|developed|experienced|had|detected|found|numbers?|balanced|were|was)\b",
    re.I,
)
# A measure, a rate per time, or those who took part: no count of events.
_OTHER = re.compile(
    r"\b(?:means?|median|average|scores?|levels?|concentrations?|time|times|durations?|days?|hours?|minutes|length|stay"
    r"|doses?|volumes?|weight|pressure|counts?|titers?|titres?|index|ratio|costs?|intensity|severity|older|younger"
    r"|age|aged|per \d[\d,]*|per (?:patient|person|year|month)|percent(?:age)?s?|consumption|quality"
    r"|randomi[sz]\w+|enroll?\w*|assigned|allocated|recruited|included|eligible|evaluable|analy[sz]ed|screened|studied"
    r"|treated|completed|(?<!perinatal )(?<!neonatal )(?<!pregnancy )(?<!fetal )(?<!foetal )(?<!graft )(?<!implant )"
    r"(?<!tooth )(?<!hair )(?<!hearing )loss|visits?|sessions?|required to|needed to|sample|power|expected|assum\w+"
    r"|quartiles?)\b",
    re.I,
)
# "the first 5 years", "after 11 years of follow-up": a time of the count, no duration that was measured
_PERIOD = re.compile(
    r"\b(?:after|at|in|during|within|over|by|for|first|through)"
    r"(?: (?:a|an|the|first|last|next|median|mean|of|up|to|follow-up)){0,6}"
    r" (?:\d[\d.]*|one|two|three|four|five|six|ten|twelve)(?:[ -](?:and|to|or)[ -]\d+)?[ -](?:days?|hours?|minutes)\b"
    r"|\b(?:on|at|by|after|from) (?:days?|hours?) \d[\d, and-]*|\b\d+[ -]days?\b|\bloss of\b"
    r"|\b(?:median|mean) follow-up\b|\bthe (?:same|first) time\b|\b(?:[a-z]+-)?dose (?:arm|group)\b",
    re.I,
)
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,120}[)\]]")
_FAR = 360  # characters of the sentence that are read before the pair


class Pairs:
    """Tells the counts of two arms that stand side by side."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    def read(self, number: Number, before: str) -> Number | None:
        """The second count of a pair that a number begins; None where it begins none of events or people."""
        if not before.endswith(_OPENS) and not before.endswith(_WAS) or number.decimals or number.percent:
            return None
        text, numbers = self.text, self.document.numbers
        following = numbers[number.index + 1] if number.index + 1 < len(numbers) else None
        if following is None or following.start - number.end > 90 or following.decimals or following.percent:
            return None
        if not self.is_pair(number.start, following.start, before):
            return None
        start = self.document.sentence_at(number.start).start
        lead = _PERIOD.sub("", _BRACKETED.sub("", text[max(start, number.start - _FAR) : number.start]))
        lead = lead[lead.rfind("; ") + 1 :]
        return following if self.counts(lead, before.endswith(_WAS)) else None

    def is_pair(self, first: int, second: int, before: str) -> bool:
        """Whether the counts at two places are of two arms, by what stands between and behind them."""
        text, arms = self.text, self.document.arms
        if before.endswith(("(", "[")):
            bare = _BARE.match(text, first)
            if bare is not None:
                return bare.start("second") == second
            named = _NAMED.match(text, first)
        else:
            named = None
        named = named or _PLACED.match(text, first)
        return (
            named is not None
            and named.start("second") == second
            and bool(
                arms.within(named.start("arm"), named.end("arm"))
                or arms.within(named.start("other"), named.start("other") + 40)
            )
        )

    def counts(self, lead: str, plain: bool) -> bool:
        """Whether the clause before a pair counts people with an outcome, or events; ``plain``: it has no bracket."""
        if _OTHER.search(lead):
            return False
        if plain:
            return _NUMBER_OF.search(lead[: lead.rstrip().rfind(" ") + 1]) is not None
        if _PEOPLE.search(lead):
            return True
        return _EVENT.search(lead) is not None and _SAID.search(lead) is not None


def happens(clause: str) -> bool:
    """Whether a clause names an event: "early deaths"."""
    return _EVENT.search(clause) is not None


def measured(clause: str) -> bool:
    """Whether a clause tells of a measure, or of those who took part: "the mean score"."""
    return _OTHER.search(_PERIOD.sub("", clause)) is not None


def befell(clause: str) -> bool:
    """Whether a clause tells of events and of no measure: "zidolol reduced strokes"."""
    return _EVENT.search(clause) is not None and _OTHER.search(clause) is None
