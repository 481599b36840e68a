"""Which outcome a number speaks of, in the words of the text.

No parser: a result is said in few ways. What happened stands before the number as the subject of its clause or as the
noun before a bracket, or after it as the predicate of those counted.
"""

from __future__ import annotations

import re

from trialfacts.document import Document

_FAR = 260  # characters of a clause that are looked at, at most

# Verbs and adverbs that end the subject of a clause.
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|did|occurr?ed|developed|appeared|decreased|increased|improved|declined"
    r"|fell|rose|remained|showed|differed|reached"
    r"|favou?red|resulted|happened|accounted|averaged|exceeded|ranged|became|tended|seemed|did not|would|could"
    r"|can|may)\b"
)
_LEAD = re.compile(
    r"(?:[A-Z][A-Za-z ]{2,24}: ?)?(?:(?:However|Overall|Moreover|Furthermore|In addition|Also|Additionally"
    r"|In contrast|Similarly|Finally|In total|Conversely|Besides|Interestingly|Meanwhile"
    r"|Of note|Secondly|First|Second|In conclusion|In summary|Thus|Therefore|Importantly|Consequently"
    r"|On the other hand|Nevertheless|As a result)[, ]+)?"
    r"(?:(?:(?:At|After|By|During|In|For|From|On|Within|With|Among|Of|Following|Compared|Throughout|Through"
    r"|Before|Over|Regarding|Between|Based|When|While|Although|According|Since|Until|Relative|Using"
    r"|Concerning)\b)[^,;:]{2,90}, )?"
    r"(?:(?:we|they) (?:found|observed|noted|showed) (?:that |an? )?|there (?:was|were) (?:no |an? )?"
    r"|it was (?:observed|found) (?:that|in) |(?:the )?results (?:showed|indicated|revealed"
    r"|demonstrated) (?:that )?"
    r"|that |and |but |while |whereas |with |although |as well as |or |nor )*",
    re.I,
)
# Words that say how much and not what; taken off the front of an outcome ...
_FRONT = re.compile(
    r"(?:(?:the|a|an|its|their|this|these|those|no|any|significant(?:ly)?|statistically|marked(?:ly)?"
    r"|slight(?:ly)?|higher|lower|reduced|increased|decreased|greater|fewer|more|less|better|worse|most|overall"
    r"|similar|total|mean|median|adjusted|unadjusted|estimated|actual|observed|corresponding|respective"
    r"|cumulative|only|about|approximately|evidence suggestive|larger|smaller|longer|shorter|superior"
    r"|reduction|reductions|decrease|decreases|increase|increases|improvement|improvements|difference|differences"
    r"|change|changes|probability|likelihood|odds|risk|rates?|incidences?|prevalence|frequenc(?:y|ies)"
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
_BACK = re.compile(
    r"(?:[ ,]+(?:rates?|fell|rose|eased|was|were|is|are|had|has|have|significantly|slightly|statistically"
    r"|markedly|much|also|both|higher|lower|greater|fewer|more|less|better|worse|longer|shorter|similar"
    r"|comparable|reduced|increased|decreased|improved"
    r"|in|of|for|with|by|to|on|at|from|between|among|the|a|an|and|or|than|only|respectively|that|frequent"
    r"|frequently|common|commonly|often|likely|seen|observed|noted|reported|found|present|detected|achieved"
    r"|occurred|developed"
    r"|identified|recorded|experienced|evident|documented|diagnosed|favou?ring|superior|favou?rable|numerically"
    r"|different|not|as|follows|who|which|those|where|when|while|whereas|but|did|substantially|considerably"
    r"|approximately|about"
    r"|being|remained|been|ranged|equal|low|high|mainly|compared|versus|vs\.?|prevalent|included|were:|was:"
    r"|accounted|(?:in )?(?:both|each|all) (?:groups?|arms?)|groups?|arms?|per protocol|value|values|using))+$",
    re.I,
)
_SCARE = " ,;:.()[]\"'=-"
# A bracket that opens at the number, or the like: "X (43%", "X: 12", "X, 5%".
_OPENED = re.compile(r"[ ]?(?:[(\[][^()\[\]]{0,40}|[:=,]|[(\[])[ ]?$")
_BOUNDARY = re.compile(
    r"[;:()\[\]]|, |\. |\b(?:was|were|is|are|had|has|have|with|reported|experienced|showed|developed|while"
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
    r"|moderate|safe|pooled|be|minor|few|at|months?|weeks?|years?|days?|\d+)$",
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
    treated recipients children had this at ci or, also - another further other compared""".split()
)
_TOKEN = re.compile(r"[A-Za-z][\w'/+-]*\.?")

_LIGHT = (
    "had|have|has|experienced|achieved|attained|reached|showed|shown|exhibited|demonstrated|reported"
    "|suffered from|suffered|presented with|presented|developed|were|was|are|obtained|did have|complained of"
    "|noted|manifested|displayed|sustained"
)
_HEAVY = (
    "died|required|relapsed|responded|discontinued|stopped|became|remained|needed|survived|improved|recovered"
    "|failed|expired|worsened|progressed|met|refused|preferred|chose|converted|underwent|gained|lost|completed"
    "|adhered|participated|initiated|received|agreed"
    "|tested|used|would|could|did not|did|complied|withdrew|returned|attended|linked|withdrawn|dropped|felt"
    "|accepted|continued|started|adopted|rated|considered|healed|smoked|delivered|conceived|maintained|avoided"
    "|increased|decreased|took|lived|fell|successfully|correctly|not"
)
_PREDICATE = re.compile(
    rf"(?P<between>[^.;:]{{0,110}}?)[ ](?:who[ ])?(?:also |subsequently |only |still |later |then "
    rf"|again )?(?:(?P<light>{_LIGHT})|(?P<heavy>{_HEAVY}))\b(?P<rest>[^.;]{{0,140}})"
)
_PREDICATE_END = re.compile(
    r",|\s\(|\s\[|\b(?:and|or|while|whereas|but|versus|vs|compared|than|as compared)\s(?=[^,;]{0,30}\d|in the|in"
    r"|none|no |one |two |three |four |five |six |seven |eight |nine |ten )|\b(?:compared|versus|vs|whereas|while"
    r"|but|respectively|after|during|at|by|within|over|before|until|throughout|in the (?:[\w-]+ ){1,4}(?:groups?"
    r"|arms?)|in (?:both|either|each|any|all)|among|because|when|mainly|due to|than|for the)\b"
)
# "(male 36% vs. 64%": the label stands in the bracket; these are none.
_NO_LABEL = re.compile(
    r"(?:n|N|mean|median|range|from|about|only|approximately|between|versus|vs|CI|SD|i\.e|e\.g|all|both|up|over"
    r"|at|in|by|more|less|group|with|compared|P|p)\b"
)
# What a number stands after where it begins a clause of its own.
_AT_START = re.compile(
    r"(?:[,;:]\s?|\(|\b(?:and|while|whereas|but|which|that|only|where|of)\s|\n)(?:(?:[Oo]nly|[Aa] total of"
    r"|[Aa]nother|[Aa]bout|[Aa]pproximately|[Oo]ver|[Nn]early|[Mm]ore than|[Tt]he remaining|[Aa]ll"
    r"|[Aa] further) )?$|(?:[Oo]nly|[Aa] total of) $"
)
_COUNTED = re.compile(
    r"\b(?:patients|participants|subjects|women|men|children|infants|respondents|people|individuals|of (?:the"
    r"|all) [a-z]+)[ ]?$"
)
_RATE = re.compile(r"(?P<what>[A-Za-z][\w-]*(?: [\w-]+){0,3}) rates? (?:was |were |of |reached |being |only )+$")
# "dysphagia |for solid foods", "weakness |with difficulty ...": the object without its complement.
_OBJECT = re.compile(
    r"(?P<what>.*?)(?:(?<!positive)(?<!negative)(?<!treated)(?<!tested)(?<!associated)(?<!need) (?:for|with) .*)?$",
    re.S,
)
_IN_BEFORE = re.compile(
    r"\b(?:in|by|for|with|among|of|from|was|were|is|to|at|reached|exceeded|only|had)(?: (?:only|all|just|about"
    r"|approximately|over|nearly|almost|up to|the|another|the remaining|a further|a total of|more than"
    r"|less than))?[ ]$",
    re.I,
)


def outcome_of_proportion(
    document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None]
) -> str | None:
    """The outcome of the proportion printed at ``start``..``end``; None where no words for it are found.

    ``noun_end``: where the noun of those counted ends (-1: not printed); ``previous``: where the proportion before it
    ended, and its outcome, which a list shares.
    """
    text = document.text
    sentence = document.sentence_at(start)
    floor = max(sentence.start, start - _FAR)
    before = text[floor:start]
    stop = min(sentence.end, end + _FAR)
    since = max(floor, previous[0]) if previous[0] <= start else floor
    at_start = start - since < 4 or _AT_START.search(text, max(since, start - 40), start) is not None
    if at_start:
        found = _predicate(document, max(end, noun_end), stop, immediate=True)
        if found:
            return found
    listed = previous[0] >= sentence.start and previous[0] <= start and _only_links(document, previous[0], start)
    if listed and previous[1] is not None:
        return previous[1]
    if since > floor and previous[1] is not None and _CONTINUES.fullmatch(_masked(text, since, start).lstrip(" )]")):
        return previous[1]
    opened = _OPENED.search(before[max(0, len(before) - 60) :])
    if (not opened or (at_start and text[start - 1] not in "([")) and (not _IN_BEFORE.search(before) or at_start):
        found = _predicate(document, max(end, noun_end), stop)
        if found:
            return found
    if opened:
        inner = opened.group().strip(" ([")
        if (
            len(inner) > 2
            and inner[0].isalpha()
            and not _NO_LABEL.match(inner)
            and not document.arms.within(start - len(inner) - 2, start)
        ):
            return _tidy(inner)
        if _COUNTED.search(text, since, start - len(opened.group())):
            found = _predicate(document, end, stop)
            if found:
                return found
        found = _noun_before(document, since, start - len(opened.group()))
        if found:
            return found
    else:
        rate = _RATE.search(before)
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
    if match is None or (immediate and match.group("between").strip()):
        return None
    rest = match.group("rest")
    cut = _PREDICATE_END.search(rest, 2)
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
        and end - floor - compared.end() < 70
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
    boundary = 0
    for match in _BOUNDARY.finditer(phrase):
        boundary = match.end()
    phrase = phrase[boundary:]
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
_QUANTITY = re.compile(r"\d ?(?:mg|IU|kg|mm|cm|mL|mmol|points?|units?|days|weeks|months|hours|min|g)\b|\bby \d|of \d")


_SEEN_IN = re.compile(
    r"\s*(?:\w+ly )?(?:found|seen|observed|noted|detected|reported|recorded|higher|lower|greater|more|less|fewer"
    r"|better|similar|comparable|present|achieved|improved|reduced|increased)\b.{0,40} (?:in|among|for|with|after"
    r"|between)\b"
)
_WITH_MEAN = re.compile(r",? with (?:a |an )?(?:mean|median|average|significant mean)\b")
_COMPARED = re.compile(r"\b(?:vs\.?|versus|than|compared (?:with|to)|relative to|in comparison (?:with|to))[ ]", re.I)


def _without_arm(document: Document, floor: int, end: int) -> str:
    """The text before ``end`` without the arm that it ends with."""
    phrase = _masked(document.text, floor, end).rstrip()
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


def _subject(document: Document, floor: int, end: int) -> str | None:
    """The subject of the clause: "|Relapse| occurred in 12", "|The rate of X| was lower in the Y group (12%"."""
    clause = _masked(document.text, floor, end)
    cut = max(clause.rfind("; "), clause.rfind(". "), clause.rfind("\n")) + 1
    clause = clause[cut:].lstrip(" ,);.]")
    lead = _LEAD.match(clause)
    if lead:
        clause = clause[lead.end() :]
    comma = clause.rfind(", and ")
    if comma > 0 and _VERB.search(clause, comma):
        clause = clause[comma + 6 :]
    clause = _WITH_MEAN.split(clause, maxsplit=1)[0]
    verb = _VERB.search(clause)
    if verb is not None and verb.start() <= 2:
        return None
    if verb is not None:
        subject = clause[: verb.start()]
        rest = clause[verb.end() :]
        if re.fullmatch(
            r"\s*(?:patients|subjects|participants|women|children|there|we|this|it|they|the|most|who|that|these"
            r"|.*\bgroups?|.*\barms?)?\s*",
            subject,
            re.I | re.S,
        ) or _is_arm(document, subject):
            return _tidy(_until_compared(document, floor, rest))
        for mention in document.arms.within(max(0, end - _FAR), end)[:3]:
            name = re.match(
                rf"(?:(?:in|with|among|for) )?(?:the )?{re.escape(mention.name)} (?:group|arm)s?,? ", subject, re.I
            )
            if name:
                subject = subject[name.end() :]
        return _tidy(_ASIDE.split(subject, maxsplit=1)[0])
    return _tidy(clause)


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


def _is_arm(document: Document, subject: str) -> bool:
    name = re.sub(
        r"^(?:the|patients (?:in|receiving|treated with) (?:the )?)[ ]?", "", subject.strip(), flags=re.I
    ).lower()
    return any(mention.name.lower() == name for mention in document.arms.mentions)


_RATE_OF = re.compile(
    r"\b(?:incidences?|rates?|proportions?|percentages?|frequenc(?:y|ies)|prevalence|numbers?|occurrence"
    r"|likelihood|probability|odds|risk)[ ]of[ ]"
    r"(?:(?:the[ ])?(?:patients|participants|subjects|women|men|children|those|people)[ ](?:who[ ](?:had[ ]"
    r"|were[ ])?|with[ ]|having[ ]|achieving[ ]|experiencing[ ]|reporting[ ]|attaining[ ])?)?(?=\S)"
)


_EMPTY = frozenset(
    """the results result a total total no measures these respectively respective seen observed reported both whom
    which who there it they this that methods findings most majority all patients subjects participants not
    significant group groups and without contrast addition comparison""".split()
) | {"a total", "most subjects", "most patients", "the results", "these measures"}


def _tidy(phrase: str) -> str | None:
    """An outcome without the words that only say how much; None where nothing is left."""
    phrase = phrase.strip(_SCARE)
    of = _RATE_OF.search(phrase)
    if of:
        phrase = phrase[of.end() :]
    front = _FRONT.match(phrase + " ")
    if front and front.end():
        phrase = phrase[min(front.end(), len(phrase)) :] or phrase
    phrase = _BACK.sub("", phrase).strip(_SCARE)
    if not phrase or not any(c.isalpha() for c in phrase):
        return None
    words = phrase.split()
    if phrase.lower() in _EMPTY:
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
    r"|gain|difference \([^()]*\))(?: between (?:the )?(?:two )?groups)?[ ](?:in|on|for"
    r"|of)[ ](?:the[ ])?(?P<what>[^.;:()\[\]=]{3,90}?)(?=[ ](?:was|were|is|between|at|compared|of|favou?r\w*|with"
    r"|versus|vs|than|amounted|which|in the)\b|[ ]?[(\[:=,]|$)"
)
_PREDICTED_AFTER = re.compile(
    r"[^;]{0,260}?\b(?:associated with|predict(?:ed|ors? (?:of|for)|ive of)|factors? for"
    r"|related to)[ ](?P<what>[^.;:(),]{3,80})"
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
    text = document.text
    sentence = document.sentence_at(start)
    floor = max(sentence.start, start - _FAR - 60)
    stop = min(sentence.end, end + 360)
    own = None if name is None else _NAME_OF.match(text, name[1], max(name[1], end))
    if own and not re.match(
        r"(?:patients|those|men|women|males|females|\d|\w+ in (?:men|women|males|females))", own.group("what")
    ):
        return _tidy(own.group("what"))
    since = max(floor, previous[0])
    close = text.find(")", since, start)
    if close >= 0 and text.find("(", since, close) < 0:
        since = close + 1  # the estimate before stands in a bracket that ends here
    masked = _masked(text, floor, start)
    opened = max(masked.rfind("("), masked.rfind("["))
    if previous[0] > floor and previous[1] is not None:
        gap = _masked(text, since, start).lstrip(" )];,")
        if opened < since - floor and len(gap) < 140 and not _VERB.search(gap):
            return previous[1]
    of = None if name is not None else _RISK_OF.match(text, end, stop) or _AFTER_VALUE.match(text, end, stop)
    if of:
        return _tidy(of.group("what"))
    if opened >= 0:
        here = since if since < floor + opened else floor
        return _bracketed(document, here, floor + opened, end, stop, start) or previous[1]
    where = _last(_DIFFERENCE_IN, masked)
    if where is not None:
        return _tidy(where.group("what"))
    before = name[0] if name is not None and floor < name[0] < start else start
    if text[:before].endswith(("; ", ", ")):
        before -= 2
    return _subject(document, floor, before) or previous[1]


# "... (OR 0.5, 95% CI 0.3-0.8) of agreeing to take part", "17% (9-25) proportional reduction in deaths"
_AFTER_VALUE = re.compile(
    r"[^()\[\];.]{0,40}[)\]]*[^()\[\];.]{0,60}? (?:(?:reduction|increase|decrease|risk|lower|higher"
    r"|greater)(?: risk| odds)? (?:in|of)|likely to"
    r"|odds of) (?:the )?(?P<what>[a-zA-Z][^.;:(),]{3,80}?)(?=[ ](?:than|compared|with|in|at|among|between|versus"
    r"|and)\b|[.,;(]|$)"
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
    if label:
        return label.group("label")
    stem = text[floor:opened]
    predicted = _last(_ASSOCIATED, stem)
    if predicted is not None and len(stem) - predicted.end() < 3:
        return _tidy(_until_arm(predicted.group("what")))
    if re.search(r"\b(?:odds|risk|likely|likelihood|hazard|chance)\b", stem[-60:]):
        after = _OF_AFTER.match(text, end, stop)
        if after:
            return _tidy(after.group("what"))
    later = _PREDICTED_AFTER.match(_masked(text, opened, stop))
    if later and not re.search(r"\b(?:was|were|had|decreased|increased|reduced|improved|lower|higher)\b", stem):
        return _tidy(later.group("what"))
    return _noun_before(document, floor, opened) or _subject(document, floor, opened)


def _until_arm(phrase: str) -> str:
    return re.split(r"[ ](?:in|among|for|with|compared|than|versus)[ ]", phrase, maxsplit=1)[0]
