"""Which records are reports of trials: by their publication types, else by what title and text say.

A trial here is what the annotations take for one: people (or animals) who were given something to see what it does,
randomized or not. Its protocol, a review of trials and a case are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import lru_cache

from trialfacts.read.source import Problem, Record


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a record is kept, why, and the score of its wording (None where its types decide)."""

    keep: bool
    reason: str
    score: float | None = None


def kept(items: Iterable[Record | Problem], dropped: MutableMapping[str, int]) -> Iterator[Record | Problem]:
    """The reports of trials, and the problems; the others are counted in ``dropped`` by reason."""
    for item in items:
        if isinstance(item, Record) and not (verdict := judge(item)).keep:
            dropped[verdict.reason] = dropped.get(verdict.reason, 0) + 1
        else:
            yield item


def judge(record: Record) -> Verdict:
    """Whether a record is a report of a trial."""
    return _by_types(record.publication_types) or by_wording(record.title or "", record.text)


# Publication types, of PubMed as of others: "Clinical Trial, Phase II", "Randomized Controlled Trial, Veterinary".
_IS_TRIAL = re.compile(r"\b(?:clinical|controlled|equivalence)\s+trials?\b(?!.{0,30}\b(?:topic|protocol))", re.I)
_IS_PROTOCOL = re.compile(r"\btrial protocol\b", re.I)
# A letter may report a trial, and so may what is only called an article: there the wording decides.
_OTHERS = frozenset(
    (
        "review",
        "systematic review",
        "scoping review",
        "meta-analysis",
        "network meta-analysis",
        "case reports",
        "case report",
        "observational study",
        "observational study, veterinary",
        "editorial",
        "comment",
        "news",
        "guideline",
        "practice guideline",
        "consensus development conference",
        "published erratum",
        "retraction of publication",
        "biography",
        "historical article",
        "interview",
        "lecture",
    )
)


@lru_cache(maxsize=4096)
def _by_types(types: tuple[str, ...]) -> Verdict | None:
    for name in types:
        if _IS_PROTOCOL.search(name):
            return Verdict(False, f"publication type: {name}")
    for name in types:
        if _IS_TRIAL.search(name):
            return Verdict(True, f"publication type: {name}")
    for name in types:
        if name.lower() in _OTHERS:
            return Verdict(False, f"publication type: {name}")
    return None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A wording with what it weighs where it stands in the text, and in the title. A text without a cue lacks it."""

    weight: float
    in_title: float
    cues: tuple[str, ...]
    wording: re.Pattern[str]

    def score(self, title: str, text: str) -> float:
        """What the wording weighs here, counted once."""
        if any(cue in title for cue in self.cues) and self.wording.search(title):
            return self.in_title
        return self.weight if any(cue in text for cue in self.cues) and self.wording.search(text) else 0.0


def _rule(weight: float, in_title: float, cues: str, wording: str) -> _Rule:
    return _Rule(weight, in_title, tuple(cues.split("|")), re.compile(wording))


# What is said of an allocation, a comparison or a design speaks for a trial.
_FOR = (
    # "were randomized", "randomisation", but not "non-randomized" and "Mendelian randomization"
    _rule(4, 8, "randomi", r"(?<!non-)(?<!non)(?<!not )(?<!mendelian )randomi[sz](?:ed|ation|ing|ly)\b"),
    # "randomly assigned", "received at random", but not "randomly selected"
    _rule(4, 4, "random|lot",
        r"(?:randomly|at random|by lot)\b[^.]{0,30}?\b(?:assign|allocat|divid|distribut|receiv|treat)"),
    _rule(3, 3, "assigned|allocated|divided",
        r"\b(?:assigned|allocated|divided)\b[^.;]{0,40}? (?:to|into|between)\b"),
    _rule(3, 6, "placebo|sham", r"\bplacebo|\bsham\b"),
    _rule(3, 6, "blind|mask", r"\b(?:double|single|triple|observer|assessor|investigator)[- ](?:blind|mask)"),
    _rule(3, 5, "label", r"\bopen[- ]label"),
    _rule(2, 4, "over", r"\bcross-?over\b"),
    _rule(2, 2, "parallel", r"\bparallel[- ](?:group|arm|design)"),
    _rule(3, 6, "phase", r"\bphase[- ](?:i{1,3}v?|iv|[1-4])(?:[ab]|/(?:i{2,3}|[23]))?\b"),
    _rule(3, 5, "controlled", r"\bcontrolled (?:clinical )?(?:trial|study)"),
    _rule(3, 3, "experimental", r"\bquasi-?experimental\b"),
    _rule(1.5, 5.5, "trial", r"\btrials?\b"),
    _rule(1.5, 1.5, "clinical trial", r"\bclinical trial\b"),
    _rule(2, 2, "nct|isrctn|registr|clinicaltrials",
        r"\bnct ?\d{6}|\bisrctn|\b(?:trial|clinical) registration|clinicaltrials\.gov"),
    _rule(3, 3, "treat|protocol", r"\bintent(?:ion)?[- ]to[- ]treat|\bper[- ]protocol"),
    _rule(2, 2, "group|arm",
        r"\b(?:intervention|experimental|treatment|treated|placebo) (?:group|arm)s?\b|\bsingle[- ]arm"),
    _rule(1.5, 1.5, "control", r"\bcontrols? (?:group|arm|condition|diet|session)"),
    _rule(1, 1, "groups|arms", r"\b(?:two|three|four|both|2|3|4) (?:\w{1,20} ){0,2}?(?:groups|arms)\b"),
    _rule(1, 1, "received|given|treated|underwent|consum|ingest|administ",
        r"\b(?:received|w(?:ere|as) (?:given|treated)|administered|underwent|consum(?:ed|ption)|ingest(?:ed|ion))\b"),
    _rule(1, 1, "intervention|supplement|program", r"\bintervention\b|\bsupplement(?:ed|ation)\b|\btraining program"),
    _rule(1, 2, "quality|efficac|effective|tolerab", r"\b(?:efficacy|effectiveness|tolerability|feasibility)\b"),
    _rule(0.5, 0.5, "baseline|before|pre", r"\bbaseline\b|\bbefore and after\b|\bpre- and post"),
    _rule(0.5, 0.5, "versus|vs|compared", r"\bversus\b|\bvs\b|\bcompared (?:with|to)\b"),
    _rule(0.5, 0.5, "prospective", r"\bprospective"),
    # "Effects of zidolol on sleep": only in a title
    _rule(0, 2, "effect|safety|compar|impact|pharmacok|pilot",
        r"\b(?:effects?|safety|comparison|comparative|impact|pharmacokinetics?|pilot)\b"),
)  # fmt: skip

# What speaks against one, by what it is then taken for.
_AGAINST = {
    "a review": _rule(6, 9, "review|meta|medline|embase|cochrane|systematic",
        r"\bsystematic(?:ally)? (?:literature )?(?:review|search)|\bmeta-?\s?analy|\bthis (?:article |paper )?reviews?"
        r"|\bwe review(?:ed)? (?:the|current|recent|available|published)|\b(?:medline|embase|cochrane library)\b"
        r"|\b(?:narrative|scoping|literature|umbrella|cochrane) review|\breview of (?:the )?(?:literature|evidence)"),
    "a protocol": _rule(5, 7, "will |protocol|rationale",
        r"\bwill (?:then )?be (?:\w{1,20} ){0,2}?(?:randomi|recruit|assign|enrol|allocat|invit|measur|assess|evaluat"
        r"|analy|conduct|compar|includ|collect|follow)|\bstudy protocol|\bprotocol (?:for|of) an?\b"
        r"|\bdesign and rationale|\brationale and design"),
    "a case report": _rule(6, 8, "case|year|month|day|week",
        r"\bcase (?:report|series)\b|\b(?:report|present|describe)s? (?:an?|the|two|three) (?:\w{1,20} ){0,3}?cases?\b"
        r"|\b\d{1,3}[- ](?:year|month|week|day)[- ]old (?:\w{1,20} ){0,2}?(?:man|woman|boy|girl|male|female|infant)\b"),
    "an observational study": _rule(5, 6,
        "retrospective|sectional|case|cohort|observational|records|chart|database|regist|population|mendelian",
        r"\bretrospective|\bcross-?sectional|\bcase-?control|\bcohort (?:study|studies|of)\b"
        r"|\bobservational (?:study|data)"
        r"|\bmedical (?:records|charts)|\bcharts? (?:review|of)|\brecords of\b|\bmendelian randomi[sz]ation"
        r"|\b(?:national|administrative|claims|patient) (?:\w{1,20} )?(?:database|registry|data)\b|\bpopulation-based"),
    "a study of causes or frequency": _rule(2, 3, "prevalence|incidence|risk factor|predict|associated|prognos",
        r"\bprevalence\b|\bincidence of\b|\b(?:risk|prognostic) factors?\b|\b(?:predictors? of|prognostic|nomogram)\b"),
    "a survey": _rule(3, 5, "survey|interview|focus|qualitative|questionnaire|respondent",
        r"\bsurvey(?:s|ed)?\b|\bsemi-?structured interview|\bfocus groups?\b|\bqualitative (?:study|research|analysis)"
        r"|\bquestionnaires? (?:was|were) (?:sent|mailed|distributed)|\brespondents\b"),
    "a guideline or an opinion": _rule(4, 7, "guideline|consensus|position|commentary|editorial",
        r"\bguidelines? for\b|\bconsensus statement|\bposition (?:paper|statement)|\bcommentary\b|\beditorial\b"),
    "a model or cost study": _rule(3, 4, "cost|markov|decision|simulation",
        r"\bcost[- ](?:effectiveness|utility|benefit)|\bmarkov\b|\bdecision[- ](?:analy|tree)|\bsimulation model"),
    "a study of a test": _rule(3, 4, "psychometric|diagnos|sensitivity|validat|reliability",
        r"\bpsychometric|\bdiagnostic accuracy|\bsensitivity and specificity|\bvalidation of\b|\btest-retest\b"),
    "a laboratory study": _rule(2, 4, "vitro|cell|knockout|expression|cadaver|transgenic",
        r"\bin vitro\b|\bcell lines?\b|\bknockout\b|\bgene expression\b|\bcadaver|\btransgenic\b"),
}  # fmt: skip
# A record with this score is kept.
THRESHOLD = 2.0


def by_wording(title: str, text: str) -> Verdict:
    """The verdict of the rules on a title and an abstract, in time linear in them."""
    title, text = " ".join(title.lower().split()), " ".join(text.lower().split())
    against = {name: rule.score(title, text) for name, rule in _AGAINST.items()}
    score = sum(rule.score(title, text) for rule in _FOR) - sum(against.values())
    if score >= THRESHOLD:
        return Verdict(True, "wording", score)
    nearest = max(against, key=lambda name: against[name])
    return Verdict(False, f"reads like {nearest}" if against[nearest] else "nothing says that it is a trial", score)
