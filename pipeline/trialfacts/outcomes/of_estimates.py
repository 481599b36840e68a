"""Which outcome an estimate speaks of, in the words of the text."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.after_value import named_by_for, outcome_after
from trialfacts.outcomes.bare import bare
from trialfacts.outcomes.clauses import FAR, VERB, is_arm, noun_before, only_links, subject_of_clause
from trialfacts.outcomes.correlated import correlated
from trialfacts.outcomes.elsewhere import spoken_of_before
from trialfacts.outcomes.wording import last_match, tidy, without_brackets

_NAME_OF = re.compile(
    r"[)\]]?(?:[ ](?:and|with)[ ][^.;]{0,35}intervals?)?[ ](?:\([^()]{1,40}\) ?)?(?:for|of"
    r"|in)[ ](?:the[ ])?(?P<what>[^.;:()\[\]=]{2,90}?)(?:,|[ ](?:was|were|is|in the|with|for|between|among"
    r"|compared|vs|versus|of(?= -?\d| (?:the )?(?:[\w/+-]+ ){0,3}(?:groups?|arms?|patients)\b)|at|from)\b"
    r"|[ ]?[(\[:=]|$)"
)
# "for the scores of A|, B, and C| were"
_MORE_OF_LIST = re.compile(r"(?P<items>(?:, [^.;:(),\d]{2,40}){0,6},? and [^.;:(),\d]{2,40}?) (?:was|were|is|are) ")
# "hazard ratios (adjusted for age) for |death| were 1.7": between the name and the value
_NAME_FOR = re.compile(
    r"(?<!favour)(?<!favor) (?:for|of) (?:the )?(?P<what>[^.;:()\[\]\d=]{2,60}?) (?:was|were|is|are) $"
)
# "correlations between |pain and stiffness| were 0.4"
_CORRELATION_OF = re.compile(r" between (?:the )?(?P<what>[^.;:()]{3,90}?) (?:was|were|is|are|ranged)\b")
# "odds ratios comparing |remission| were", "comparing |remission| with A to B were"
_COMPARING = re.compile(
    r" comparing (?:the )?(?P<what>[^.;:()\[\]=]{3,90}?) (?:was|were|is|are|(?:with|for|in|after|on) [^.;:()]{2,40}"
    r" (?:to|with|versus|vs\.?) [^.;:()]{2,40}? (?:was|were|is|are)) "
)
_ASSOCIATED = re.compile(
    r"\b(?:associated with|predict(?:ed|ors? (?:of|for)|ive of)|risk factors? for|related to|predictors? (?:of"
    r"|for)|factors for|odds of|likelihood of|risk of|chance of|likely to"
    r"|probability of)[ ](?P<what>[^.;:()\[\]]{3,90})"
)
_DIFFERENCE_IN = re.compile(
    r"\b(?:differences?|effects?|reductions?|increases?|improvements?|decreases?|declines?|changes?|benefits?"
    r"|gain|difference \([^()]*\))(?: between (?:the )?(?:two )?groups| in favou?r of [^.;,()]{3,40}?| from baseline)?"
    r"[ ](?:in|on|for|of)[ ](?!favou?r|-?\d|[€$£])(?:the[ ])?(?P<what>[^.;:()\[\]=]{3,90}?)"
    r"(?=[ ](?:was|were|is|between|at|compared"
    r"|of (?=-?\d|[€$£])|favou?r\w*|with"
    r"|versus|vs|than|amounted|which|in the)\b|[ ]?[(\[:=,]|$)"
)
_PREDICTED_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:associated with|predict(?:ed|ors? (?:of|for)|ive of)|factors? for"
    r"|related to|explain(?:ed|ing) [^;]{0,24}varia(?:nce|tion|bility) (?:in|of))[ ](?P<what>[^.;:(),]{3,80})"
)
# "those who had X (HR 0.5) and Y (HR 0.4) |were less likely to| report Z"
_LIKELY_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:was|were|are|is) (?:[a-z]+ )?(?:more|less) likely to (?:be |have "
    r"|report )?(?P<what>[^.;:(),]{3,80})"
)


# "; |rate difference| 0.20", "(group difference, 2.1": what the estimate is called, before its number.
_OWN_WORDS = re.compile(
    r"(?:^|[;:,(\[] ?)(?:and |the |with (?:an? )?)?(?:(?:absolute|adjusted|mean|median|group|between-group|treatment"
    r"|rate|risk|percentage|point|estimated|net|crude|relative|overall) ){0,3}(?:differences?|reduction|effect|change)"
    r"(?: (?:between|from|versus|vs)[^.;:,()]{0,40})?[,:=]? ?(?:was |of )?$"
)


def outcome_of_estimate(
    document: Document,
    start: int,
    end: int,
    name: tuple[int, int] | None,
    kind: str,
    previous: tuple[int, str | None] = (-1000, None),
) -> str | None:
    """The outcome of the estimate printed at ``start``..``end``, whose ``name`` ("hazard ratio") stands at that span.

    ``kind``: the type of the estimate; ``previous``: where the estimate before it ended, and its outcome.
    """
    told = _EACH_FOR.fullmatch(document.text, previous[0], start)
    if told and tidy(told["what"]) == previous[1]:  # "0.9 for X and |0.8 for Y|"
        each = named_by_for(document.text, end, document.sentence_at(start).end)
        if each is not None and not is_arm(document, each):
            return each
    found = _estimated(document, start, end, name, kind, previous)
    if found is None and (sentence := document.sentence_at(start)).start + FAR < start:
        found = subject_of_clause(document, sentence.start, sentence.start + FAR, telling=False)
    if found is not None:
        found = bare(found)
    if found is None or _IS_DIFFERENCE.match(found) or name is not None and found == document.text[slice(*name)]:
        found = named_by_for(document.text, end, document.sentence_at(start).end) or found
    near = previous[1] if previous[0] >= document.sentence_at(start).start - 200 else None
    if found is None or _NO_NOUN.match(found):
        own = _subject_before(document, max(document.sentence_at(start).start, start - FAR), start) if found else None
        if near is None and own and found and _WHEN.match(found) and not _NO_NOUN.match(own):
            return bare(own)
        return near or spoken_of_before(document, start) or previous[1] or found
    if _QUALIFIERS.fullmatch(found):
        return _risk_before(document, start) or previous[1] or found
    if _IS_DIFFERENCE.match(found):
        floor = max(document.sentence_at(start).start, start - FAR)
        word = found.split()[-1]
        at = document.text.rfind(word, floor, start)
        if document.text[at - 1 : at] in ("(", "["):
            at = document.text.rfind(word, floor, at)
        lead = _LEADING.match(document.text, floor, start)
        said = tidy(lead["what"]) if lead else _subject_before(document, floor, at) if at > floor + 12 else None
        found = said or near or spoken_of_before(document, start) or previous[1] or found
    return _GROUP_PART.sub("", found) or found


# When and where, and not what.
_NO_NOUN = re.compile(
    r"(?:after|during|at|among|compared|between the|before|when|sustained|large|medium|small)\b"
    r"|.{0,50}\bsimilar results$"
    r"|(?:modified )?(?:(?:intention|intent)[- ]to[- ]treat|per[- ]protocol|ITT|PP|as[- ]treated|full analysis)"
    r"(?: (?:populations?|analys[ie]s|sets?|cohorts?|samples?))?$"
    r"|(?:(?:older|younger|adult|elderly|pregnant|black|white) )?(?:men|women|males|females|boys|girls|smokers"
    r"|non-?smokers|adults|patients)$"
    r"|(?:as|also|evident|pronounced|negative|positive|stable|rate|absolute|correlations?|associations?|benefits?"
    r"|protective effect|inversely|evidence)$|excluded\b",
    re.I,
)
# Between "0.9 (0.8-1.0)| for flexion and |0.8 (0.7-0.9) for extension"
_EACH_FOR = re.compile(
    r"[)\]]{0,2}(?:[,;] ?[pP] ?[=<>] ?[\d.]{1,8}[)\]]{0,2})? for (?:the )?(?P<what>[^.;:()\d]{2,50}?)(?:,|;)?(?: and)? "
)
# "|during treatment|": the subject of the clause says what.
_WHEN = re.compile(r"(?:after|during|at|before)\b", re.I)
# An outcome that says no more than the estimate's own name.
_IS_DIFFERENCE = re.compile(
    r"(?:the |a |an )?(?:[A-Za-z-]+,? ){0,3}(?:differences?|effect|interaction)$"
    r"|(?:(?:the|a|an|[a-z]+ly|significant|absolute|relative|mean|adjusted|net|overall|average|small|large|additional"
    r"|further|total|risk|percentage) ){0,3}(?:gain|reduction|increase|change)$|[Aa]fter "
    r"adjust|figures$|.{0,30}\beffect sizes?\b|(?:at )?(?:the )?(?:\d+|one|two|three|six|twelve)[ -](?:month"
    r"|week|year|day)s?"
    r"(?: follow-?up)?$|post-?(?:test|treatment|assessment|intervention)$|follow-?up$|as shown by"
)
# "|For the primary outcome, good sleep| (7 points), the difference was 4%"
_LEADING = re.compile(
    r"\s*(?:For|Regarding|Concerning|In terms of|With (?:regard|respect) to|On) (?P<what>[^.;()]{3,90})"
    r"(?: \([^()]{0,60}\))?, (?:the|there|a|an|no|we) "
)
# "survival |for the patients with X|", "scores |compared with placebo|", "onset |occurring earlier|"
_GROUP_PART = re.compile(
    r",? (?:(?:compared|than|versus|vs\.?|occurring)\b.*|(?:for|in|among|between|with) (?:the )?(?:[\w-]+ ){0,3}"
    r"(?:patients|participants|populations?|men|women|children|those|groups?|arms?|villages|schools|subjects)\b.*)$"
)


# "|Pooled multivariable-adjusted| RRs were": of what, the sentence before may say.
_QUALIFIERS = re.compile(
    r"(?:the )?(?:(?:pooled|multivaria(?:ble|te)|adjusted|unadjusted|corresponding|estimated|crude|respective|combined"
    r"|multivaria(?:ble|te)-adjusted|age-adjusted|and|fully)(?: |$)){1,5}",
    re.I,
)


def _risk_before(document: Document, at: int) -> str | None:
    """What the sentence before the one at ``at`` says that something is associated with."""
    index = document.sentence_index(at)
    if not index:
        return None
    sentence = document.sentences[index - 1]
    said = last_match(
        _ASSOCIATED, without_brackets(document.text, max(sentence.start, sentence.end - FAR), sentence.end)
    )
    return tidy(_until_arm(said["what"])) if said else None


def _estimated(
    document: Document, start: int, end: int, name: tuple[int, int] | None, kind: str, previous: tuple[int, str | None]
) -> str | None:
    text = document.text
    sentence = document.sentence_at(start)
    floor = max(sentence.start, start - FAR - 60)
    stop = min(sentence.end, end + 360)
    lead = text[floor:start]
    compared = None if name is None else _COMPARING.match(text, name[1], start)
    if compared and not _TWO_SIDES.search(compared["what"]) and not is_arm(document, compared["what"]):
        return tidy(compared["what"])
    said = last_match(_FACTORS, lead) if any(map(lead.__contains__, _FACTOR_STEMS)) else None
    if said is not None:
        return tidy(said.group("what"))
    own = None if name is None or previous[0] > name[1] else _NAME_OF.match(text, name[1], max(name[1], end))
    if own and not _NO_OUTCOME.match(own["what"]) and not is_arm(document, own["what"]):
        more = _MORE_OF_LIST.match(text, own.end("what"), start)
        return tidy(own["what"] + more["items"]) if more else tidy(own["what"])
    pair = None if name is None or kind != "r" else _CORRELATION_OF.match(text, name[1])
    if pair:
        return tidy(pair["what"])
    late = None if name is None or previous[0] > name[1] else _NAME_FOR.search(text, name[1], start)
    if late and not is_arm(document, late["what"]):
        return tidy(late["what"])
    if "eed" in text[slice(*name) if name else slice(start, end)]:
        spared = _TO_PREVENT.search(text, *(name or (floor, start)))
        if spared:
            return tidy(spared["what"])
    if kind == "r":
        opened = text.rfind("(", floor, start)
        both = correlated(document, floor, previous[0], opened if opened > previous[0] else start)
        if both:
            return both
        if previous[1] and " and " in previous[1] and 0 <= start - previous[0] < 60 and previous[0] > floor:
            other = _SECOND.search(text, previous[0], start)  # "apples and pears (r = 0.5) |and plums| (r"
            return f"{previous[1].partition(' and ')[0]} and {other['what']}" if other else previous[1]
    since = max(floor, previous[0])
    close = text.find(")", since, start)
    if close >= 0 and text.find("(", since, close) < 0:
        since = close + 1  # the estimate before stands in a bracket that ends here
    of = outcome_after(text, start, end, stop, name is None)
    if of:
        return of
    masked = without_brackets(text, floor, start)
    opened = max(masked.rfind("("), masked.rfind("["))
    colon = ": " in lead[-110:]
    if colon and opened >= 0 and (paired := _LABELLED_PAIR.search(text, max(floor + opened, previous[0] - 1), start)):
        return tidy(paired["label"])
    if opened >= 0 and (label := _label(text, max(floor + opened, previous[0]), start)) and not is_arm(document, label):
        return label
    before = name[0] if name is not None and since <= name[0] < start else start
    headed = _HEADED.search(text, max(since, before - 110), before) if colon else None
    if headed and not is_arm(document, headed["label"]):
        return tidy(headed["label"])
    at_value = "for " in lead[-90:] and opened < max(0, since - floor)
    for_value = _FOR_VALUE.search(text, max(since, start - 90), start) if at_value else None
    if for_value and not VERB.search(for_value["what"]) and not is_arm(document, for_value["what"]):
        return tidy(for_value["what"])
    if previous[0] > floor and (following := _NEXT_OUTCOME.fullmatch(text, previous[0], start)):
        what = next(filter(None, following.groups()))
        if not is_arm(document, what):
            return tidy(what)
    if previous[0] > floor and previous[1] is not None:
        gap = masked[since - floor :]
        cut = len(gap) - len(gap := gap.lstrip(" )];,"))
        if (
            len(gap) < 140
            and not VERB.search(gap)
            and (opened < since - floor or _another_arm(document, floor, since, floor + opened, previous[1]))
        ):
            less = _DIFFERENCE_FOR.search(gap, 0, max(0, floor + opened - since - cut))
            return tidy(less["what"]) if less and opened >= since - floor else previous[1]
    told = opened >= 0 and previous[1] is not None and _FURTHER.search(text, end, stop)
    if told and _SO_TOO.match(without_brackets(text, floor + opened, stop)):
        return previous[1]
    if opened >= 0:
        here = since if since < floor + opened else floor
        return _bracketed(document, here, floor + opened, end, stop, start)
    predicted = last_match(_ASSOCIATED, masked)
    if predicted is not None and not VERB.search(masked, predicted.end() - len(predicted.group("what"))):
        return tidy(_until_arm(predicted.group("what")))
    where = last_match(_DIFFERENCE_IN, masked) or _CHANGED_BY.search(masked)
    if where is not None:
        return tidy(where.group("what"))
    before = name[0] if name is not None and floor < name[0] < start else start
    called = _OWN_WORDS.search(text, max(floor + 1, before - 90), before)
    if called:
        before = called.start()
    if text.endswith(("; ", ", "), 0, before):
        before -= 2
    return _subject_before(document, floor, before)


# "number needed to treat to prevent one |death|", "to find one |case|, 20 people need to be screened"
_TO_PREVENT = re.compile(
    r"\b[Tt]o (?:prevent|avoid|achieve|obtain|avert|find|detect|yield|gain|save|see) (?:1|one|an?)"
    r"(?: single| further)? (?P<what>[^.;:(),]{3,70})"
)


# "risk factors for |X| were A (OR 3.1), B (OR 1.9)", "odds for |X| were higher with A (OR 2.8)"
_FACTOR_STEMS = (
    "isk of",
    "azard of",
    "redictor",
    "actor",
    "eterminant",
    "orrelate",
    "dds ",
    "ikelihood ",
    "robability ",
    " models for ",
)
_FACTORS = re.compile(
    r"\b(?:[Pp]redictors?|(?:[Rr]isk |[Pp]rognostic )?[Ff]actors?|[Dd]eterminants?|[Cc]orrelates?|[Oo]dds|[Rr]isk"
    r"|[Hh]azard|[Ll]ikelihood|[Pp]robability|models?)"
    r" (?:of|for|associated with) (?:developing |achieving |having )?(?P<what>[^.;:()]{3,80}?)"
    r" (?:was|were|included?|includes|are|is|showed that|revealed that|indicated that):? "
)
# "|Falls|: RR 0.7", "; |blood loss| (mL): 210 vs 260, MD -50"
_HEADED = re.compile(
    r"(?:[.;] |^)(?P<label>(?!(?:Results?|Findings|Conclusions?|Outcomes?|Methods)\b"
    r"|[^:]{0,40}\b(?:vs|versus)\b)[A-Za-z][^.;:()\[\]\d]{1,40}?)"
    r"(?: \([^()]{1,14}\))?: ?(?:[-\d./%]{1,12} (?:vs\.?|versus|and|to) [-\d./%]{1,12}[^:;.()]{0,20}[,;] )?$"
)
_SECOND = re.compile(r"(?:and|,|with) (?:[a-z]{3,14}ly )?(?:with |to )?(?P<what>[A-Za-z][^.;:(),\d]{2,50}?) ?[(\[]$")
# "the difference was, |for weight|, 4.0 (1.2-6.8)"
_FOR_VALUE = re.compile(
    r"(?:[-:,;] |\b(?:was|were|and) )for (?:the )?(?P<what>(?!patients|those|men|women|the )[A-Za-z]"
    r"[^.;:(),\d]{2,60}?)[ ,]{1,2}$"
)
_FURTHER = re.compile(r" (?:was|were|remained) (?:also|too|both|all|another|other|further) ")
# "being married (OR 1.8) |was also significant|": a further factor of the outcome before
_SO_TOO = re.compile(
    r"[^;.]{0,120}[)\] ] (?:was|were|remained) (?:also|too|both|all|another|other|further) (?:[a-z]+ly )?(?:an? )?"
    r"(?:significant|independent|strong|important|predictive|predictors?|risk factors?|factors?)\b"
    r"(?! (?:of|for|with)\b)"
)
# "comparing |zidolol with placebo|": arms, and no outcome
_TWO_SIDES = re.compile(r" (?:with|to|versus|vs\.?) ")
# "(ORR: 64 vs. 33%; OR 5.3": the outcome's own label.
_LABEL = re.compile(
    r"(?:^|[;,] |[(\[])(?P<label>(?!.{0,24}\b(?:means?|medians?|groups?|arms?|vs|versus|differences?|intervention"
    r"|control|placebo|treatment|range|SD|[Hh][Rr]|OR|RR|CI|ratio|[Aa]djusted"
    r"|[Pp])\b)[A-Za-z][\w/-]{1,20}(?: [\w/-]{1,16}){0,2}): ?(?!.*[A-Za-z]: )"
)
# "[|Total score, short form| (SF): 20.5 vs. 26.3, p = 0.02, d = 0.3": what a pair of values is of
_LABELLED_PAIR = re.compile(
    r"(?:[(\[;,]|\d-) ?(?:(?:[Gg]roups? )?\w{1,12} (?:vs\.?|versus) (?:[Gg]roup )?\w{1,12}:? )?"
    r"(?P<label>[A-Z][^:;()\[\]\d]{2,70}?)(?: ?\([^()]{1,12}\))?: ?-?[\d.]{1,8}[^:;()\[\]\d]{0,12} "
    r"?(?:vs\.?|versus) -?[\d.]{1,8}[^:;()\[\]]{0,24}$"
)
# "pain, |with a large effect size at week 6| (d"
_WITH_EFFECT = re.compile(r",? with (?:an? )?(?:[a-z-]+ ){0,3}effect sizes?\b[^.;:()]{0,60}$")
# "(mean |blood loss|, 513 vs. 478 g; MD 35"
_MEASURE_FIRST = re.compile(
    r"[(\[](?:mean |median )?(?P<label>(?!(?:adjusted|mean|median|range|difference|hazard|odds|risk|relative|effect)\b)"
    r"[a-z][a-z-]+(?: [a-z-]+){0,3}),? -?\d[^()\[\]]{0,30}\b(?:vs\.?|versus|compared) "
)
# What follows "odds ratio for" and is no outcome.
_NO_OUTCOME = re.compile(
    r"(?:patients|those|men|women|males|females|favou?r|-?\d[\d.]*(?!-?[\d.]*-(?:year|month|week|day))"
    r"|interaction|trend|\w+ in (?:men|women|males|females))"
)
# "(ORR: 64 vs. 33%; |OR| ...", "(VAS 27 mm vs. 31 mm, ..."
_VALUE_LABEL = re.compile(
    r"(?:[(\[]|; ?)(?P<label>(?!(?:Weeks?|Months?|Days?|Years?|OR|RR|HR|CI|SD|SE|IQR|RD|MD|SMD|ES|AUC|IRR|P|M|B"
    r"|R|Mean|Median"
    r"|Range)\b)[A-Z][A-Za-z0-9/-]{1,15}):? -?\d"
)


def _label(text: str, opened: int, start: int) -> str | None:
    """The outcome that a bracket prints before its values: "(|ORR|: 64 vs. 33%; OR 5.3"."""
    found = last_match(_VALUE_LABEL, text[opened:start])
    return found.group("label") if found else None


def _another_arm(document: Document, floor: int, since: int, opened: int, outcome: str) -> bool:
    """Whether an estimate with a bracket of its own speaks of the outcome before, for another arm or another value."""
    text = document.text
    gap = text[since:opened].lstrip(" )];,")
    if _NEXT_VALUE.match(gap) or only_links(document, since, opened):
        return True
    # "the primary outcome was lower in those treated for X (HR ..), Y (|HR| ..)": said once, as the subject.
    if len(gap) > 45:
        return False
    said = text.rfind(outcome[-30:], floor, since)
    return said >= 0 and VERB.search(text, said + len(outcome[-30:]), since) is not None


# "(RR 0.8, 0.7 to 0.9; |stroke|: RR 0.6", "weight by 2.1 (95% CI 1-3) and |waist| by 3.0 (95% CI"
_NEXT_OUTCOME = re.compile(
    r"[)\]]{0,2}(?:[,;] ?[pP] ?[=<>] ?[\d.]{1,8})?[)\]]{0,2}(?:[,;] (?:and )?(?P<label>(?!after|at|in|for|by|on|and)"
    r"(?!.{0,40}\b(?:vs|versus|group|arm|week|month|day|year)s?\b)[A-Za-z][^.;:,()\[\]=]{2,40}): ?[A-Za-z \u03b7]{0,16}"
    r"|,? and (?:for |in )?(?:the )?(?P<what>(?!at |after |in |by "
    r"|for )[A-Za-z][^.;:,()\[\]\d=]{2,60}?) (?:of|by|was|were)"
    r" [-+$€£]?|[)\]]{1,2}[,;] (?:and )?(?P<item>(?!.{0,36}\b(?:vs|versus|groups?|arms?|weeks?|months?|days?|years?"
    r"|was|were|is|had|respectively|differences?|at|in|for|with|by|after|on|among|to|of|from|but|[pP]|CI|SD)\b)"
    r"[A-Za-z][A-Za-z -]{2,36}?) |[)\]]{0,2},? and for (?:the )?(?P<also>[A-Za-z][^.;:,()\[\]\d=]{1,40}?) [-+$€£]?)"
)
_NEXT_VALUE = re.compile(
    r"(?:(?:and|or|versus|vs\.?|in|with|for|by) )*(?:[\d.]+ ?%|\d+(?:\.\d+)? (?:in|with|for|on)\b)|(?:versus|vs\.?) "
)


_OF_AFTER = re.compile(
    r"[^()\[\]]{0,40}[)\]]+ (?:of|to) (?P<what>[a-z][^.;:(),]{3,80}?)(?=[ ](?:than|compared|with|in|at|among"
    r"|between|versus|and)\b|[.,;(]|$)"
)


def _bracketed(document: Document, floor: int, opened: int, end: int, stop: int, start: int) -> str | None:
    """The outcome of an estimate in the bracket that opens at ``opened``."""
    text = document.text
    inside = last_match(_DIFFERENCE_IN, without_brackets(text, opened, start))
    if inside is not None and " of " not in inside.group() and not _ONLY_SCORES.fullmatch(inside["what"]):
        return tidy(inside["what"])
    label = _LABEL.search(text, opened, start) or _MEASURE_FIRST.match(text, opened, start)
    if label and not is_arm(document, label.group("label")):
        return label.group("label")
    stem = without_brackets(text, floor, opened)
    effect = _WITH_EFFECT.search(stem)
    if effect:
        opened = floor + effect.start()
        stem = stem[: effect.start()]
    if _PREDICTED_BY.search(stem):
        return _subject_before(document, floor, opened)
    predicted = last_match(_ASSOCIATED, stem)
    if predicted is not None and _EXPOSED.match(predicted.group()):
        return _subject_before(document, floor, floor + predicted.start())
    if (
        predicted is not None
        and not _NEW_CLAUSE.search(predicted["what"])
        and not _ITEM_AFTER.match(stem, predicted.end())
        and (
            predicted.group().startswith("likely to")
            or not VERB.search(stem, predicted.end() - len(predicted.group("what")))
        )
    ):
        return _until_arm(tidy(predicted.group("what")) or "") or None
    if re.search(r"\b(?:odds|risk|likely|likelihood|hazard|chance)\b", stem[-60:]):
        after = _OF_AFTER.match(text, end, stop)
        if after:
            return tidy(after.group("what"))
    ahead = without_brackets(text, opened, stop)
    likely = _LIKELY_AFTER.match(ahead) if " likely to " in ahead else None
    if likely and "likely" not in stem:
        return tidy(likely.group("what"))
    later = _PREDICTED_AFTER.match(ahead)
    if later and not _TOLD_ALREADY.search(stem, _clause_start(stem)):
        return tidy(_until_arm(later.group("what")))
    named = _NAMELY.search(stem)
    if named:
        return tidy(named["what"])
    changed = _CHANGED.search(stem)
    if changed:
        return tidy(_until_arm(changed["what"] or changed["larger"]))
    caused = _CAUSED.search(stem)
    if caused and not VERB.search(stem, 0, caused.start()):
        return tidy(_until_arm(caused.group("what")))
    if _CORRELATED.search(stem) or _IS_SO.search(stem) and not _ONE_OF.search(stem):
        return _subject_before(document, floor, opened)
    two = _BETWEEN_TWO.search(stem)
    if two:
        return tidy(two.group("what"))
    if _TWO_VALUES.search(stem[-170:]):
        return _subject_before(document, floor, opened) or noun_before(document, floor, opened)
    pair = _PAIR_AFTER.match(text, end, stop) if "correlation" in stem[-60:] else None
    if pair:
        return tidy(pair.group("what"))
    where = last_match(_DIFFERENCE_FOR, stem)
    if where is not None and not VERB.search(where.group("what")):
        return tidy(where.group("what"))
    noun = None if _WAS_MORE.search(stem) else noun_before(document, floor, opened)
    if noun and (items := _ITEMS_BEFORE.search(stem[: max(0, stem.rfind(noun))])):
        noun = items["items"] + noun
    return noun if noun and not _VALUE_LAST.search(noun) else _subject_before(document, floor, opened)


# "more healthy habits than controls, including |daily walks| (OR", "clear gains in X for |falls| (RR"
# "Cure was |more likely with| zidolol (OR": the subject says what.
_WAS_MORE = re.compile(
    r"\b(?:was|were|is|are) (?:[a-z]+ ){0,2}(?:likely|higher|lower|greater|commoner|(?:more|less) \w+|better"
    r"|worse|longer"
    r"|shorter|reduced|increased|decreased|fewer) (?:with|in|among|after|by|on) [^.;:,()]{2,60}$"
)
_ONLY_SCORES = re.compile(r"(?:mean |median |the )*(?:changes?|scores?|means?|values?|rates?| )+")
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
_TOLD_ALREADY = re.compile(
    r"\b(?:was|were|had|decreased|increased|reduced|improved|(?:lower|higher)(?! (?:[\w-]+ ){0,4}[\w-]+\s*$))\b"
)


def _clause_start(stem: str) -> int:
    """Where the last clause of a sentence begins that "while" or "but" introduces."""
    new = last_match(_NEW_CLAUSE, stem)
    return new.end() if new else 0


# "more |tiredness, pain and| nausea (OR"
_ITEMS_BEFORE = re.compile(
    r"(?:^|[(;] ?|\b(?:more|less|of|in|worse|better|higher|lower|for|and) )(?P<items>(?!and |or |in |for |as |but )"
    r"(?!(?:[\w'-]+ ){0,3}(?:with|in|of|for|than|group|arm)\b)"
    r"(?:[a-z][\w'-]* ){0,2}[\w'-]+, (?:(?:[a-z][\w'-]* ){0,2}[\w'-]+, ){0,4}(?:and |or )?)$"
)
_VALUE_LAST = re.compile(r"\d ?%$")
_NAMELY = re.compile(
    r"\b(?:including|such as|namely|in terms of|with (?:respect|regard) to|regarding|concerning|particularly) "
    r"(?P<what>[^.;:(),]{3,80})$"
)
_CORRELATED = re.compile(r"\bcorrelated {1,40}(?:\w+ly )?with [^.;:()]{2,60}$")
# "Grip was |predicted by| age (beta", "Agreement was |substantial| (kappa": the subject says what.
_PREDICTED_BY = re.compile(r"\b(?:was|were) (?:[a-z]+ly )?(?:predicted|influenced|affected|determined|explained) by\b")
_IS_SO = re.compile(r"\b(?:was|were|is|are) (?:not )?(?:[a-z]+ly )?[a-z]+\s*$")
_ONE_OF = re.compile(
    r"\b(?:predictors?|factors?|causes?|events?|variables?|commonest|common|only|outcomes?|strongest)\b"
)
# "a correlation between |X and Y| (r"
_BETWEEN_TWO = re.compile(
    r"\b(?:correlation|association|relationship|agreement|concordance)s? (?:was (?:found|seen|observed) )?between "
    r"(?P<what>[^.;:()]{3,110})$"
)
# "a correlation (r = 0.5; P = 0.007) |between X and Y|"
_PAIR_AFTER = re.compile(
    r"(?:[^()\[\]]){0,40}[)\]] (?:was (?:found|seen|observed) )?between (?P<what>[^.;:()]{3,80}?)"
    r"(?= (?:was|were|after|in|at|is|are)\b|[.,;(]|$)"
)
# "DAS28 fell from 5.8 to 3.1 with X and from 5.7 to 3.5 with Y (mean difference": the subject says what.
_TWO_VALUES = re.compile(
    r"\d[^;]{0,90}\b(?:and|vs\.?|versus|to|compared (?:with|to)|against|than)\b[^;]{0,50}\d|\d ?%[^;]{0,60}, \d"
)
# "X |reduced| mortality (HR"
# "did not |increase| the incidence of X (HR", "led to |higher| scores (MD", "the difference in X |was larger| (MD"
_CHANGED = re.compile(
    r"\b(?:(?:not|can|may|could|would) (?:[a-z]+ly )?(?:reduce|increase|decrease|improve|lower|affect|alter|influence"
    r"|prolong|prevent|delay)|resulted in|led to|produced) (?!a |an |no )(?P<what>[^.;:()\[\]\d]{3,90})$"
    r"|\b(?:differences?|effects? of [^.;:()]{2,50}?|effects?) (?:in|for|on) (?:the )?(?P<larger>[^.;:()]{2,70}?)"
    r" (?:was|were) [^.;:()]{0,60}$"
)
_CAUSED = re.compile(
    r"\b(?:reduc|increas|decreas|improv|lower|prolong|prevent|delay|enhanc)(?:ed|es|ing) (?!by|from|to|in|at|with"
    r"|more|less|significantly|"
    r"and|or|after|during|risk)(?P<what>[^.;:()\[\]\d]{3,90})"
)
# "zidolol increased |walking distance| by 42 m"
_CHANGED_BY = re.compile(
    r"\b(?:increas|decreas|reduc|improv|lower|rais|prolong|shorten|extend|delay)(?:ed|es|ing) (?!by |from |with |in )"
    r"(?:the |its |their |his |her )?(?P<what>[^.;:()\[\]\d,]{3,70}?) by (?:about |approximately |an? [a-z ]{3,20})?$"
)
_DIFFERENCE_FOR = re.compile(
    r"\b(?:differences?|interactions?|effects?|improvements?|benefits?|advantages?|reductions?|increases?)\b[^.;:()]{0,70}?"
    r"\b(?:in|on|for) (?!favou?r)(?:the "
    r")?(?P<what>[^.;:()]{2,60})$"
)
_PRONOUN = re.compile(
    r"(?:^|[.;,] |(?:weeks?|months?|days?) )(?:[Ii]t|[Tt]hey|[Tt]his|[Tt]hese|[Tt](?:he|his) (?:difference"
    r"|association)) (?:was|were|had|fell|rose|did|changed)\b"
)


def _subject_before(document: Document, floor: int, end: int) -> str | None:
    """The subject of a clause that ends at ``end``; for "it" and "they", that of the sentence before."""
    text = document.text
    lead = _ADVERB.match(text, floor, end)
    if lead:
        floor = lead.end()
    colon = floor + without_brackets(text, floor, end).rfind(": ")
    if colon > floor + 12 and _no_words(document, colon + 2, end):
        end = colon
    if "umber" in text[floor:end] and (number := _NUMBER_OF.search(without_brackets(text, floor, end))):
        return tidy(number["what"])
    at = document.sentence_index(floor)
    if at and _PRONOUN.search(document.text[floor : min(end, floor + 60)]):
        sentence = document.sentences[at - 1]
        return subject_of_clause(document, max(sentence.start, sentence.end - FAR), sentence.end, telling=False)
    return subject_of_clause(document, floor, end, telling=False)


def _no_words(document: Document, start: int, end: int) -> bool:
    """Whether a stretch of text holds values and arms only: "6.3% versus 26.5%, P=0.002, "."""
    values = _VALUE.sub(" ", without_brackets(document.text, start, end))
    for mention in document.arms.within(start, end):
        values = values.replace(mention.name, " ", 1)
    return all(word.lower() in _BETWEEN_VALUES for word in _LETTERS.findall(values))


_ADVERB = re.compile(r"\s*(?:[A-Z][a-z]{3,14}ly, )?(?:[Aa] total of )?(?=\S)")
# "more |oocytes| were found with": a number of things, and not of people
_NUMBER_OF = re.compile(
    r"\bnumbers? of (?!patients|participants|subjects|women|men|children|infants|people|those)"
    r"(?P<what>[^.;,()]{3,60}?) (?:was|were|is|are) "
)
_VALUE = re.compile(r"(?:\b[A-Z][\w-]* )?\d[\d.]* ?(?:%|[A-Za-z\u00b5]+(?:/[A-Za-z]+)?)?")
_LETTERS = re.compile(r"[A-Za-z]+")
_BETWEEN_VALUES = frozenset(
    """vs versus and to in for the of group groups arm p with compared than respectively was control placebo
    intervention participants patients children""".split()
)


def _until_arm(phrase: str) -> str:
    return _ARM_FOLLOWS.split(phrase, maxsplit=1)[0]


_ARM_FOLLOWS = re.compile(
    r"(?:(?<!increase)(?<!decrease)(?<!reduction)(?<!improvement)(?<!change) in|,[ ]in"
    r"|,?[ ](?:among|for|with|compared|than|versus|vs\.?|by|adjusted|after|independently|when|between|at|during))[ ]"
)
