"""Which outcome a number speaks of, in the words of the text.

No parser: a result is said in few ways. What happened stands before the number as the subject of its clause or as the
noun before a bracket, or after it as the predicate of those counted.
"""

from __future__ import annotations

import re

from trialfacts.cleaning.words import word_set
from trialfacts.counts.participants import HEADS
from trialfacts.document import Document

_FAR = 260  # characters of a clause that are looked at, at most

# Verbs and adverbs that end the subject of a clause.
_VERB = re.compile(
    r"\b(?<!who )(?<!that )(?<!whom )(?:was|were|is|are|has|have|had|did|occurr?ed|developed|appeared|decreased"
    r"|increased|improved|declined"
    r"|fell|rose|remained|showed|differed|reached"
    r"|favou?red|resulted|happened|accounted|averaged|exceeded|ranged|became|tended|seemed|did not|would|could"
    r"|can|may|changed|correlated|numbered|arose|experienced|achieved|reported|demonstrated|exhibited|required"
    r"|underwent)\b"
)
_LEAD = re.compile(
    r"(?:[A-Z][A-Za-z ]{2,24}: ?)?(?:(?:However|Overall|Moreover|Furthermore|In addition|Also|Additionally"
    r"|In contrast|Similarly|Finally|In total|Conversely|Besides|Interestingly|Meanwhile"
    r"|Of note|Secondly|First|Second|In conclusion|In summary|Thus|Therefore|Importantly|Consequently"
    r"|On the other hand|Nevertheless|As a result)[, ]+)?"
    r"(?:(?:(?:At|After|By|During|In|For|From|On|Within|With|Among|Of|Following|Compared|Throughout|Through"
    r"|Before|Over|Regarding|Between|Based|When|While|Although|According|Since|Until|Relative|Using"
    r"|Concerning)\b|[A-Z][a-z]+ing\b)[^,;:]{2,150}, |(?:At|By|After) (?:\d+|week|month|day) \w+ (?=[a-z\d]))?"
    r"(?:(?:we|they) (?:found|observed|noted|showed) (?:that |an? )?|there (?:was|were) (?:no |an? )?"
    r"|it was (?:observed|found) (?:that|in) |(?:the )?results (?:showed|indicated|revealed"
    r"|demonstrated) (?:that )?"
    r"|that |and |but |while |whereas |with |although |as well as |or |nor )*",
    re.I,
)
# Words that say how much and not what; taken off the front of an outcome ...
_FRONT = re.compile(
    r"(?:(?:the|a|an|its|their|this|these|those|no|any|(?:non-?)?significant(?:ly)?|statistically|marked(?:ly)?"
    r"|slight(?:ly)?|higher|lower|reduced|increased|decreased|greater|fewer|more|less|better|worse|most|overall"
    r"|similar|total|few|mostly|mean|median|adjusted|unadjusted|estimated|actual|observed|corresponding|respective"
    r"|cumulative|only|about|approximately|evidence suggestive|larger|smaller|longer|shorter|superior"
    r"|reduction|reductions|decrease|decreases|increase|increases|improvement|improvements|difference|differences"
    r"|change|changes|trends?|towards?|probability|likelihood|odds|risk|rates?|incidences?|prevalence|frequenc(?:y|ies)"
    r"|proportions?"
    r"|percentages?|numbers?|occurrence|presence|majority|effect|effects|patients|subjects|participants|women|men"
    r"|children|cases|who|with|experiencing|achieving|reporting|having|attaining|developing|showing|reaching"
    r"|of|in|for|on|to|associated|had|has|have|was|were|and|or|by|at|crude|between-group|treatment|both|all"
    r"|symptomatic)[ ])*",
    re.I,
)
_KEPT_FRONT = re.compile(
    r"(?:treatment|overall|cumulative|symptomatic|patients|women|men|improvement|reduction|change|median|mean|no"
    r"|all|total|children|increased|reduced|risk|treatment)\b",
    re.I,
)
# ... and off its end.
_BACK = word_set(
    """rate rates fell rose eased was were is are had has have significantly slightly statistically markedly positively
    negatively inversely strongly weakly much also both higher lower greater fewer more less better worse longer shorter
    similar comparable reduced increased decreased improved in of for with by to on at from between among the a an and
    or than only respectively that frequent frequently common commonly often likely seen observed noted reported found
    present detected achieved occurred developed identified recorded experienced evident documented diagnosed favoring
    favouring superior favorable favourable numerically different not as follows who which those where when while
    whereas but did substantially considerably approximately about being remained been ranged equal low high
    mainly compared versus vs vs. prevalent included were: was: accounted group groups arm arms value values using"""
)
_BACK_PAIRS = frozenset((first, last) for first in ("each", "all") for last in ("group", "groups", "arm", "arms")) | {
    ("per", "protocol")
}
_SCARE = " ,;:.()[]\"'=-"
# A bracket that opens at the number, or the like: "X (43%", "X: 12", "X, 5%".
_OPENED = re.compile(r"[ ]?(?:[(\[][^()\[\]]{0,40}|[:=,]|[(\[])[ ]?$")
_BOUNDARY = re.compile(
    r"[;:()\[\]]|, |(?<![ (][A-Z])\. |\b(?:was|were|is|are|had|has|have|with|reported|experienced|showed"
    r"|developed|while"
    r"|whereas|but|than|achieved|that|included|including|such as|which|who|caused|reduced|decreased|increased"
    r"|improved|in terms of|except for|favou?red)\b"
)
_ADJECTIVES = re.compile(
    r"^(?:significantly|statistically|markedly|slightly|much|also|not|higher|lower|greater|fewer|more|less|better"
    r"|worse|longer|shorter|similar|comparable|reduced|increased|decreased|frequent|common|often|likely|low|high"
    r"|superior"
    r"|numerically|different|seen|observed|noted|reported|found|present|detected|achieved|prevalent|only|and|in"
    r"|the|or|a|to|of|for|with|on|by|those|patients|between|groups|both|group|all|each|did|equal|good|poor"
    r"|evident|identified|as|follows|recorded|respectively|very|significant|treatment|\w+ier|rarer|slower"
    r"|commoner|smaller|larger|faster|stronger|weaker|rare|mild|small|large|alike|unchanged|uncommon|infrequent"
    r"|moderate|safe|pooled|be|minor|few|at|months?|weeks?|years?|days?|\d+|\w+ly|non-\w+|strong|weak|excellent"
    r"|otherwise|acceptable|adequate|feasible|satisfactory|sufficient|considerable|modest|tolerable|reasonable"
    r"|alone)$",
    re.I,
)
# "in the X group", "of patients receiving X" at the end of what stands before a bracket.
_ARM_TAIL = re.compile(
    r",?[ ](?:in|for|with|among|of|on|to|by|than|receiving|from|versus|vs\.?|compared (?:with|to)|and)[ ](?:both "
    r"|all |each |patients |those |women |children |subjects |participants )*(?:in |with |receiving |on |of "
    r"|treated with |given )?(?:the )?$"
)
_GROUP_TAIL = re.compile(
    r",?[ ](?:in|for|with|among|of|than|from|and|versus|vs\.?|compared (?:with|to))[ ](?:those |patients |in "
    r"|with |for )*(?:the |both |either |all |each )?(?:[\w+/-]+[ ]){0,4}(?:groups?|arms?|cohorts?|controls"
    r"|placebo)[ ]?$"
)
_LINK_WORDS = frozenset(
    """than in for the group groups arm arms and vs vs. versus compared with to of patients participants subjects those
    whereas while but only respectively by on among or was were it as against did not p from women men receiving
    treated recipients children had this all another only at ci or, also - another further other compared""".split()
)
_TOKEN = re.compile(r"[A-Za-z][\w'/+-]*\.?")

_LIGHT = (
    "had|have|has|experienced|achieved|attained|reached|showed|shown|exhibited|demonstrated|reported"
    "|suffered from|suffered|presented with|presented|developed|were|was|are|obtained|did have|complained of"
    "|noted|manifested|displayed|sustained"
)
_HEAVY = (
    "died|found(?! in| to)|preferred|scored|rated|required|relapsed|responded|discontinued|stopped|became|remained"
    "|needed|survived|improved|recovered"
    "|failed|expired|worsened|progressed|met|refused|chose|converted|underwent|gained|lost|completed"
    "|adhered|participated|initiated|received|agreed"
    "|tested|used|would|could|did not|did|complied|withdrew|returned|attended|linked|withdrawn|dropped|felt"
    "|accepted|continued|started|adopted|rated|considered|healed|smoked|delivered|conceived|maintained|avoided"
    "|increased|decreased|fulfilled|took|lived|fell|successfully|correctly|not"
)
_PREDICATE = re.compile(
    rf"(?P<between>(?:[^.;:]|\.(?=\d)){{0,110}}?)[ ](?:who[ ])?(?:also |subsequently |only |still |later |then "
    rf"|again )?(?:(?P<light>{_LIGHT})|(?P<heavy>{_HEAVY}))\b(?P<rest>(?:[^.;]|\.(?=\d| [a-z])){{0,140}})"
)
_THOSE_COUNTED = re.compile(
    r"[ ]?|[ ](?:of[ ])?(?:the[ ]|all[ ]|these[ ]|our[ ])?(?:[a-z-]+[ ])?(?:patients|participants|subjects|women|men"
    r"|children"
    r"|infants|respondents|people|individuals|eyes|cases|responses|them|whom|those)"
)
_PREDICATE_END = re.compile(
    r",|\s\(|\s\[|(?<!/)\b(?:and|or|while|whereas|but|versus|vs|compared|than|as compared)\s(?=[^,;]{0,30}\d|in the|in"
    r"|none|no |one |two |three |four |five |six |seven |eight |nine |ten )|\b(?:compared|versus|vs|whereas|while"
    r"|but|respectively|after|during|at(?! least)|by|within|over|before|until|throughout"
    r"|in the (?:[\w-]+ ){1,4}(?:groups?"
    r"|arms?)|in (?:both|either|each|any|all)|among|because|when|mainly|due to|than|for the)\b"
)
# "(57% |male|)", "61% were women and 4% |African American|"
_APPOSED = re.compile(
    r"[ ](?P<what>(?!(?:of|in|for|with|at|on|to|by|vs|versus|and|or|than|compared|respectively|patients|participants"
    r"|subjects"
    r"|children|eyes|cases|after|during|per|among|while|whereas|were|was|had|the|CI|from|within|using|who|which|as"
    r"|but)\b)"
    r"[A-Za-z][\w-]*(?: (?!(?:in|of|and|vs|versus|were|was|had)\b)[A-Za-z][\w-]*){0,2})(?=[,.;)]|$| and )"
)
_SORT = re.compile(
    r"[ ](?P<what>(?:fe)?males?|wom[ae]n|m[ae]n|boys|girls|[Ww]hites?|[Bb]lacks?|African[ -]Americans?|Caucasians?"
    r"|Asians?"
    r"|Hispanics?|(?:current |former )?smokers)\b"
)
# "(male 36% vs. 64%": the label stands in the bracket; these are none.
_NO_LABEL = re.compile(
    r"(?:n|N|mean|median|range|from|about|only|approximately|between|versus|vs|CI|SD|i\.e|e\.g|all|both|up|over"
    r"|at|in|by|more|less|group|with|compared|P|p|intervention|control|placebo|experimental)\b"
)
# What a number stands after where it begins a clause of its own.
_AT_START = re.compile(
    r"(?:[,;:]\s?|\(|\b(?:and|while|whereas|but|which|that|only|where|of)\s|\n)(?:(?:[Oo]nly|[Aa] total of"
    r"|[Aa]nother|[Aa]bout|[Aa]pproximately|[Oo]ver|[Nn]early|[Mm]ore than|[Tt]he remaining|[Aa]ll"
    r"|[Aa] further) )?$|(?:[Oo]nly|[Aa] total of) $"
)
_COUNTED = re.compile(
    r"\b(?:patients|participants|subjects|women|men|children|infants|respondents|people|individuals|of (?:the"
    r"|all) [a-z]+|majority|half|third|quarter|two-thirds|[Mm]ost)[ ]?$"
)
# "except for |two patients| who died"
_BUT_THOSE = re.compile(r"\b(?:except|except for|for|including|namely|of whom|only)[ ]$|, $")
# "In |five patients|, the treatment was continued"
_IN_THESE = re.compile(r"(?:^|[.,;\n] ?)(?:and )?[Ii]n $|^[Ii]n $")
_CLAUSE = re.compile(
    r"(?:[^\s.,;:()\d]+ ){1,5}(?:was|were|had|did|became|could|led|occurred|showed)\b(?:[^.,;:()]|\.(?=\d)){3,70}"
)
_RATE = re.compile(r"(?P<what>[A-Za-z][\w-]*(?: [\w-]+){0,3}) rates? (?:was |were |of |reached |being |only )+$")
# "dysphagia |for solid foods", "weakness |with difficulty ...": the object without its complement.
_OBJECT = re.compile(
    r"(?P<what>.*?)(?:(?<!positive)(?<!negative)(?<!treated)(?<!tested)(?<!associated)(?<!positivity)(?<!need) "
    r"(?:for|with) .*)?$",
    re.S,
)
_IN_BEFORE = re.compile(
    r"\b(?:in|by|for|with|among|of|from|was|were|is|to|at|reached|exceeded|only|had)(?: (?:only|all|just|about"
    r"|approximately|over|nearly|almost|up to|the|another|the remaining|a further|a total of|more than"
    r"|less than))?[ ]$",
    re.I,
)


# "the corresponding figures were", "achieved these outcomes": what was said before.
_SAID_BEFORE = re.compile(
    r"\bcorresponding\b|^(?:.{0,20} )?(?:the|these|this|those|such) (?:figures?|numbers?|proportions?|percentages?"
    r"|measures?|values?"
    r"|rates?|outcomes?|criteria)$|^(?:figures?|outcomes?|measures?|proportions?|respectively.*|whereas it|it)$",
    re.I,
)


def outcome_of_proportion(
    document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None]
) -> str | None:
    """The outcome of the proportion printed at ``start``..``end``; None where no words for it are found.

    ``noun_end``: where the noun of those counted ends (-1: not printed); ``previous``: where the proportion before it
    ended, and its outcome, which a list shares.
    """
    found = _outcome(document, start, end, noun_end, previous)
    if found is None:
        after = _ANY_PREDICATE.match(document.text, max(end, noun_end))
        return (
            after.group("what")
            if after
            else previous[1]
            if _THESE_WERE.search(document.text, start - 40, start)
            else None
        )
    return previous[1] or found if _SAID_BEFORE.search(found) or _is_arm(document, found) else found


# "Thirty-two |opened all ten modules|", after those counted.
_ANY_PREDICATE = re.compile(
    r"(?: (?:of|in) (?:the |all )?(?:[\w-]+ ){0,3}(?:group|arm|patients|participants|subjects|women|children"
    r"|students))?"
    r" (?P<what>(?!treated|assigned|randomi|included|compared)[a-z]{3,}ed (?!in |by |to |with )[^.,;:()\d]{3,70})"
)
# "nine patients |desaturated|", "107 (93%) |answered the questionnaire|": any verb right after those counted.
_DID = re.compile(
    r" (?P<what>(?!treated|assigned|randomi|included|compared|allocated|based|given|aged|diagnosed|affected|infected"
    r"|hospitali|admitted to|undergoing|scheduled|needed|selected|exposed|followed|related|operated|born|enrolled from"
    r"|recruited from|vaccinated|located|matched|referred|adjusted|weighted|estimated|predicted|combined|mixed|united"
    r"|increased|decreased|reduced|improved|called|screened|approached|excluded)"
    r"[a-z]{3,}(?:ed|ew) (?!in |by |with |as |for )(?:[^.,;:()]|\.(?=\d)){0,70})"
)


def _did(text: str, end: int, stop: int) -> str | None:
    match = _DID.match(text, end, stop)
    if match is None:
        return None
    what = match.group("what")
    cut = _PREDICATE_END.search(what, what.find(" "))
    return (what[: cut.start()] if cut else what).strip(_SCARE) or None


_THESE_WERE = re.compile(r"\b[Tt]hese (?:[a-z]+ )?(?:were|was) (?:respectively )?$")
# "increased |abstinence| from 16%", "active, with |complete response| in 22%"
_CHANGED = re.compile(
    r"(?:(?:increas|reduc|lower|improv|decreas|rais|rais)(?:ed|es|ing) (?:the )?(?:rates? of |incidence of )?"
    r"(?P<what>[a-z][^.,;()]{3,60}?) from|, with (?:an? |the )?(?P<other>[a-z][^,;()\d]{3,50}?)(?: (?:observed|seen"
    r"|occurring))? (?:in|of)) $"
)


def _outcome(document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None]) -> str | None:
    text = document.text
    sentence = document.sentence_at(start)
    floor = max(sentence.start, start - _FAR)
    before = text[floor:start]
    stop = min(sentence.end, end + _FAR)
    since = max(floor, previous[0]) if previous[0] <= start else floor
    past = _past_bracket(text, start, max(end, noun_end), stop)
    if text.startswith(" who ", max(end, noun_end)) and _BUT_THOSE.search(before):
        found = _predicate(document, max(end, noun_end), stop)
        if found:
            return found
    if text.startswith(", ", max(end, noun_end)) and _IN_THESE.search(text, max(floor, start - 12), start):
        clause = _CLAUSE.match(text, max(end, noun_end) + 2, stop)
        if clause:
            return clause.group()
    changed = (
        _CHANGED.search(text, since, start)
        if text[start - 5 : start] in ("from ", "s in ", "e in ", "n in ") or text.startswith(" of ", start - 4)
        else None
    )
    if changed:
        return _tidy(changed.group("what") or changed.group("other"))
    at_start = start - since < 4 or _AT_START.search(text, max(since, start - 24), start) is not None
    if at_start:
        found = _predicate(document, past, stop, immediate=True) or _did(text, past, stop)
        if found:
            return found
        apposed = (_APPOSED if text[start - 1] == "(" else _SORT).match(text, end)
        if apposed and not document.arms.within(end, apposed.end()):
            return apposed.group("what")
    elif noun_end > 0 and not _IN_BEFORE.search(before[-32:]) and (found := _did(text, past, stop)):
        return found
    listed = previous[0] >= sentence.start and previous[0] <= start and _only_links(document, previous[0], start)
    if listed and previous[1] is not None:
        return previous[1]
    arm = _ARM_AND.fullmatch(text, since, start) if since > floor else None
    if arm and previous[1] is not None and arm["arm"] not in previous[1]:
        return previous[1]
    if since > floor and previous[1] is not None and _COMPARED_WITH.search(_masked(text, since, start)):
        return previous[1]
    new = (
        _NEW_NOUN.search(text, max(since, start - 90), start)
        if since > floor and before.endswith((" in ", " by ", " of ", " only "))
        else None
    )
    if new and not document.arms.within(new.start("what"), start):
        return _tidy(new.group("what"))
    if since > floor and previous[1] is not None:
        gap = _masked(text, since, start).lstrip(" )]")
        if not _VERB.search(gap.replace("it was", "").replace("that were", "")) and (
            _CONTINUES.fullmatch(gap) or _LINKED.fullmatch(gap)
        ):
            return previous[1]
    opened = _OPENED.search(before[max(0, len(before) - 60) :])
    if (not opened or (at_start and text[start - 1] not in "([")) and (not _IN_BEFORE.search(before[-32:]) or at_start):
        found = _predicate(document, max(end, noun_end), stop)
        if found:
            return found
    if opened:
        inner = opened.group().strip(" ([")
        if (
            len(inner) > 2
            and inner[0].isalpha()
            and not (inner[-1] == ";" and inner[:-1].isupper())
            and not _NO_LABEL.match(inner)
            and not document.arms.within(start - len(inner) - 2, start)
        ):
            return _tidy(inner)
        counted = start - len(opened.group())
        if _COUNTED.search(text, since, counted) or _names_people(document, since, counted):
            found = _predicate(document, end, stop)
            if found:
                return found
        found = _noun_before(document, since, start - len(opened.group()))
        if found:
            return found
    else:
        rate = _RATE.search(before) if " rate" in before else None
        if rate and (found := _tidy(rate.group("what"))):
            return found
    found = _subject(document, since, start)
    if found:
        return found
    if since > floor:
        if previous[1] is not None:
            return previous[1]
        found = _subject(document, floor, start)
        if found:
            return found
    return _predicate(document, max(end, noun_end), stop) or (previous[1] if previous[0] >= sentence.start else None)


def _past_bracket(text: str, start: int, end: int, stop: int) -> int:
    """Where the bracket closes that an expression leaves open: "25 patients (6%|; X, 4%)| converted"."""
    if "(" not in text[start:end] or text[end - 1] == ")":
        return end
    close = text.find(")", end, min(stop, end + 70))
    return close + 1 if close >= 0 and "(" not in text[end:close] else end


def _names_people(document: Document, floor: int, end: int) -> bool:
    """Whether those counted stand before a bracket, with their arm perhaps: "more infants in the X group (94%"."""
    last = document.text[floor:end].rstrip().rpartition(" ")[2].lower()
    if last not in HEADS and last not in ("group", "groups", "arm", "arms"):
        return False
    words = _without_arm(document, floor, end).rsplit(" ", 2)
    return words[-1].lower() in HEADS and (len(words) < 2 or words[-2].lower() in _HOW_MANY)


_HOW_MANY = frozenset(("more", "fewer", "most", "many", "the", "all", "of", "less", "few", "some", "other", "more"))
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _masked(text: str, start: int, end: int) -> str:
    """A stretch of text with what stands in closed brackets blanked out, character for character."""
    part = text[start:end]
    for _ in range(2):
        if ")" not in part and "]" not in part:
            break
        part = _BRACKETS.sub(_blank, part)
    return part


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


def _only_links(document: Document, left: int, right: int) -> bool:
    """Whether nothing but arms and words like "versus" stands between two values."""
    text = document.text
    if right - left > 130:
        return False
    gap = text[left:right]
    for mention in document.arms.within(left, right):
        gap = gap.replace(mention.name, "", 1)
    gap = _BRACKETS.sub("", gap)
    return all(word.lower() in _LINK_WORDS for word in _TOKEN.findall(gap))


def _predicate(document: Document, end: int, stop: int, immediate: bool = False) -> str | None:
    """What happened to those counted: "had |X|", "|died|"; ``immediate``: only where the verb comes next."""
    text = document.text
    match = _PREDICATE.match(_masked(text, end, stop))
    if match is None:
        return None
    between = match.group("between")
    if immediate and (
        _THOSE_COUNTED.fullmatch(between) is None or between.strip() and text.startswith(" who", end + len(between))
    ):
        return None
    rest = match.group("rest")
    cut = _PREDICATE_END.search(rest, 0 if rest.startswith((" (", " comp", " v")) else 2)
    if cut:
        rest = rest[: cut.start()]
    at = end + match.start("rest")
    for mention in document.arms.within(at + 4, at + len(rest)):
        rest = re.sub(r",?[ ](?:in|of|with|for|on|to)[ ](?:the )?$", "", text[at : mention.start])
        break
    if not match.group("heavy"):
        rest = _OBJECT.match(rest).group("what")  # type: ignore[union-attr]
    if match.group("heavy"):
        rest = match.group("heavy") + rest
        return rest.strip(_SCARE) or None
    return _tidy(rest)


def _noun_before(document: Document, floor: int, end: int) -> str | None:
    """The noun that ends before a bracket: "|nausea| (12%", "higher incidence of |X| in the Y group (12%"."""
    compared = _last(_COMPARED, _masked(document.text, floor, end))
    if (
        compared is not None
        and end - floor - compared.end() < 110
        and not _VERB.search(document.text, floor + compared.end(), end)
    ):
        return None  # "... lower with X than with Y (12%": the subject says what
    phrase = _without_arm(document, floor, end)
    opened = max(phrase.rfind("("), phrase.rfind("["))
    label = _LABEL.search(phrase, opened + 1) if opened >= 0 else None
    if label:
        return label.group("label")
    if opened > 0:
        phrase = _without_arm(document, floor, floor + opened)
    between = _BETWEEN_IN.search(phrase)
    if between:
        return _tidy(between.group("what"))
    last = _last(_BOUNDARY, phrase)
    if last is not None:
        if last.group().startswith("favo"):
            return None
        phrase = phrase[last.end() :]
    if _VERB.search(phrase, 2):
        return None
    words = [word for word in phrase.split() if not _ADJECTIVES.match(word.strip(_SCARE))]
    if (
        not words
        or _SEEN_IN.match(phrase)
        or words[0][0].isdigit()
        or _QUANTITY.search(phrase)
        or _is_arm(document, phrase)
    ):
        return None
    return _tidy(phrase)


# "(ORR: 64 vs. 33%; OR 5.3": the outcome's own label.
_LABEL = re.compile(
    r"(?:^|[;,] |[(\[])(?P<label>(?!.{0,24}\b(?:means?|medians?|groups?|arms?|vs|versus|differences?|intervention"
    r"|control|placebo|treatment|range|SD|[Hh][Rr]|OR|RR|CI|ratio|[Aa]djusted"
    r"|[Pp])\b)[A-Za-z][\w/-]{1,20}(?: [\w/-]{1,16}){0,2}): ?(?!.*[A-Za-z]: )"
)
# From one value of a list to the next: arms and times between them, no verb and no new noun before a bracket.
_CONTINUES = re.compile(
    r"(?:(?:,(?= (?:and|in|for|compared|versus|vs|while|whereas|with|or)\b)|and|/year|of|in|for|with|on|among"
    r"|vs\.?|versus|compared|at|by|per|to|than|after|during|before)[ ])[^;:(\[]{0,110}?(?:and|vs\.?|versus|with"
    r"|to|than|or|,|while|whereas|for|in|was|it was)[ ](?:only |in |for |by |of |with |to |on )*"
)
# "(12%), and |new-onset diabetes| in 7%"
_NEW_NOUN = re.compile(
    r"(?:[,;]| and) (?:and )?(?P<what>(?!(?:with|of|at|as|in|for|by|those|and|that|was|were|only|after|respectively)\b)"
    r"[A-Za-z-]{3,24}(?: (?:[a-z-]{2,20}|\d)){0,6}?)"
    r" (?:in|by|of)(?: only)? $"
)
# "than the X group (12%", "compared with 7% in ...": the second of two values.
_COMPARED_WITH = re.compile(
    r"\b(?:than|versus|vs\.?|(?:as )?compared (?:with|to)|against)[ ](?:(?!\b(?:and|was|were|had)\b)(?:[^.;,(]"
    r"|\.(?=\d))){0,70}[(\[]?$"
)
# "... patients given X and in (12%": those counted, and a new arm.
_LINKED = re.compile(
    r"[,\s]*(?:(?:of )?(?:the )?(?:patients|participants|subjects|women|men|children|infants|controls|teeth|eyes"
    r"|cases)\s)?(?:and )?"
    r"(?:in|with|on|after|allocated|assigned|randomi[sz]ed|taking|given|treated|receiving|of|for|among|at|by|from"
    r"|under|who|that|without)\b[^,;:=(\[]{0,110}"
)
_QUANTITY = re.compile(r"\d ?(?:mg|IU|kg|mm|cm|mL|mmol|points?|units?|days|weeks|months|hours|min|g)\b|\bby \d|of \d")


_SEEN_IN = re.compile(
    r"\s*(?:(?:not|no|\w+ly|significant) ){0,3}(?:found|seen|observed|noted|detected|reported|recorded|higher|lower"
    r"|greater"
    r"|more|less|fewer|better|similar|comparable|different|present|achieved|improved|reduced|increased|good|poor"
    r"|excellent|strong|weak)\b.{0,40} "
    r"(?:in|at|among|for|with|after|between)\b"
    r"|\s*(?:only |also |both |mainly )?(?:in|among|by|from|during|after|at) "
)
# "... differences between the X group and the Y group in |Z| (12%"
_BETWEEN_IN = re.compile(
    r"\bbetween\b.{3,110}\b(?:in|for|regarding|with (?:respect|regard) to|in terms of) (?:the )?(?P<what>[^()]{2,80})$"
)
_WITH_MEAN = re.compile(r",? with (?:a |an )?(?:mean|median|average|significant mean)\b")
_COMPARED = re.compile(r"\b(?:vs\.?|versus|than|compared (?:with|to)|relative to|in comparison (?:with|to))[ ]", re.I)


# "1.2%| zidolol and |0.6% placebo"
_ARM_AND = re.compile(
    r" (?P<arm>(?!of |in |on |for |at |were "
    r"|had )[\w+/-]{3,20}(?: [\w+/-]{3,20}){0,2}),? (?:and|vs\.?|versus) "
)
# What is left of the value before: "(30% |of patients)| was more than ..."
_COUNTED_LEFT = re.compile(r"^ ?(?:of )?(?:the |all )?(?:patients|participants|subjects|women|children|cases)\)?")


def _without_arm(document: Document, floor: int, end: int) -> str:
    """The text before ``end`` without the arm that it ends with."""
    phrase = _COUNTED_LEFT.sub(_blank, _masked(document.text, floor, end)).rstrip()
    for _ in range(2):
        mentions = document.arms.within(floor, floor + len(phrase))
        if mentions and len(phrase) - (mentions[-1].end - floor) <= 12:
            head = phrase[: mentions[-1].start - floor]
            tail = _ARM_TAIL.search(head)
            if tail:
                phrase = head[: tail.start()]
                continue
        group = _GROUP_TAIL.search(phrase)
        if group is None:
            break
        phrase = phrase[: group.start()]
    return phrase


def _subject(document: Document, floor: int, end: int, telling: bool = True) -> str | None:
    """The subject of the clause: "|Relapse| occurred in 12", "|The rate of X| was lower in the Y group (12%"."""
    clause = _masked(document.text, floor, end)
    cut = max(clause.rfind("; "), _full_stop(clause), clause.rfind("\n")) + 1
    if _LONG_WORD.search(clause, cut) is None:
        cut = max(clause.rfind("; ", 0, cut - 1), 0)  # "the rates differed; |5% in X"
    colon = clause.rfind(": ") + 1
    if (
        colon > cut
        and not clause[colon : colon + 1].isdigit()
        and _LONG_WORD.search(clause, colon)
        and not _is_arm(document, clause[colon:])
    ):
        cut = colon
    clause = clause[cut:].lstrip(" ,);.]")
    told = _last(_TOLD, clause)
    if told:
        clause = clause[told.end() :]
    lead = _LEAD.match(clause)
    if lead:
        clause = clause[lead.end() :]
    clause = clause[_own_clause(clause) :]
    clause = _WITH_MEAN.split(clause, maxsplit=1)[0]
    verb = _VERB.search(clause)
    if verb is not None and verb.start() <= 2:
        return None
    if verb is not None:
        subject = clause[: verb.start()]
        rest = clause[verb.end() :]
        if re.fullmatch(
            r"\s*(?:(?:an? )?(?:[a-z]+ly )?(?:larger|higher|greater|smaller|lower) (?:proportion|percentage"
            r"|number) of [^,]*"
            r"|(?:(?:the|most|all|more|fewer|both) )*(?:patients|subjects|participants|women|children)"
            r"(?: (?:treated|receiving|who|given|assigned|in|on|with|starting|taking|using|undergoing) [^,]*)?|there"
            r"|we|this|it|they|the|most|who|that|these"
            r"|\d[^,]*\b(?:patients|participants|subjects|women|children|of \d+|on|in)\b[^,]*"
            r"|(?:(?!\b(?:in|of|for|between|among|rates?|scores?|levels?)\b)[^,])*\b(?:groups?|arms?))?\s*",
            subject,
            re.I | re.S,
        ) or (verb.group() not in _HAPPENS and _is_arm(document, subject)):
            return _tidy(_until_compared(document, floor, rest))
        for mention in document.arms.within(max(0, end - _FAR), end)[:3]:
            lead = _ARM_LEAD.match(subject)
            named = (lead.end() if lead else 0) + len(mention.name)
            group = _GROUP_NEXT.match(subject, named)
            if group and subject[:named].lower().endswith(mention.name.lower()):
                subject = subject[group.end() :]
        if telling and verb.group() in _TELLING:
            return _tidy(clause)
        found = _tidy(_IN_GROUPS.sub("", _ASIDE.split(subject, maxsplit=1)[0]))
        return found or _tidy(_until_compared(document, floor, rest))
    return _tidy(clause)


def _full_stop(clause: str) -> int:
    """Where the last full stop of a clause is that ends no initial ("S. aureus"); -1 if there is none."""
    at = clause.rfind(". ")
    while at > 0 and (
        clause.endswith("vs", 0, at) or clause[at - 1].isupper() and (at == 1 or clause[at - 2] in " (-")
    ):
        at = clause.rfind(". ", 0, at)
    return at


# "|In the| X| group, |relapse occurred"
_ARM_LEAD = re.compile(r"(?:(?:in|with|among|for) )?(?:the )?", re.I)
_GROUP_NEXT = re.compile(r" (?:group|arm)s?,? ", re.I)
# "..., it was observed that |a higher percentage ...|"
_TOLD = re.compile(
    r"\b(?:observed|found|noted|showed|shown|revealed|indicated|demonstrated|reported|confirmed|seen) that "
    r"|\b(?:analysis|analyses|model|data|results) (?:also )?(?:showed|revealed|indicated"
    r"|demonstrated|suggested) (?!that)|\b(?:however|overall), "
)
# Verbs whose subject is an event, whatever an arm is called: "hypoglycaemia |occurred| in 12".
_HAPPENS = frozenset(("occurred", "occured", "appeared", "happened", "arose", "developed"))
# Verbs that say what happened: "potassium |exceeded| 5.5 mmol/L in 7%"
_TELLING = frozenset(("exceeded", "fell", "rose", "remained"))
_IN_GROUPS = re.compile(
    r",? (?:in|for|of|among|between|with) (?:the |these |both |all |each )?(?:(?!\b(?:in|of|for|among"
    r"|between)\b)[^.;]){0,60}"
    r"\b(?:groups?|arms?|cohorts?)\s*$"
    r"|(?<=rates) (?:in|among|for) (?:the |those )?(?:[\w-]+ ){0,2}(?:patients|participants|subjects|women"
    r"|children)\b.*$",
    re.S,
)
_LONG_WORD = re.compile(r"[A-Za-z]{3}")
_NO_SUBJECT = re.compile(
    r"(?:which|who|that|with|including|then|respectively|compared|as|but|so|of|in|at|after|while|whereas|was|were"
    r"|had|a? ?mean"
    r"|median|P|p)\b"
)


def _own_clause(clause: str) -> int:
    """Where the last coordinated clause begins: "X was achieved, |Y was seen in|"; 0 if there is one clause."""
    verb = _VERB.search(clause)
    comma = clause.rfind(", ")
    while verb is not None and comma > verb.start():
        start = comma + (6 if clause.startswith("and ", comma + 2) else 2)
        own = _VERB.search(clause, start)
        if own is not None and own.start() > start + 2 and not _NO_SUBJECT.match(clause, start):
            return start
        comma = clause.rfind(", ", 0, comma)
    return 0


_ASIDE = re.compile(r",? (?:i\.e|e\.g|such as|including|mainly|mostly|defined as)\b|, with ")


def _until_compared(document: Document, floor: int, phrase: str) -> str:
    """A phrase up to what it is compared with, without the arm at its end."""
    phrase = _COMPARED.split(phrase, maxsplit=1)[0]
    for mention in document.arms.within(floor, floor + _FAR):
        at = phrase.find(mention.name)
        if at > 6:
            phrase = re.sub(r",?[ ](?:in|of|with|for|on|to|among|by)[ ](?:the )?$", "", phrase[:at])
            break
    return phrase


_ARM_FRONT = re.compile(r"^(?:the|patients (?:in|receiving|treated with) (?:the )?)[ ]?", re.I)


def _is_arm(document: Document, subject: str) -> bool:
    name = _ARM_FRONT.sub("", subject.strip()).lower()
    return any(len(mention.name) == len(name) and mention.name.lower() == name for mention in document.arms.mentions)


_RATE_OF = re.compile(
    r"\b(?:incidences?|rates?|proportions?|percentages?|frequenc(?:y|ies)|prevalence|numbers?|occurrence"
    r"|likelihood|probability|odds|risk)[ ]of[ ]"
    r"(?:(?:the[ ])?(?:patients|participants|subjects|women|men|children|those|people)[ ](?:who[ ](?:had[ ]"
    r"|were[ ])?|with[ ]|having[ ]|achieving[ ]|experiencing[ ]|reporting[ ]|attaining[ ]|receiving[ ]"
    r"|requiring[ ]|needing[ ]|developing[ ]|showing[ ])?)?(?=\S)"
)


_EMPTY = frozenset(
    """the results result a total total no measures these respectively respective seen observed reported both whom
    which who there it they this that methods findings most majority all patients subjects participants not
    significant group groups and without contrast addition comparison in only with of early late overall parents
    infants members students neonates adults people individuals persons""".split()
) | {"a total", "most subjects", "most patients", "the results", "these measures"}


_LETTER = re.compile(r"[^\W\d_]")


def _without_back(phrase: str) -> str:
    """A phrase without the words at its end that only say how much."""
    while True:
        cut = max(phrase.rfind(" "), phrase.rfind(","))
        if cut < 0:
            return phrase
        last = phrase[cut + 1 :].lower()
        left = phrase[:cut].rstrip(" ,")
        before = max(left.rfind(" "), left.rfind(","))
        if before >= 0 and len(left) == cut and (left[before + 1 :].lower(), last) in _BACK_PAIRS:
            left = left[:before].rstrip(" ,")
        elif last not in _BACK:
            return phrase
        phrase = left


def _tidy(phrase: str) -> str | None:
    """An outcome without the words that only say how much; None where nothing is left."""
    phrase = phrase.strip(_SCARE)
    of = _RATE_OF.search(phrase)
    if of:
        phrase = phrase[of.end() :]
    front = _FRONT.match(phrase + " ")
    if front and front.end():
        phrase = phrase[min(front.end(), len(phrase)) :] or phrase
    phrase = _without_back(phrase).strip(_SCARE)
    if not phrase or not _LETTER.search(phrase):
        return None
    words = phrase.split()
    if words[0] in ("p", "P") and len(words) > 1 and words[1] in ("=", "<", ">"):
        return None
    if phrase.lower() in _EMPTY or phrase.count("%") > 1 and not _LONG_WORD.search(phrase.replace("and", "")):
        return None
    return " ".join(words[:14])


# -- estimates --------------------------------------------------------------------------------------------------------

_NAME_OF = re.compile(
    r"(?:[ ](?:and|with)[ ][^.;]{0,35}intervals?)?[ ](?:\([^()]{1,40}\) ?)?(?:for|of"
    r"|in)[ ](?:the[ ])?(?P<what>[^.;:()\[\]=]{3,90}?)(?:,|[ ](?:was|were|is|in the|with|for|between|among"
    r"|compared|vs|versus|of|at|from)\b|[ ]?[(\[:=]|$)"
)
_ASSOCIATED = re.compile(
    r"\b(?:associated with|predict(?:ed|ors? (?:of|for)|ive of)|risk factors? for|related to|predictors? (?:of"
    r"|for)|factors for|odds of|likelihood of|risk of|chance of|likely to"
    r"|probability of)[ ](?P<what>[^.;:()\[\]]{3,90})"
)
_DIFFERENCE_IN = re.compile(
    r"\b(?:differences?|effects?|reductions?|increases?|improvements?|decreases?|declines?|changes?|benefits?"
    r"|gain|difference \([^()]*\))(?: between (?:the )?(?:two )?groups| in favou?r of [^.;,()]{3,40}?)?[ ](?:in|on|for"
    r"|of)[ ](?!favou?r|-?\d|[€$£])(?:the[ ])?(?P<what>[^.;:()\[\]=]{3,90}?)(?=[ ](?:was|were|is|between|at|compared"
    r"|of (?=-?\d|[€$£])|favou?r\w*|with"
    r"|versus|vs|than|amounted|which|in the)\b|[ ]?[(\[:=,]|$)"
)
_PREDICTED_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:associated with|predict(?:ed|ors? (?:of|for)|ive of)|factors? for"
    r"|related to)[ ](?P<what>[^.;:(),]{3,80})"
)


# "those who had X (HR 0.5) and Y (HR 0.4) |were less likely to| report Z"
_LIKELY_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:was|were|are|is) (?:[a-z]+ )?(?:more|less) likely to (?:be |have "
    r"|report )?(?P<what>[^.;:(),]{3,80})"
)


def outcome_of_estimate(
    document: Document,
    start: int,
    end: int,
    name: tuple[int, int] | None,
    value: float | None,
    previous: tuple[int, str | None] = (-1000, None),
) -> str | None:
    """The outcome of the estimate printed at ``start``..``end``, whose ``name`` ("hazard ratio") stands at that span.

    ``previous``: where the estimate before it ended, and its outcome.
    """
    found = _estimated(document, start, end, name, previous)
    if found is None:
        return previous[1]
    if previous[1] is not None and _NO_NOUN.match(found) and previous[0] >= document.sentence_at(start).start:
        return previous[1]
    if _IS_DIFFERENCE.match(found):
        floor = max(document.sentence_at(start).start, start - _FAR)
        at = document.text.rfind(found.split()[-1], floor, start)
        said = _subject_before(document, floor, at) if at > floor + 12 else None
        found = said or previous[1] or found
    return _GROUP_PART.sub("", found) or found


# When and where, and not what.
_NO_NOUN = re.compile(
    r"(?:after|during|at|among|compared|between the|before|when|sustained|large|medium|small)\b", re.I
)
# An outcome that says no more than the estimate's own name.
_IS_DIFFERENCE = re.compile(
    r"(?:the |a |an )?(?:[a-z-]+,? ){0,3}(?:differences?|gain|effect|reduction|increase|change|interaction)$|[Aa]fter "
    r"adjust|figures$|.{0,30}\beffect sizes?\b|(?:at )?(?:the )?(?:\d+|one|two|three|six|twelve)[ -](?:month"
    r"|week|year|day)s?"
    r"(?: follow-?up)?$|post-?(?:test|treatment|assessment|intervention)$|follow-?up$|as shown by"
)
# "survival |for the patients with X|", "scores |compared with placebo|", "onset |occurring earlier|"
_GROUP_PART = re.compile(
    r",? (?:(?:compared|than|versus|vs\.?|occurring)\b.*|(?:for|in|among|between|with) (?:the )?(?:[\w-]+ ){0,3}"
    r"(?:patients|participants|populations?|men|women|children|those|groups?|arms?|villages|schools|subjects)\b.*)$"
)


def _estimated(
    document: Document, start: int, end: int, name: tuple[int, int] | None, previous: tuple[int, str | None]
) -> str | None:
    text = document.text
    sentence = document.sentence_at(start)
    floor = max(sentence.start, start - _FAR - 60)
    stop = min(sentence.end, end + 360)
    lead = text[floor:start]
    said = _last(_FACTORS, lead) if any(map(lead.__contains__, _FACTOR_STEMS)) else None
    if said is not None:
        return _tidy(said.group("what"))
    own = None if name is None or previous[0] > name[1] else _NAME_OF.match(text, name[1], max(name[1], end))
    if own and not _NO_OUTCOME.match(own.group("what")):
        return _tidy(own.group("what"))
    since = max(floor, previous[0])
    close = text.find(")", since, start)
    if close >= 0 and text.find("(", since, close) < 0:
        since = close + 1  # the estimate before stands in a bracket that ends here
    of = _of_after(text, start, end, stop, name is None)
    if of:
        return of
    masked = _masked(text, floor, start)
    opened = max(masked.rfind("("), masked.rfind("["))
    if (
        opened >= 0
        and (label := _label(text, max(floor + opened, previous[0]), start))
        and not _is_arm(document, label)
    ):
        return label
    if previous[0] > floor and previous[1] is not None:
        gap = masked[since - floor :].lstrip(" )];,")
        if (
            len(gap) < 140
            and not _VERB.search(gap)
            and (opened < since - floor or _another_arm(document, floor, since, floor + opened, previous[1]))
        ):
            return previous[1]
    if opened >= 0:
        here = since if since < floor + opened else floor
        return _bracketed(document, here, floor + opened, end, stop, start)
    predicted = _last(_ASSOCIATED, masked)
    if predicted is not None and not _VERB.search(masked, predicted.end() - len(predicted.group("what"))):
        return _tidy(_until_arm(_WITH_A.split(predicted.group("what"), maxsplit=1)[0]))
    where = _last(_DIFFERENCE_IN, masked)
    if where is not None:
        return _tidy(where.group("what"))
    before = name[0] if name is not None and floor < name[0] < start else start
    if text.endswith(("; ", ", "), 0, before):
        before -= 2
    return _subject_before(document, floor, before)


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
)
_FACTORS = re.compile(
    r"\b(?:predictors?|(?:risk |prognostic )?factors?|determinants?|correlates?|[Oo]dds|[Rr]isk|[Hh]azard"
    r"|[Ll]ikelihood|[Pp]robability)"
    r" (?:of|for|associated with) (?:developing |achieving |having )?(?P<what>[^.;:()]{3,80}?)"
    r" (?:was|were|included|are|is) "
)
# What follows "odds ratio for" and is no outcome.
_NO_OUTCOME = re.compile(
    r"(?:patients|those|men|women|males|females|favou?r|\d|interaction|trend|\w+ in (?:men|women|males|females))"
)
_WITH_A = re.compile(r",? with an? ")
# "(ORR: 64 vs. 33%; |OR| ...", "(VAS 27 mm vs. 31 mm, ..."
_VALUE_LABEL = re.compile(
    r"(?:[(\[]|; ?)(?P<label>(?!(?:Weeks?|Months?|Days?|Years?|OR|RR|HR|CI|SD|SE|IQR|RD|MD|SMD|ES|AUC|IRR|P|M|B"
    r"|R|Mean|Median"
    r"|Range)\b)[A-Z][A-Za-z0-9/-]{1,15}):? -?\d"
)


def _label(text: str, opened: int, start: int) -> str | None:
    """The outcome that a bracket prints before its values: "(|ORR|: 64 vs. 33%; OR 5.3"."""
    found = _last(_VALUE_LABEL, text[opened:start])
    return found.group("label") if found else None


def _another_arm(document: Document, floor: int, since: int, opened: int, outcome: str) -> bool:
    """Whether an estimate with a bracket of its own speaks of the outcome before, for another arm or another value."""
    text = document.text
    gap = text[since:opened].lstrip(" )];,")
    if _NEXT_VALUE.match(gap) or _only_links(document, since, opened):
        return True
    # "the primary outcome was lower in those treated for X (HR ..), Y (|HR| ..)": said once, as the subject.
    if len(gap) > 45:
        return False
    said = text.rfind(outcome[-30:], floor, since)
    return said >= 0 and _VERB.search(text, said + len(outcome[-30:]), since) is not None


_NEXT_VALUE = re.compile(
    r"(?:(?:and|or|versus|vs\.?|in|with|for|by) )*(?:[\d.]+ ?%|\d+(?:\.\d+)? (?:in|with|for|on)\b)"
)


def _of_after(text: str, start: int, end: int, stop: int, unnamed: bool) -> str | None:
    """The outcome that follows its estimate: "2.2 times more likely (95% CI 1.1-4.3) |to stop|"."""
    found = None
    if unnamed:
        found = (
            _RISK_OF.match(text, end, stop) or _AFTER_VALUE.match(text, end, stop) or _GAINED.search(text, start, end)
        )
    if found is None and "likely" in text[max(0, start - 20) : end]:
        found = _TO_AFTER.match(text, end, stop)
    return _tidy(next(filter(None, found.groups()))) if found else None


_TO_AFTER = re.compile(
    r"(?: ?\([^()]{0,80}\))?(?:[^()\[\].]|\.(?=\d)){0,40}[)\]]* to (?P<what>[a-z][^.;:(),]{3,80}?)(?=[ ](?:than"
    r"|compared|with|in|when|among)\b|[.,;(]|$)"
)
# "15 |ulcer-free days| gained"
_GAINED = re.compile(
    r"\d (?:more |fewer )?(?P<what>[A-Za-z][\w-]*(?: [a-z]+){0,2}?) (?:gained|saved|lost)\b|\d (?:more|fewer) "
    r"(?P<other>[A-Za-z][\w-]*)"
)


# "... (OR 0.5, 95% CI 0.3-0.8) of agreeing to take part", "17% (9-25) proportional reduction in deaths"
_AFTER_VALUE = re.compile(
    r"(?:[^()\[\];.]|\.(?=\d)){0,40}[)\]]*[^()\[\];.]{0,60}? (?:(?:reduction|increase|decrease|risk|lower|higher"
    r"|greater)(?: risk| odds)? (?:in|of)|likely to"
    r"|odds of) (?:the )?(?:(?:proportion|percentage|rate|number) of )?(?P<what>[a-zA-Z][^.;:(),]{3,80}?)(?=[ ](?:than"
    r"|compared|with|in|at|among|between|versus|and)\b|[.,;(]|$)"
)
# "45% lower risk |of death|", "2.2 times more likely |to stop|"
_RISK_OF = re.compile(
    r" (?:of|to) (?P<what>[a-z][^.;:(),]{2,80}?)(?=[ ](?:than|compared|with|in|at|among|between|versus|and)\b"
    r"|[.,;(]|$)"
)
_OF_AFTER = re.compile(
    r"[^()\[\]]{0,40}[)\]]+ (?:of|to) (?P<what>[a-z][^.;:(),]{3,80}?)(?=[ ](?:than|compared|with|in|at|among"
    r"|between|versus|and)\b|[.,;(]|$)"
)


def _bracketed(document: Document, floor: int, opened: int, end: int, stop: int, start: int) -> str | None:
    """The outcome of an estimate in the bracket that opens at ``opened``."""
    text = document.text
    label = _LABEL.search(text, opened, start)
    if label and not _is_arm(document, label.group("label")):
        return label.group("label")
    stem = _masked(text, floor, opened)
    predicted = _last(_ASSOCIATED, stem)
    if predicted is not None and (
        predicted.group().startswith("likely to")
        or not _VERB.search(stem, predicted.end() - len(predicted.group("what")))
    ):
        return _until_arm(_tidy(predicted.group("what")) or "") or None
    if re.search(r"\b(?:odds|risk|likely|likelihood|hazard|chance)\b", stem[-60:]):
        after = _OF_AFTER.match(text, end, stop)
        if after:
            return _tidy(after.group("what"))
    ahead = _masked(text, opened, stop)
    likely = _LIKELY_AFTER.match(ahead) if " likely to " in ahead else None
    if likely and "likely" not in stem:
        return _tidy(likely.group("what"))
    later = _PREDICTED_AFTER.match(ahead)
    if later and not re.search(r"\b(?:was|were|had|decreased|increased|reduced|improved|lower|higher)\b", stem):
        return _tidy(_until_arm(later.group("what")))
    caused = _CAUSED.search(stem)
    if caused and not _VERB.search(stem, 0, caused.start()):
        return _tidy(_until_arm(caused.group("what")))
    if _CORRELATED.search(stem):
        return _subject_before(document, floor, opened)
    two = _BETWEEN_TWO.search(stem)
    if two:
        return _tidy(two.group("what"))
    if _TWO_VALUES.search(stem[-170:]):
        return _subject_before(document, floor, opened) or _noun_before(document, floor, opened)
    pair = _PAIR_AFTER.match(text, end, stop) if "correlation" in stem[-60:] else None
    if pair:
        return _tidy(pair.group("what"))
    where = _last(_DIFFERENCE_FOR, stem)
    if where is not None and not _VERB.search(where.group("what")):
        return _tidy(where.group("what"))
    return _noun_before(document, floor, opened) or _subject_before(document, floor, opened)


_CORRELATED = re.compile(r"\bcorrelated (?:\w+ly )?with [^.;:()]{2,60}$")
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
_CAUSED = re.compile(
    r"\b(?:reduc|increas|decreas|improv|lower|prolong|prevent|delay|enhanc)(?:ed|es|ing) (?!by|from|to|in|at|with"
    r"|more|less|significantly|"
    r"and|or|after|during|risk)(?P<what>[^.;:()\[\]\d]{3,90})"
)
_DIFFERENCE_FOR = re.compile(
    r"\b(?:differences?|effects?|improvements?|benefits?|advantages?)\b[^.;:()]{0,70}?\b(?:in|on|for) (?:the "
    r")?(?P<what>[^.;:()]{2,60})$"
)
_PRONOUN = re.compile(
    r"(?:^|[.;,] |(?:weeks?|months?|days?) )(?:[Ii]t|[Tt]hey|[Tt]his|[Tt]hese|[Tt](?:he|his) (?:difference"
    r"|association)) (?:was|were|had|fell|rose|did|changed)\b"
)


def _subject_before(document: Document, floor: int, end: int) -> str | None:
    """The subject of a clause that ends at ``end``; for "it" and "they", that of the sentence before."""
    at = document.sentence_index(floor)
    if at and _PRONOUN.search(document.text[floor : min(end, floor + 60)]):
        sentence = document.sentences[at - 1]
        return _subject(document, max(sentence.start, sentence.end - _FAR), sentence.end, telling=False)
    return _subject(document, floor, end, telling=False)


def _until_arm(phrase: str) -> str:
    return _ARM_FOLLOWS.split(phrase, maxsplit=1)[0]


_ARM_FOLLOWS = re.compile(
    r",?[ ](?:in|among|for|with|compared|than|versus|vs\.?|by|adjusted|after|independently|when|between|at|during)[ ]"
)
