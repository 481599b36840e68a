"""The outcome of an estimate that stands in a bracket: "more |nausea| (OR 2.1", "(|ORR|: 64 vs. 33%; OR 5.3"."""

from __future__ import annotations

import re

from trialfacts.facts import RATIOS
from trialfacts.outcomes.clauses import VERB, is_arm, noun_before
from trialfacts.outcomes.effects import ASSOCIATED, DIFFERENCE_FOR, DIFFERENCE_IN, of_effect, until_arm
from trialfacts.outcomes.place import Place
from trialfacts.outcomes.subjects import subject_before
from trialfacts.outcomes.wording import last_match, tidy, told, without_brackets


def in_bracket(place: Place) -> str | None:
    """The outcome of an estimate in a bracket: in it, in what stands before it or behind it, or its subject."""
    document, opened = place.document, place.opened
    floor = place.since if place.since < opened else place.floor
    found = _inside(place)
    if found is not None:
        return found
    stem = without_brackets(document.text, floor, opened)
    effect = _WITH_EFFECT.search(stem)
    if effect:
        opened = floor + effect.start()
        stem = stem[: effect.start()]
    if _PREDICTED_BY.search(stem):
        return subject_before(document, floor, opened)
    median = last_match(_MEDIAN_OF, stem)
    if median is not None and not VERB.search(median["what"]) and not is_arm(document, median["what"]):
        return tidy(median["what"])
    predicted = last_match(ASSOCIATED, stem)
    if predicted is not None and (_is_exposure(place, floor, predicted) or _NOTED_WITH.match(predicted.group())):
        return subject_before(document, floor, floor + predicted.start())
    if predicted is not None and _is_last(predicted, stem):
        less = DIFFERENCE_FOR.search(predicted["what"].rstrip())
        return until_arm(tidy(less["what"] if less else predicted["what"]) or "") or None
    found = _behind(place, opened, stem)
    found = _object(stem) if found is None else found
    if found is not None:
        return found
    if _IS_SO.search(stem) and not _ONE_OF.search(stem):
        return subject_before(document, floor, opened)
    two = _BETWEEN_TWO.search(stem)
    if two:
        return tidy(two["second"] if place.kind in RATIOS else two["what"])
    apart = last_match(DIFFERENCE_IN, stem) if ": " in stem else None
    if apart and _COUNTS_FOLLOW.match(stem, apart.end()):  # "no difference in |relapses|: 12 versus 14 (HR"
        return tidy(of_effect(apart["what"]))
    if _TWO_VALUES.search(stem[-170:]):
        return subject_before(document, floor, opened) or noun_before(document, floor, opened)
    pair = _PAIR_AFTER.match(document.text, place.end, place.stop) if "correlation" in stem[-60:] else None
    if pair:
        return tidy(pair["what"])
    where = last_match(DIFFERENCE_FOR, stem)
    if where is not None and not VERB.search(where["what"]):
        return tidy(where["what"])
    noun = None if _WAS_MORE.search(stem) else noun_before(document, floor, opened)
    if noun and (items := _ITEMS_BEFORE.search(stem[: max(0, stem.rfind(noun))])):
        noun = items["items"] + noun
    return noun if noun and not _VALUE_LAST.search(noun) else subject_before(document, floor, opened)


def _inside(place: Place) -> str | None:
    """The outcome that the bracket itself tells: "(difference in |pain| 2.1", "(|ORR|: 64 vs. 33%; OR 5.3"."""
    text = place.document.text
    inside = last_match(DIFFERENCE_IN, without_brackets(text, place.opened, place.start))
    if inside is not None and " of " not in inside.group() and not _ONLY_SCORES.fullmatch(inside["what"]):
        return told(inside["what"])
    label = _LABEL.search(text, place.opened, place.start) or _MEASURE_FIRST.match(text, place.opened, place.start)
    return label["label"] if label and not is_arm(place.document, label["label"]) else None


def _is_exposure(place: Place, floor: int, predicted: re.Match[str]) -> bool:
    """Whether what something is associated with, or what is listed beside it, is no outcome: "with male sex"."""
    if _EXPOSED.match(predicted.group()):
        return True
    if not predicted.group().startswith("associated") or _RISK_WORD.search(predicted["what"]):
        return False
    listed = without_brackets(place.document.text, floor + predicted.end(), place.stop)
    return _EXPOSED_ITEM.match(listed) is not None


def _is_last(predicted: re.Match[str], stem: str) -> bool:
    """Whether what something is associated with is the last that is told before the bracket."""
    if _NEW_CLAUSE.search(predicted["what"]) or _ITEM_AFTER.match(stem, predicted.end()):
        return False
    return predicted.group().startswith("likely to") or not VERB.search(stem, predicted.start("what"))


def _behind(place: Place, opened: int, stem: str) -> str | None:
    """The outcome that is told behind the bracket: "those who had X (HR 0.5) were less likely to |relapse|"."""
    text = place.document.text
    if _RISK_WORD.search(stem[-60:]) and (after := _OF_AFTER.match(text, place.end, place.stop)):
        return told(after["what"])
    ahead = without_brackets(text, opened, place.stop)
    likely = _LIKELY_AFTER.match(ahead) if " likely to " in ahead else None
    if likely and "likely" not in stem:
        return told(likely["what"])
    shown = _SHOWN_FOR.match(text, place.end, place.stop) if _ONLY_EFFECT.search(stem) else None
    if shown and not is_arm(place.document, shown["what"]):
        return told(shown["what"])
    later = _PREDICTED_AFTER.match(ahead)
    if later and not _TOLD_ALREADY.search(stem, _clause_start(stem)):
        return told(until_arm(later["what"]))
    return None


def _object(stem: str) -> str | None:
    """What the words that end before a bracket speak of, or what their verb changed: "X reduced |mortality| (HR"."""
    named = _NAMELY.search(stem)
    if named:
        return told(named["what"])
    changed = _CHANGED.search(stem)
    if changed:
        return told(until_arm(_EFFICACY_IN.sub("", changed["what"] or changed["larger"])))
    caused = _CAUSED.search(stem)
    if caused and not VERB.search(stem, 0, caused.start()):
        return told(until_arm(caused["what"]))
    return None


def _clause_start(stem: str) -> int:
    """Where the last clause of a sentence begins that "while" or "but" introduces."""
    new = last_match(_NEW_CLAUSE, stem)
    return new.end() if new else 0


_RISK_WORD = re.compile(r"\b(?:odds|risk|likely|likelihood|hazard|chance)\b")
# "(ORR: 64 vs. 33%; OR 5.3": the outcome's own label.
_LABEL = re.compile(
    r"(?:^|[;,] |[(\[])(?P<label>(?!.{0,24}\b(?:means?|medians?|groups?|arms?|vs|versus|differences?|intervention"
    r"|control|placebo|treatment|range|SD|[Hh][Rr]|OR|RR|CI|ratio|[Aa]djusted"
    r"|[Pp])\b)[A-Za-z][\w/-]{1,20}(?: [\w/-]{1,16}){0,2}): ?(?!.*[A-Za-z]: )"
)
# "(mean |blood loss|, 513 vs. 478 g; MD 35"
_MEASURE_FIRST = re.compile(
    r"[(\[](?:mean |median )?(?P<label>(?!(?:adjusted|mean|median|range|difference|hazard|odds|risk|relative|effect)\b)"
    r"[a-z][a-z-]+(?: [a-z-]+){0,3}),? -?\d[^()\[\]]{0,30}\b(?:vs\.?|versus|compared) "
)
# "pain, |with a large effect size at week 6| (d"
_WITH_EFFECT = re.compile(r",? with (?:an? )?(?:[a-z-]+ ){0,3}effect sizes?\b[^.;:()]{0,60}$")
_ONLY_SCORES = re.compile(r"(?:mean |median |the )*(?:changes?|scores?|means?|values?|rates?| )+")
# "a higher risk (RR 1.8) |of death|"
_OF_AFTER = re.compile(
    r"[^()\[\]]{0,40}[)\]]+ (?:of|to) (?P<what>[a-z][^.;:(),]{3,80}?)(?=[ ](?:than|compared|with|in|at|among"
    r"|between|versus|and)\b|[.,;(]|$)"
)
_COUNTS_FOLLOW = re.compile(r": \d")
# "a |large effect| (d = 0.8) was seen for |pain|"
_ONLY_EFFECT = re.compile(
    r"\b(?:effects?|differences?|improvements?|reductions?|increases?|decreases?|changes?|advantages?|benefits?)"
    r"(?: favou?ring [^.;,()]{2,40}| in favou?r of [^.;,()]{2,40}| (?:size|between (?:the )?groups))?\s*$"
)
_SHOWN_FOR = re.compile(
    r"[^()\[\];]{0,50}[)\]]{1,2} (?:(?:was|were) (?:[a-z]+ly )?(?:observed|seen|found|noted|reported|detected"
    r"|obtained) )?(?:for|in|on) (?:the )?"
    r"(?P<what>(?!patients|women|men|children|those|favou?r)[A-Za-z][^.;:(),]{2,60}?)"
    r"(?= (?:at|after|between|with|in|among|compared|was|were|and)\b|[.,;(]|$)"
)
# "those who had X (HR 0.5) and Y (HR 0.4) |were less likely to| report Z"
_LIKELY_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:was|were|are|is) (?:[a-z]+ )?(?:more|less) likely to (?:be |have "
    r"|report )?(?P<what>[^.;:(),]{3,80})"
)
# "age (OR 1.2) and sex (OR 2.0) were |associated with| relapse"
_PREDICTED_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:associated with|correlated with|predict(?:ed|ors? (?:of|for)|ive of)|factors? for"
    r"|related to|explain(?:ed|ing) [^;]{0,24}varia(?:nce|tion|bility) (?:in|of))[ ](?P<what>[^.;:(),]{3,80})"
)
_TOLD_ALREADY = re.compile(
    r"\b(?:was|were|had|decreased|increased|reduced|improved|(?:lower|higher)(?! (?:[\w-]+ ){0,4}[\w-]+\s*$))\b"
)
# "... with X, |while| higher Y (HR": another clause has begun
_NEW_CLAUSE = re.compile(r",? (?:while|whereas|but)\b")
# "relapse was |associated with male sex| (OR": what comes before is the outcome.
_EXPOSED = re.compile(
    r"(?:associated with|related to) (?:the |an? )?"
    r"(?:(?:current|past|prior|previous|recent|maternal|paternal|advanced) )?"
    r"(?:(?:fe)?male\b|sex\b|gender|age\b|older|younger|being\b|having\b|use of|smok|exposure|receiving|history of"
    r"|presence of|ethnicity|race\b|education|marital)",
    re.I,
)
# "more likely to back each plan|: free fruit (|OR": the item and not the plan
_ITEM_AFTER = re.compile(r": (?!.*\d)[A-Za-z]")
# "testing was |more likely to be noted when| the form was complete (OR": the subject says what
_NOTED_WITH = re.compile(
    r"likely to (?:be|have been) (?:seen|found|observed|noted|reported|present|recorded|used|performed|done) "
    r"(?:with|when|if|in|among|for|by|at)\b"
)
# "with a |median survival of| 16.7 versus 16.2 months (HR", "|median survival was| 16.7 months with X and 16.2 with Y"
_MEDIAN_OF = re.compile(
    r"\b(?:median|mean|average) (?P<what>(?!follow|age\b|dose|duration of follow)[^,.;()\d]{2,50}?) (?:of|was|were|is) "
    r"(?:only |about )?\d[^;]{0,90}?\b(?:versus|vs\.?|and|compared with|than|against) [^;]{0,60}$"
)
# "relapse was associated with X| (OR 2), stage (OR 3) and |older age|"
_EXPOSED_ITEM = re.compile(
    r"[^.;:]{0,200}(?:, (?:and |or )?|\band |\bor )(?:the |an? )?(?:[a-z-]+ )?(?:(?:fe)?male\b|sex\b|gender|age\b"
    r"|older|younger|smok(?:ing|ers?)\b|history of|ethnicity|race\b|education\b|BMI\b|calculus\b)"
)
# "Grip was |predicted by| age (beta": the subject says what.
_PREDICTED_BY = re.compile(r"\b(?:was|were) (?:[a-z]+ly )?(?:predicted|influenced|affected|determined|explained) by\b")
# "more healthy habits than controls, including |daily walks| (OR"
_NAMELY = re.compile(
    r"\b(?:including|such as|namely|in terms of|with (?:respect|regard) to|regarding|concerning|particularly) "
    r"(?P<what>[^.;:(),]{3,80})$"
)
# "did not |increase| the incidence of X (HR", "led to |higher| scores (MD", "the difference in X |was larger| (MD"
_CHANGED = re.compile(
    r"\b(?:(?:not|can|may|could|would) (?:[a-z]+ly )?(?:reduce|increase|decrease|improve|lower|affect|alter|influence"
    r"|prolong|prevent|delay)|resulted in|led to|produced) (?!a |an |no )"
    r"(?P<what>(?:\d+-[a-z]+ )?[^.;:()\[\]\d]{3,90})$"
    r"|\b(?:differences?|effects? of [^.;:()]{2,50}?|effects?) (?:in|for|on) (?:the )?(?P<larger>[^.;:()]{2,70}?)"
    r" (?:was|were) [^.;:()]{0,60}$"
)
# "resulted in |better efficacy in| survival (HR"
_EFFICACY_IN = re.compile(
    r"^(?:[a-z]+ ){0,3}(?:efficacy|activity|outcomes?|benefits?|gains?) (?:in(?: terms of)?|for|on) (?:the )?"
)
# "X |reduced| mortality (HR"
_CAUSED = re.compile(
    r"\b(?:reduc|increas|decreas|improv|lower|prolong|prevent|delay|enhanc)(?:ed|es|ing) (?!by|from|to|in|at|with"
    r"|more|less|significantly|"
    r"and|or|after|during|risk)(?P<what>(?:\d+-[a-z]+ )?[^.;:()\[\]\d]{3,90})"
)
# "Agreement was |substantial| (kappa": the subject says what.
_IS_SO = re.compile(r"\b(?:was|were|is|are) (?:not )?(?:[a-z]+ly )?[a-z]+\s*$")
_ONE_OF = re.compile(
    r"\b(?:predictors?|factors?|causes?|events?|variables?|commonest|common|only|outcomes?|strongest)\b"
)
# "a correlation between |X and Y| (r"
_BETWEEN_TWO = re.compile(
    r"\b(?:correlation|association|relationship|agreement|concordance)s? (?:(?:was|were) (?:found|seen|observed|noted"
    r"|detected|evident) )?between (?P<what>(?:[^.;:()]{2,90} and )?(?P<second>[^.;:()]{3,90}))$"
)
# "DAS28 fell from 5.8 to 3.1 with X and from 5.7 to 3.5 with Y (mean difference": the subject says what.
_TWO_VALUES = re.compile(
    r"\d[^;]{0,90}\b(?:and|vs\.?|versus|to|compared (?:with|to)|against|than)\b[^;]{0,50}\d|\d ?%[^;]{0,60}, \d"
)
# "a correlation (r = 0.5; P = 0.007) |between X and Y|"
_PAIR_AFTER = re.compile(
    r"(?:[^()\[\]]){0,40}[)\]] (?:was (?:found|seen|observed) )?between (?P<what>[^.;:()]{3,80}?)"
    r"(?= (?:was|were|after|in|at|is|are)\b|[.,;(]|$)"
)
# "Cure was |more likely with| zidolol (OR": the subject says what.
_WAS_MORE = re.compile(
    r"\b(?:was|were|is|are) (?:[a-z]+ ){0,2}(?:likely|higher|lower|greater|commoner|(?:more|less) \w+|better"
    r"|worse|longer"
    r"|shorter|reduced|increased|decreased|fewer|[a-z]+ed(?= by)) (?:with|in|among|after|by|on) [^.;:,()]{2,60}$"
)
# "more |tiredness, pain and| nausea (OR"
_ITEMS_BEFORE = re.compile(
    r"(?:^|[(;] ?|\b(?:more|less|of|in|worse|better|higher|lower|for|and) )(?P<items>(?!and |or |in |for |as |but )"
    r"(?!(?:[\w'-]+ ){0,3}(?:with|in|of|for|than|group|arm)\b)"
    r"(?:[a-z][\w'-]* ){0,2}[\w'-]+, (?:(?:[a-z][\w'-]* ){0,2}[\w'-]+, ){0,4}(?:and |or )?)$"
)
_VALUE_LAST = re.compile(r"\d ?%$")
