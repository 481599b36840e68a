"""Which outcome an estimate speaks of, in the words of the text."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.after_value import named_by_for
from trialfacts.outcomes.around_estimates import outcome_around
from trialfacts.outcomes.bare import bare
from trialfacts.outcomes.clauses import FAR, is_arm, predicate, subject_of_clause
from trialfacts.outcomes.effects import ASSOCIATED, until_arm
from trialfacts.outcomes.elsewhere import spoken_of_before
from trialfacts.outcomes.subgroups import names_subgroup
from trialfacts.outcomes.subjects import subject_before
from trialfacts.outcomes.wording import last_match, tidy, without_brackets


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
    if document.text.startswith(_NEXT_IS_P, end) and _P_FOR.match(document.text, end):
        of_it = named_by_for(document.text, end, document.sentence_at(start).end)
        if of_it is not None and not is_arm(document, of_it):
            return of_it
    found = outcome_around(document, start, end, name, kind, previous)
    if found is None and previous[0] < (sentence := document.sentence_at(start)).start < start - FAR:
        found = subject_of_clause(document, sentence.start, sentence.start + FAR, telling=False)
    group = False
    if found is not None and (_EMPTY.fullmatch(found) or is_arm(document, found)):
        found = None
    if found is not None and _NO_OUTCOME.match(found):
        found = _before_that(document, found, start)
    if found is not None:
        group = _is_group(document, found) or names_subgroup(document.text, found, start)
        found = bare(found)
        found = found and (_happened(document, found, start) or found)
        if group or _MODERATED.search(found or "") and previous[1]:
            here = document.sentence_at(start)
            if previous[0] > here.start:
                found = previous[1]
            elif _EFFECT_IN.search(document.text, max(here.start, start - 160), start):
                near = previous[1] if previous[0] >= here.start - 200 else None
                found = near or spoken_of_before(document, start)
            else:
                found = _first_subject(document, start)
    lead = _LEADING.match(document.text, document.sentence_at(start).start, start) if found is None else None
    if lead and not is_arm(document, lead["what"]):
        found = bare(tidy(lead["what"]) or "")
    if found is None or _IS_DIFFERENCE.match(found) or name is not None and found == document.text[slice(*name)]:
        found = named_by_for(document.text, end, document.sentence_at(start).end) or found
    near = previous[1] if previous[0] >= document.sentence_at(start).start - 200 else None
    if found is None or _NO_NOUN.match(found):
        own = subject_before(document, max(document.sentence_at(start).start, start - FAR), start) if found else None
        if near is None and own and found and _WHEN.match(found) and not _NO_NOUN.match(own):
            return bare(own)
        when = found if found is not None and _WHEN.match(found) else None
        return near or spoken_of_before(document, start) or previous[1] or when
    if _QUALIFIERS.fullmatch(found):
        return _risk_before(document, start) or near or spoken_of_before(document, start) or previous[1] or found
    if _IS_DIFFERENCE.match(found):
        floor = max(document.sentence_at(start).start, start - FAR)
        word = found.split()[-1]
        at = document.text.rfind(word, floor, start)
        if document.text[at - 1 : at] in ("(", "["):
            at = document.text.rfind(word, floor, at)
        lead = _LEADING.match(document.text, floor, start)
        said = tidy(lead["what"]) if lead else subject_before(document, floor, at) if at > floor + 12 else None
        found = said or near or spoken_of_before(document, start) or previous[1] or found
    found = _IMPACT.sub("", _COUNT_FIRST.sub("", _GROUP_PART.sub("", found))) or found
    with_arm = _WITH_ARM.search(found) or _BETWEEN_ARMS.search(found)
    return found[: with_arm.start()] if with_arm and is_arm(document, with_arm["arm"]) else found


# "5 in A at the wrist (difference 1) and |7.2% in A ...|", "larger in the |high- vs low-dose| group": values and arms
_NO_OUTCOME = re.compile(r"-?\d[\d.]* ?%(?: (?:in|CI)\b|$)|[A-Za-z]{2,15}- (?:vs\.?|versus|and|or|to) ")


def no_outcome(name: str) -> bool:
    """Whether a name tells when, of whom or how an effect was estimated, and not of what: "per-protocol analysis"."""
    name = name[:1].lower() + name[1:]
    return _NO_NOUN.match(name) is not None or _IS_DIFFERENCE.match(name) is not None


def _before_that(document: Document, found: str, start: int) -> str | None:
    """What the clause before ``found`` speaks of, where that names no outcome; None where a value begins it."""
    floor = max(document.sentence_at(start).start, start - FAR)
    at = document.text.rfind(found[:8], floor, start)
    return None if found[:1] in "-0123456789" or at < floor + 12 else subject_before(document, floor, at)


# "|14| contra-lateral cancers", "|unfavorable impact on| survival"
_COUNT_FIRST = re.compile(
    r" per (?:1[0 ,]{1,6} )?(?:person|patient|participant|woman|child)[- ]?(?:years?|months?)$"
    r"|^\d{1,4}(?:\.\d+)? (?=(?:[a-z-]{4,} ){0,3}[a-z][a-z-]{4,}s\b)(?!year|month|week|day|point|or |and )"
)
_IMPACT = re.compile(
    r"^(?:(?:un)?favou?rable|adverse|negative|positive|beneficial|detrimental) (?:impact|effect|influence) on (?:the )?"
)
_WITH_ARM = re.compile(r"(?<=\w) (?:with|in|on) (?:the )?(?P<arm>[\w/+ -]{3,40})$")  # "survival| with zidolol|"
# "rash| between zidolol and placebo|"
_BETWEEN_ARMS = re.compile(r"(?<=\w) between (?:the )?(?P<arm>[\w/+-]+(?: [\w/+-]+){0,3}?) and (?:the )?[^,;]{2,50}$")
_WHEN_TAIL = re.compile(r" (?:during|within|by|at|over|in) .*$")
# "|41 men| in the zidolol arm relapsed versus 66": who, and not what.
_PEOPLE = re.compile(
    r"(?:[\d,.]+ ?%?(?: of(?: the)?(?: [\d,]+)?)?|[A-Z][a-z]+(?:-[a-z]+)?)(?: (?!in\b|with\b"
    r"|and\b|of\b|for\b|among\b)[a-z-]+){0,2} (?:patients|participants|subjects|women|men"
    r"|children|infants|people|persons|adults)\b"
)

# "|54%| vs 21% of patients improved (difference"
_SHARE = re.compile(r"\d[\d.,]* ?%(?! [a-z]+$)")
_SHARES = re.compile(
    r"\d ?%(?: of(?: the)? (?:patients|participants|subjects|women|men|children|infants|people|those))?"
)

# "|Fewer women| on zidolol than on placebo withdrew (HR"
_FEWER = re.compile(
    r"\s*(?:[A-Z][a-z]+ly,? )?(?:[Ff]ewer|[Mm]ore) (?:patients|participants|subjects|women|men|children"
    r"|infants|people)\b"
    r"(?=[^:;()\[\]]{0,250}[(\[]?$)"
)


def _happened(document: Document, found: str, start: int) -> str | None:
    """What happened to the people that an outcome begins with: "Sixty patients assigned to zidolol |died|"."""
    floor = max(document.sentence_at(start).start, start - FAR)
    people = _PEOPLE.match(found)
    if people:
        at = document.text.find(people.group().rpartition(" of ")[2], floor, start)
        did = predicate(document, at + len(people.group().rpartition(" of ")[2]), start) if at >= 0 else None
    elif _SHARE.match(found):
        shares = last_match(_SHARES, document.text[floor:start])
        did = predicate(document, floor + shares.end(), start) if shares else None
    else:
        fewer = _FEWER.match(document.text, floor, start)
        did = predicate(document, fewer.end(), start) if fewer else None
    return did and (_WHEN_TAIL.sub("", did) or did)


def _is_group(document: Document, label: str) -> bool:
    """Whether a label names the people of a row of a list, and no outcome: "stage II", "men", "and for zidolol"."""
    to_arm = _TO_ARM.match(label)
    return _ROW.fullmatch(label) is not None or to_arm is not None and is_arm(document, label[to_arm.end() :])


# "the |benefit was greater in| smokers (HR": of what, the sentence before says
_EFFECT_IN = re.compile(
    r"\b(?:benefits?|effects?|advantages?|associations?|efficacy|results?|risk|reductions?|differences?|improvements?)"
    r"(?: (?!of\b|on\b|for\b)[a-z]+){0,4} (?:in|among|for) [^;:]{0,80}$"
)
# "(HR 1.3, 95% CI 1.2 to 1.5|; P = .01 for relapse|; and HR 1.4, ..|; P = .02 for death|)"
_NEXT_IS_P = ("; P", "; p", ", P", ", p", ";P", ";p")
_P_FOR = re.compile(
    r"[;,] ?[pP] ?[=<>] ?[\d.]{1,8} for "
    r"(?!(?:the )?(?:all|both|each|every|non|super|equival|trend|inter|hetero|diff|compar))[A-Za-z][\w -]{1,40}"
    r"(?:[;)\]]|, and )"
)
# What says nothing of an outcome.
_EMPTY = re.compile(
    r"(?:the )?(?:(?:un)?adjusted|crude|hazards?"
    r"|results?|findings|data|benefits?|(?:9\d ?% ?)?confidence intervals?|intervention|treatment"
    r"|direction|based on .*|not (?:statistically )?significant(?! (?:for|in|on)\b).*|control|placebo"
    r"|(?:sub)?groups?(?: of .*)?|analys[ei]s|ratios?|estimates?|odds)",
    re.I,
)
_TO_ARM = re.compile(r"(?:(?:[Nn]either|[Nn]or|[Bb]oth|and|for|with|in|or) ){1,2}")
_ROW = re.compile(
    r"(?:[a-z]+ )?(?:trends?|effects?|benefits?|associations?) (?:in|among) .*"
    r"\b(?:patients|women|men|children|adults|people|tumou?rs|users|smokers|subgroups?)"
    r"|(?:yes|no|age[ds]?|[<>]=? ?\d.*|(?:stage|grade) [IVX\d]+[a-cA-C]?"
    r"|[\w -]{2,30} (?:positive|negative|status|na[i\u00ef]ve)|\d+ (?:at|in) .*)",
    re.I,
)
# "anxiety |moderated the effect of training| (B": on what was said before
_MODERATED = re.compile(r"\b(?:moderat|modif|mediat)(?:ed|ies|es) (?:the )?[^,;]{0,40}\b(?:effects?|association)\b")


def _first_subject(document: Document, start: int) -> str | None:
    """What the sentence begins with, up to the first list or bracket of it."""
    sentence = document.sentence_at(start)
    opened = _OPENS.search(document.text, sentence.start, min(start, sentence.start + FAR))
    return subject_of_clause(document, sentence.start, opened.start(), telling=False) if opened else None


_OPENS = re.compile(r": | [(\[]|,? (?:for|by|in) (?=[^.:;]{2,40}: )")


# When and where, and not what.
_NO_NOUN = re.compile(
    r"(?:after|during|at|among|compared|between the|before|when|sustained|large|medium|small)\b"
    r"|.{0,50}\bsimilar results$|(?:evident|apparent|pronounced) (?:at|in|after)\b"
    r"|(?:modified )?(?:(?:intention|intent)[- ]to[- ]treat|per[- ]protocol|ITT|PP|as[- ]treated|full analysis)"
    r"(?: (?:populations?|analys[ie]s|sets?|cohorts?|samples?))?$"
    r"|(?:(?:older|younger|adult|elderly|pregnant|black|white) )?(?:men|women|males|females|boys|girls|smokers"
    r"|non-?smokers|adults|patients)$"
    r"|(?:the )?(?:first|second|third|other|same|entire|whole|overall|full) (?:cohort|trial|study|population|sample"
    r"|period|phase|group)s?$|(?:also )?no (?:significant )?(?:difference|association)s?\b.{0,12}$|also no\b"
    r"|(?:as|also|evident|pronounced|negative|positive|stable|rate|absolute|correlations?|associations?|benefits?"
    r"|protective effect|inversely|evidence|sizes?|(?:relative|absolute) risks?|risk reduction|(?:not )?"
    r"(?:non-?inferior|superior|equivalent|inferior)|non-?inferiority|superiority)$|excluded\b",
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
    r"|(?:hazard|odds|risk|rate) ratios?$|[HRO]R$|.{0,40}\b(?:factor|predictor|determinant)s?$"
)
# "|For the primary outcome, good sleep| (7 points), the difference was 4%"
_LEADING = re.compile(
    r"\s*(?:For|Regarding|Concerning|In terms of|With (?:regard|respect) to|On) (?P<what>[^.;()]{2,90})"
    r"(?: \([^()]{0,60}\))?, (?:the|there|a|an|no|we) "
)
# "survival |for the patients with X|", "scores |compared with placebo|", "onset |occurring earlier|"
_GROUP_PART = re.compile(
    r",? (?:(?:compared|than|versus|vs\.?|occurring|if)\b.*|(?:for|in|among|between|with) (?:the )?(?:[\w,-]+ ){0,3}"
    r"(?:patients|participants|populations?|men|women|children|those|groups?|arms?|villages|schools|subjects)\b.*"
    r"|(?:between|among|across) (?:the )?(?:two|three|both|all|2|3))$"
)


# "|Pooled multivariable-adjusted| RRs were": of what, the sentence before may say.
_QUALIFIERS = re.compile(
    r"(?:the )?(?:(?:pooled|multivaria(?:ble|te)|adjusted|unadjusted|corresponding|estimated|crude|respective|combined"
    r"|per-allele|least-squares|rank"
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
        ASSOCIATED, without_brackets(document.text, max(sentence.start, sentence.end - FAR), sentence.end)
    )
    return tidy(until_arm(said["what"])) if said else None
