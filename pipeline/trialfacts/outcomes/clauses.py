"""What a clause speaks of: its subject, its predicate, the noun before a bracket."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.wording import (
    BRACKETS,
    COMPARISON,
    LONG_WORD,
    SCARE,
    blank,
    last_match,
    tidy,
    without_brackets,
)

FAR = 260  # characters of a clause that are looked at, at most
# Verbs and adverbs that end the subject of a clause.
VERB = re.compile(
    r"\b(?<!-)(?<!who )(?<!that )(?<!whom )(?<!\bof )(?:was|were|is|are|has|have|had|did|occurr?ed|developed"
    r"|appeared|decreased"
    r"|increased|improved|declined"
    r"|fell|rose|dropped|doubled|halved|went|remained|showed|differed|reached"
    r"|favou?red|resulted|happened|accounted|averaged|exceeded|ranged|became|tended|seemed|did not|would|could"
    r"|can|may|changed|correlated|numbered"
    r"|amounted|befell|complicated|troubled|arose|experienced|achieved|reported|demonstrated|exhibited|required"
    r"|underwent|reduced(?= (?:in|with|from|to) ))\b"
)
_LEAD = re.compile(
    r"(?:[A-Z][A-Za-z ]{2,24}: ?)?(?:(?:However|Overall(?! survival)|Moreover|Furthermore|In addition|Also|Additionally"
    r"|In contrast|Similarly|Finally|In total|Conversely|Besides|Interestingly|Meanwhile"
    r"|Of note|Secondly|First|Second|In conclusion|In summary|Thus|Therefore|Importantly|Consequently"
    r"|On the other hand|Nevertheless|As a result)[, ]+)?"
    r"(?:(?:(?:At|After|By|During|In|For|From|On|Within|With|Among|Of|Following|Compared|Throughout|Through"
    r"|Before|Over|Regarding|Between|Based|When|While|Although|According|Since|Until|Relative|Using"
    r"|Concerning|Apart from|Except for|Other than|Besides|Due to|Because of|Unlike|Despite|Under|Across|Upon)\b"
    r"|[A-Z][a-z]+ing\b)[^,;:]{2,150}, |(?:At|By|After) (?:\d+|week|month|day) \w+ (?=[a-z\d])"
    r"|\w{1,7}(?:-[a-z]{3,5})? (?:minutes|h|hours|days?|weeks?|months?|years?) (?:post[a-z-]*(?: [a-z]+)?|later"
    r"|thereafter"
    r"|afterwards?|(?:after|following) [^,;:]{3,50}), )?"
    r"(?:(?:we|they) (?:found|observed|noted|showed) (?:that |an? )?|there (?:was|were) (?:no |an? )?"
    r"|it was (?:observed|found) (?:that|in) |(?:the )?results (?:showed|indicated|revealed"
    r"|demonstrated) (?:that )?"
    r"|that |and |but |while |whereas |with |although |as well as |or |nor )*",
    re.I,
)
_BOUNDARY = re.compile(
    r"[;:()\[\]]|, |(?<![ (][A-Z])\. |\b(?:was|were|is|are|had|has|have|with|reported|experienced|showed"
    r"|developed|while"
    r"|whereas|but|than|achieved|that|included|including|such as|which|who|caused|reduced|decreased|increased"
    r"|improved|in terms of|except for|favou?red|nor did)\b"
)
_ADJECTIVES = re.compile(
    r"^(?:significantly|statistically|markedly|slightly|much|even|still|far|somewhat|also|not|higher|lower|greater|fewer|more|less|better"
    r"|worse|longer|shorter|similar|comparable|reduced|increased|decreased|frequent|common|often|likely|low|high"
    r"|superior"
    r"|numerically|different|seen|observed|noted|reported|found|present|detected|achieved|prevalent|only|and|in"
    r"|the|or|a|to|of|for|with|on|by|those|patients|between|groups|both|group|all|each|did|equal|good|poor"
    r"|evident|identified|as|follows|recorded|respectively|very|significant|treatment|\w+ier|rarer|slower"
    r"|commoner|smaller|larger|faster|stronger|weaker|rare|mild|small|large|alike|unchanged|uncommon|infrequent"
    r"|moderate|safe|pooled|be|minor|few|at|months?|weeks?|years?|days?|\d+|\w+ly|non-\w+|strong|weak|excellent"
    r"|otherwise|same|acceptable|adequate|feasible|satisfactory|sufficient|considerable|modest|tolerable|reasonable"
    r"|two|three|four|arms?|cohorts|alone|occurred|associated|equivalent|intermediate|favou?r|used|performed|chosen|required|needed|prescribed)$",
    re.I,
)
# "in the X group", "of patients receiving X" at the end of what stands before a bracket.
_ARM_TAIL = re.compile(
    r",?[ ](?:in|for|with|among|of|on|to|by|than|receiving|from|between|comparing|versus|vs?\.?"
    r"|compared (?:with|to)|and)[ ](?:both "
    r"|all |each |patients |those |women |children |subjects |participants )*(?:in |with |receiving |on |of "
    r"|treated with |given )?(?:the )?$"
)
_GROUP_TAIL = re.compile(
    r",?[ ](?:in|for|with|among|of|than|from|and|versus|vs?\.?|compared (?:with|to))[ ](?:those |patients |in "
    r"|with |for )*(?:the |both |either |all |each )?(?:[\w+/-]+[ ]){0,4}(?:groups?|arms?|cohorts?|controls"
    r"|placebo)[ ]?$"
)
_LINK_WORDS = frozenset(
    """than in for the group groups arm arms and v vs vs. versus compared with to of patients participants subjects
    those whereas while but only respectively by on among or was were it as against did not p from women men receiving
    treated recipients children had this all each another at ci or, also - further other compared well""".split()
)
_TOKEN = re.compile(r"[A-Za-z][\w'/+-]*\.?")
_LIGHT = (
    "had been|have been|has been|had|have|has|experienced|achieved|attained|reached|showed|shown|exhibited"
    "|demonstrated|reported"
    "|suffered from|suffered|presented with|presented|developed|were|was|are|obtained|did have|complained of"
    "|noted|manifested|displayed|sustained"
)
_HEAVY = (
    "died|vomited|bled|rebled|fainted|collapsed|aspirated|desaturated|miscarried|coughed|shivered|convulsed"
    "|remains?|found(?! in| to)|preferred|scored|rated|required|relapsed|responded|discontinued|stopped|became"
    "|remained"
    "|needed|survived|improved|recovered"
    "|failed|expired|worsened|progressed|met|refused|chose|converted|underwent|gained|lost|completed"
    "|adhered|participated|initiated|received|agreed"
    "|tested|used|would|could|did not|did|complied|withdrew|returned|attended|linked|withdrawn|dropped|felt"
    "|accepted|continued|started|adopted|rated|considered|healed|smoked|delivered|conceived|maintained|avoided"
    "|quit|consented|enrolled(?= in)|entered|sought|passed|switched|seroconverted|ovulated"
    "|increased|decreased|fulfilled|took|lived|fell|successfully|correctly"
    "|not(?! (?:given|receiving|treated|taking|exposed|assigned|allocated|vaccinated|using|undergoing))"
    "|(?!offered|assigned|allocated|prescribed|randomi[sz]ed|administered|based|aged)[a-z]{3,12}ed"
    "(?= (?:the|their|an?|his|her|it|them|this|every|each|at least|more|to) )"
)
_PREDICATE = re.compile(
    rf"(?P<between>(?:[^.;:]|\.(?=\d)){{0,110}}?)[ ](?P<who>(?:who|that)[ ])?(?:also |subsequently |only |still "
    rf"|later |then "
    rf"|again )?(?:(?P<light>{_LIGHT})|(?P<heavy>{_HEAVY}))\b(?P<rest>(?:[^.;]|\.(?=\d| [a-z])){{0,140}})"
)
# "5 of those |who failed the test| were reintubated"
_MAIN_VERB = re.compile(
    r"[a-z]+ (?:[^.,;:()]|\([^()]{0,40}\)){3,70}?(?=(?<!and)(?<!or)(?<!who)(?<!that) (?:were|was|had|did|could|would"
    r"|became|died|achieved|entered"
    r"|developed|experienced|reported|lost|completed|required|showed|responded|improved|survived|relapsed|recovered"
    r"|failed|progressed|remained|discontinued|withdrew|needed)\b)"
)
_THOSE_COUNTED = re.compile(
    r"[ ]?|[ ](?:of[ ])?(?:the[ ]|all[ ]|these[ ]|our[ ])?(?:[a-z-]+[ ])?(?:patients|participants|subjects|women|men"
    r"|children"
    r"|infants|respondents|people|individuals|eyes|cases|responses|them|whom|those)"
)
# "higher| than 10.5 ng/mL|": a limit, nothing that is compared
_LIMIT = (
    r"(?! (?:or equal to )?\d[\d.,]{0,6} ?(?:[a-zA-Z\u00b5]{1,6}/|mm|mg|cm|kg|m[lL]\b"
    r"|years|days|hours|weeks|months|points))"
)
PREDICATE_END = re.compile(
    r",(?! [\w-]+(?: [\w-]+)?,? (?:and|or) (?!\d|in |one |two |three |none )[\w-]+[.;]?$)|\s\("
    r"|\band (?:the |their )?(?:mean|median|average)\b| [pP] ?[=<>]"
    r"|\s\[|:\s|(?<!/)\b(?:and|(?<!\bno )(?<!\blittle )or|while|whereas|but|versus|vs?|compared"
    rf"|(?<!younger )(?<!older )(?<!more )(?<!less )than{_LIMIT}|as compared)\s(?=[^,;]{{0,30}}\d|in the|in"
    r"|none|no |one |two |three |four |five |six |seven |eight |nine |ten )|\b(?:compared|versus|vs?|whereas|while"
    r"|but|respectively|after|during|at(?! least)|by|within|over|before|until|throughout"
    r"|in the (?:[\w-]+ ){1,4}(?:groups?"
    r"|arms?)|in (?:both|either|each|any|all)|among|because|when|mainly|due to"
    rf"|(?<!younger )(?<!older )(?<!more )(?<!less )than{_LIMIT}|for the)\b"
)
# "dysphagia |for solid foods", "weakness |with difficulty ...": the object without its complement.
_OBJECT = re.compile(
    r"(?P<what>.*?)(?:(?<!positive)(?<!negative)(?<!treated)(?<!tested)(?<!associated)(?<!positivity)(?<!need) "
    r"(?:for|with) .*)?$",
    re.S,
)


def only_links(document: Document, left: int, right: int) -> bool:
    """Whether nothing but arms and words like "versus" stands between two values."""
    text = document.text
    if right - left > 130:
        return False
    gap = text[left:right]
    for mention in document.arms.within(left, right):
        gap = gap.replace(mention.name, "", 1)
    gap = BRACKETS.sub("", gap)
    return all(word.lower() in _LINK_WORDS for word in _TOKEN.findall(gap))


def predicate(document: Document, end: int, stop: int, immediate: bool = False) -> str | None:
    """What happened to those counted: "had |X|", "|died|"; ``immediate``: only where the verb comes next."""
    text = document.text
    match = _PREDICATE.match(without_brackets(text, end, stop))
    if match is None:
        return None
    between = match.group("between")
    if immediate and (
        _THOSE_COUNTED.fullmatch(between) is None or between.strip() and text.startswith(" who", end + len(between))
    ):
        return None
    if match.group("who"):
        main = _MAIN_VERB.match(text, end + match.end("who"), stop)
        if main is not None and (found := predicate(document, main.end(), stop, immediate=True)):
            return found
    rest = match.group("rest")
    cut = PREDICATE_END.search(rest, 0 if rest.startswith((" (", " comp", " v", " and ", ",")) else 2)
    if cut:
        rest = rest[: cut.start()]
    at = end + match.start("rest")
    for mention in document.arms.within(at + 4, at + len(rest)):
        rest = re.sub(
            r",?[ ](?:in|of|with|for|on|to)[ ](?:the )?$",
            "",
            without_brackets(text, at, at + len(rest))[: mention.start - at],
        )
        break
    if not match.group("heavy"):
        rest = _diagnosed(match.group("rest")) or _OBJECT.match(rest).group("what")  # type: ignore[union-attr]
    if match.group("heavy"):
        rest = match.group("heavy") + rest
        return rest.strip(SCARE) or None
    return tidy(rest)


def _diagnosed(rest: str) -> str | None:
    """What says little without what follows it: "diagnosed |with depression|", "seen |at the clinic|"."""
    said = _PARTICIPLE.match(rest)
    if said is None:
        return None
    cut = PREDICATE_END.search(said["what"])
    return said["verb"] + said["joint"] + (said["what"][: cut.start()] if cut else said["what"])


_PARTICIPLE = re.compile(
    r" (?P<verb>(?:[a-z]+ly )?[a-z]+ed)(?P<joint> (?:with|during the|at the|for|as) )"
    r"(?P<what>(?!placebo|control|the (?:[a-z]+ )?(?:group|arm))[^.,;()]{3,60})"
)


def noun_before(document: Document, floor: int, end: int, arm: str | None = None) -> str | None:
    """The noun that ends before a bracket: "|nausea| (12%", "higher incidence of |X| in the Y group (12%".

    ``arm``: the name of the arm that the value is of, if it is known: no outcome.
    """
    more = last_match(_MORE_OF, without_brackets(document.text, floor, end))
    if (
        more is not None
        and not VERB.search(document.text, floor + more.end(), end)
        and not is_arm(document, more["what"])
    ):
        return tidy(more["what"])
    doing = _PEOPLE_DOING.search(document.text, max(floor, end - 110), end)
    if doing is not None and not document.arms.within(doing.start(), doing.end()):
        return tidy(doing["what"])
    compared = last_match(_COMPARED, without_brackets(document.text, floor, end))
    if (
        compared is not None
        and not compared.group()[0].isupper()  # "Compared with placebo, zidolol reduced X (12%"
        and end - floor - compared.end() < 110
        and not VERB.search(document.text, floor + compared.end(), end)
    ):
        return None  # "... lower with X than with Y (12%": the subject says what
    item = _NEXT_ITEM.search(document.text, max(floor, end - 80), end)
    if item is not None and not VERB.search(item["what"]) and not document.arms.within(item.start("what"), end):
        floor = item.start("what")
    phrase = without_arm(document, floor, end, arm)
    opened = max(phrase.rfind("("), phrase.rfind("["))
    if opened > 0:
        phrase = without_arm(document, floor, floor + opened, arm)
    between = _BETWEEN_IN.search(phrase) or _DIFFERENCE_IN.search(phrase)
    if between and not VERB.search(between["what"]):
        return tidy(between.group("what"))
    last = last_match(_BOUNDARY, phrase)
    if last is not None:
        if last.group().startswith("favo") or last.group() == "with" and _RATED_WITH.search(phrase, 0, last.start()):
            return None
        phrase = phrase[last.end() :]
        if last.group() == "who" and _RATED_IN.search(document.text, floor, end):
            return None  # "higher for women who smoked (12%"
        if last.group() in _BE and _MOST.match(phrase):
            return None
    if (compared := last_match(COMPARISON, phrase)) is not None and not VERB.search(phrase, compared.end()):
        return tidy(phrase[compared.start() :])
    if VERB.search(phrase, 2):
        return None
    rated = _RATES_LAST.search(phrase)
    if rated is not None:
        return tidy(rated["what"] or rated["event"])
    words = [word for word in phrase.split() if not _ADJECTIVES.match(word.strip(SCARE))]
    if (
        not words
        or _SEEN_IN.match(phrase)
        or words[0][0].isdigit()
        or _QUANTITY.search(phrase)
        or is_arm(document, phrase)
    ):
        return None
    return tidy(phrase)


# "|more| severe neutropenia |in| the X arm than in the Y arm (12%"
_MORE_OF = re.compile(
    r"\b(?:more|fewer|less)[ ](?!(?:with|for|among|on|after|patients|participants|subjects|women|men|children|infants"
    r"|people|likely|often|common"
    r"|commonly|frequent|frequently|than|effective|of|in|or|[a-z]+(?:ly|ed)|significant|need|improvements?"
    r"|reductions?|increases?"
    r"|decreases?)\b)"
    r"(?P<what>(?:[\w/-]+ ){1,4}?)(?:in|with|among|for|after|on)[ ](?:the )?[\w/+-]"
)
# "fewer patients |discontinuing treatment| (12%"
_PEOPLE_DOING = re.compile(
    r"\b(?:more|fewer|less|of|with|all|most) (?:[a-z-]+ )?(?:patients|participants|subjects|women|men|children"
    r"|infants|people|adults) "
    r"(?P<what>(?!being|having|following|attending|starting)[a-z]{3,}ing"
    r"(?: (?!in\b|with\b|on\b|than\b|and\b)[\w/-]+){0,4}) ?[(\[]?$"
)
# "X |was the most common| mode (12%": the subject says what
_BE = ("was", "were", "is", "are")
_MOST = re.compile(r" (?:the )?(?:second |third )?(?:most|least|more|main|commonest)\b")
# "reduced stroke (3% vs 4%) and |death from any cause| (6%"
_NEXT_ITEM = re.compile(
    r"\d[^()\[\]]{0,30}[)\]](?:,? and|,? or|[,;]) (?P<what>(?!(?:in|of|for|with|by|on|at|to|as|so|the|those)\b)"
    r"[A-Za-z][^()\[\].;:]{3,60})(?<!group )(?<!groups )(?<!arm )(?<!arms )$"
)
# "no differences were found for |recognition| rates (58%"
_RATES_LAST = re.compile(
    r"\b(?:found|seen|observed|noted|reported) (?:(?:for|in) (?:the )?(?P<what>(?:[a-z-]+ ){1,3})rates?"
    r"|for (?P<event>(?!(?:the|those|all|both|each|patients|participants|subjects|men|women|children|infants)\b)"
    r"[\w/-]+(?: (?!(?:in|with|and|group|groups|arm)\b)[\w/-]+){0,3}))\s*$"
)
# "the rate was |lower with| zidolol (5%"
_RATED_WITH = re.compile(
    r"\b(?:lower|higher|greater|better|worse|less|more|fewer|reduced|increased|decreased|improved|common|commonly|often"
    r"|frequent|frequently|likely|observed|seen|reported|achieved|occurred|similar|comparable|prevalent)[ ]$"
)
_RATED_IN = re.compile(
    r"\b(?:was|were) (?:[a-z]+ly )?(?:higher|lower|greater|better|worse|similar|more|less|fewer|reduced|increased)\b"
    r"[^,;()]{0,60} who\b"
)
_QUANTITY = re.compile(r"\d ?(?:mg|IU|kg|mm|cm|mL|mmol|points?|units?|days|weeks|months|hours|min|g)\b|\bby \d|of \d")
_SEEN_IN = re.compile(
    r"\s*(?:(?:not|no|\w+ly|significant) ){0,3}(?:found|seen|observed|noted|detected|reported|recorded|higher|lower"
    r"|greater"
    r"|more|less|fewer|better|similar|comparable|different|present|achieved|improved|reduced|increased|good|poor"
    r"|excellent|strong|weak)\b.{0,40} "
    r"(?:in|at|among|for|with|after|between)\b"
    r"|\s*(?:only |also |both |even |[a-z]+ly )?(?:in|among|by|from|during|after|at|between|At|After|By|During) "
)
# "... differences between the X group and the Y group in |Z| (12%"
_BETWEEN_IN = re.compile(
    r"\bbetween\b.{3,110}\b(?:in|for|regarding|with (?:respect|regard) to|in terms of) (?:the )?(?P<what>[^()]{2,80})$"
)
# "no differences were seen in |90-day mortality| (12%"
_DIFFERENCE_IN = re.compile(
    r"\bdifferences?\b[^.;(),]{0,60}?\b(?:in|for|regarding|with (?:respect|regard) to) (?:the )?"
    r"(?P<what>[^(),;]{3,60})$"
)
_WITH_MEAN = re.compile(r",? with (?:a |an )?(?:mean|median|average|significant mean)\b")
_COMPARED = re.compile(
    r"\b(?:vs\.?|(?-i:v)|versus|than|compared (?:with|to)|relative to|in comparison (?:with|to))[ ]"
    r"(?:(?:did|do|does)[ ])?",
    re.I,
)
# What is left of the value before: "(30% |of patients)| was more than ..."
_COUNTED_LEFT = re.compile(r"^ ?(?:of )?(?:the |all )?(?:patients|participants|subjects|women|children|cases)\)?")


def without_arm(document: Document, floor: int, end: int, arm: str | None = None) -> str:
    """The text before ``end`` without the arm that it ends with; ``arm``: a name that it may end with."""
    phrase = _COUNTED_LEFT.sub(blank, without_brackets(document.text, floor, end)).rstrip()
    if arm is not None and phrase.endswith(arm) and (tail := _ARM_TAIL.search(phrase[: -len(arm)])):
        phrase = phrase[: tail.start()]
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


def subject_of_clause(document: Document, floor: int, end: int, telling: bool = True) -> str | None:
    """The subject of the clause: "|Relapse| occurred in 12", "|The rate of X| was lower in the Y group (12%".

    ``telling``: whether a verb that says more than its subject is told: "the scan |altered the plan| in 18%".
    """
    clause = without_brackets(document.text, floor, end)
    cut = max(clause.rfind("; "), _full_stop(clause), clause.rfind("\n")) + 1
    closed = max(clause.rfind(")"), clause.rfind("]")) + 1  # of the value before: "91%, P = 0.01)|, rupture occurred"
    if closed > cut and LONG_WORD.search(clause, closed) and not _NO_SUBJECT.match(clause[closed:].lstrip(SCARE)):
        cut = closed
    if LONG_WORD.search(clause, cut) is None:
        cut = max(clause.rfind("; ", 0, cut - 1), 0)  # "the rates differed; |5% in X"
    colon = clause.rfind(": ") + 1
    if (
        colon > cut
        and not clause[colon : colon + 1].isdigit()
        and LONG_WORD.search(clause, colon)
        and not is_arm(document, clause[colon:].strip(SCARE))
    ):
        cut = colon
    clause = clause[cut:].lstrip(" ,);.]")
    if any(map(clause.__contains__, _APPOSITION_SIGNS)):
        clause = _APPOSITION.sub(" ", clause)
    if "that in " in clause and _THAT_IN.search(clause):
        return None
    told = last_match(_TOLD, clause)
    if told:
        clause = clause[told.end() :]
    for _ in range(2):  # "|Among the women, |after ten years, |relapse was"
        lead = _LEAD.match(clause)
        if not lead or not lead.end():
            break
        clause = clause[lead.end() :]
    late = _LATE_COMPARED.search(clause)
    if late is not None and VERB.search(clause, 3, late.start()):
        clause = clause[: late.start()]
    clause = clause[_own_clause(clause) :]
    clause = _WITH_MEAN.split(clause, maxsplit=1)[0]
    if _THOSE_IN.match(clause):
        return None
    if (listed := _INCLUDED.match(clause)) is not None:
        clause = clause[listed.end() :]
    brought = _BROUGHT.search(clause) if any(map(clause.__contains__, _BROUGHT_SIGNS)) else None
    if brought is not None and (found := tidy(_until_compared(document, floor, brought["what"]))):
        return found
    showed = _SHOWED.search(clause) if telling and " in " in clause else None
    if showed is not None and not VERB.search(showed["what"]) and (found := tidy(showed["what"])):
        return found
    verb = VERB.search(clause)
    if verb is not None and verb.start() <= 2:
        return None
    if verb is not None:
        subject = clause[: verb.start()]
        rest = clause[verb.end() :]
        if re.fullmatch(
            r"\s*(?:(?:an? )?(?:[a-z]+ly )?(?:larger|higher|greater|smaller|lower) (?:proportion|percentage"
            r"|number) of [^,]*"
            r"|(?:(?:the|most|all|more|fewer|both) )*(?:(?!in |of |for )[a-z-]{3,20} )?(?:patients|subjects"
            r"|participants|women|children|infants|men"
            r"|reviewers|clinicians|physicians|surgeons|nurses|parents|mothers|caregivers|observers|investigators"
            r"|students)"
            r"(?: (?:treated|receiving|who|given|assigned|randomi[sz]ed|allocated|in|on|with|starting|taking"
            r"|using|undergoing) [^,]*)?|there"
            r"|we|this|it|they|the|most|who|that|these"
            r"|[^,<>]*\d ?(?:mg|g|\u00b5g|ug|mcg|mL|IU)(?:/[a-z]+)?"  # "zidolol 400 mg |produced| relief"
            r"|\d(?![\d.]* ?%)[^,]*\b(?:patients|participants|subjects|women|children|of \d+|on|in)\b[^,]*"
            r"|(?:(?!\b(?:in|of|for|between|among|rates?|scores?|levels?)\b)[^,])*\b(?:groups?|arms?))?\s*",
            subject,
            re.I | re.S,
        ) or (verb.group() not in _HAPPENS and is_arm(document, subject)):
            return tidy(_until_compared(document, floor, rest))
        for mention in document.arms.within(max(0, end - FAR), end)[:3]:
            lead = _ARM_LEAD.match(subject)
            named = (lead.end() if lead else 0) + len(mention.name)
            group = _GROUP_NEXT.match(subject, named)
            if group and subject[:named].lower().endswith(mention.name.lower()):
                subject = subject[group.end() :]
        if subject.endswith(" there "):  # "In the second trial there |was no difference"
            return tidy(_until_compared(document, floor, rest))
        if telling and (verb.group() in _TELLING or _ENDED.match(rest)):
            return tidy(clause)
        if telling and verb.group() in _HAD and (resolved := _RESOLVED.match(rest)):
            return tidy(clause[: verb.end() + resolved.end()])
        if ", respectively" in subject:  # "events for X and Y, respectively, |were"
            subject = _FOR_EACH.sub("", subject)
        subject = _ASIDE.split(subject, maxsplit=1)[0]
        for _ in range(2):  # "in the X and Y groups in the whole population"
            subject = _IN_GROUPS.sub("", subject)
        found = tidy(subject)
        return found or tidy(_until_compared(document, floor, rest))
    done = _DID_TO.search(clause) if telling else None
    return tidy(clause[done.start("what") :] if done is not None else _last_item(clause))


# "Somnolence|, the commonest event reported,| was noted in": what only explains the subject
_APPOSITION_SIGNS = (", the ", ", a ", ", an ", ", which ", ", defined ", ", characteri", ", one ", ", measured ")
_APPOSITION = re.compile(
    r", (?:the|an?|which|defined|characteri[sz]ed|one of|measured) [^,;:()]{3,90}, (?=(?:[a-z]+ly )?(?:was|were|is|are"
    r"|had|has|have|did|occurr?ed|developed|appeared|increased|decreased|improved|fell|rose|remained|affected)\b)"
)
# "the scan |altered the plan| in 18%": what was done says more than what did it.
_DID_TO = re.compile(r" (?P<what>[a-z]{3,}ed (?:the|an?|their|its) [a-z])")


def _last_item(clause: str) -> str:
    """The last of a list of labels with their values: "median age 55/54 years, |carcinoma in situ|"."""
    before, comma, item = clause.rpartition(", ")
    return item if comma and _VALUE_LAST.search(before) and LONG_WORD.search(item) else clause


_VALUE_LAST = re.compile(r"(?<!grade )(?<!week )(?<!day )\d ?(?:%|[a-zA-Z/\u00b5]{1,8})? *$")


def _full_stop(clause: str) -> int:
    """Where the last full stop of a clause is that ends no initial ("S. aureus"); -1 if there is none."""
    at = clause.rfind(". ")
    while at > 0 and (
        clause.endswith("vs", 0, at)
        or clause[at + 2 : at + 3].islower()
        and clause[at - 1].isupper()
        and (at == 1 or clause[at - 2] in " (-")
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
    r"|\b(?:and|but) that (?=[^,;]{3,60}? (?:was|were|had|did)\b)"
)
# "zidolol resulted in |more relapses|": what came of it, whatever it came of
_BROUGHT = re.compile(r"\b(?:resulted in|led to|yielded|brought about) (?P<what>[^.;:]{3,90})$")
_BROUGHT_SIGNS = ("resulted", "led", "yielded", "brought")
# Verbs whose subject is an event, whatever an arm is called: "hypoglycaemia |occurred| in 12".
_HAPPENS = frozenset(("occurred", "occured", "appeared", "happened", "arose", "developed"))
# Verbs that say what happened: "potassium |exceeded| 5.5 mmol/L in 7%"
_TELLING = frozenset(("exceeded", "fell", "rose", "remained"))
# "the drug was |stopped| in 12%"
_ENDED = re.compile(
    r" (?:not (?:required|needed|used|given|performed|achieved|possible|successful|completed|obtained|necessary)"
    r"|discontinued|stopped|interrupted|withdrawn|refused|abandoned|postponed|delayed"
    r"|modified)\b"
)
# "ulcers |had healed| in 84%"
_HAD = ("had", "have", "has")
_RESOLVED = re.compile(
    r" (?:been )?(?:[a-z]+ly )?(?:healed|resolved|disappeared|recurred|cleared|closed|persisted|normali[sz]ed"
    r"|worsened)\b"
)
# "events| for zidolol and placebo, respectively,| were"
_FOR_EACH = re.compile(r" (?:for|in|with|on|among) (?:the )?[^,;]{2,60} and [^,;]{2,60}, respectively,?\s*$")
# "|those in| the per-protocol analysis were 12%": what was said before.
_THOSE_IN = re.compile(
    r"(?:and )?(?:those|that|especially|particularly|notably|mainly|predominantly|even) (?:in|of|for|among|with)\b"
)
# "|and that in| older patients was 12%": of what, the value before says
_THAT_IN = re.compile(r"(?:and|but|while|whereas) that in [^,;:]{3,80} (?:was|were) (?:[a-z]+ )?$")
# "endoscopy |showed ulcers| in 12 (4%) patients": what was seen, and not how
_SHOWED = re.compile(
    r"\b(?:showed|revealed|demonstrated|disclosed|confirmed) (?!that\b)(?:the presence of )?"
    r"(?P<what>[^.;:,()\d]{3,80}?) in (?:only |another )?(?:\d[^.;:,]*)?$"
)
# "|Side effects included| rash in 3", "|the most common events were| rash and fever, seen in": a heading, and its list
_INCLUDED = re.compile(
    r"(?:(?:[A-Za-z][\w/-]*|\([^()]{0,30}\)) ){1,6}(?:included|includes|consisted of|comprised):? (?=[a-z])"
    r"|(?:[A-Za-z][\w/-]* ){0,3}(?:common|frequent|commonly|frequently|main|major|prevalent) (?:[A-Za-z][\w/-]* ){1,8}?"
    r"(?:was|were|are|is) (?!(?:more|less|higher|lower|similar|seen|not|in|the|with|also|mild|\w+ed|\w+ly)\b)(?=[a-z])"
    r"|(?:[A-Za-z][\w/-]* ){0,4}(?:effects|events|complications|reactions|toxicities"
    r"|symptoms) (?:[A-Za-z][\w/-]* ){0,5}?were "
    r"(?=(?:[a-z-]+ ){1,4}(?:in|by) $)(?!(?:more|less|higher|lower|similar|seen|not|in|the|with|also|mild|moderate"
    r"|severe"
    r"|serious|minor|major|rare|common|few|frequent|infrequent|present|transient|fatal|uncommon|\w+ed|\w+ly)\b)",
    re.I,
)
_IN_GROUPS = re.compile(
    r"(?:(?<=\w) in the (?:[\w-]+ ){0,3}(?:analys[ei]s|population)\s*$)"
    r"|,? (?:in|for|of|among|between|with) (?:the |these |both |all |each )?(?:(?!\b(?:in|of|for|among"
    r"|between)\b)[^.;]){0,110}"
    r"\b(?:groups?(?: [A-Z\d]{1,3})?|arms?(?: [A-Z\d])?|cohorts?|clusters?|villages|schools|practices|clinics)\s*$"
    r"|(?<=rates) (?:with|under|using)\b.*$|(?<=rate) (?:with|under|using)\b.*$"
    r"|(?<=rates) (?:in|among|for) (?:the |those )?(?:[\w-]+ ){0,2}(?:patients|participants|subjects|women"
    r"|children)\b.*$",
    re.S,
)
_NO_SUBJECT = re.compile(
    r"(?:which|who|that|with|including|then|respectively|compared|as|but|so|of|in|at|after|while|whereas|was|were"
    r"|had|a? ?mean"
    r"|median|P|p)\b"
)


# "was higher with zidolol|, than with placebo| (12%"
_LATE_COMPARED = re.compile(r",? (?:than|(?:as )?compared (?:with|to)) (?:with|in|from|for|among|that|those)\b")
_JOINS = re.compile(r"(?:and|but|while|whereas) ")


def _own_clause(clause: str) -> int:
    """Where the last coordinated clause begins: "X was achieved, |Y was seen in|"; 0 if there is one clause."""
    verb = VERB.search(clause)
    comma = clause.rfind(", ")
    while verb is not None and comma > verb.start():
        lead = _JOINS.match(clause, comma + 2)
        start = lead.end() if lead else comma + 2
        own = VERB.search(clause, start)
        if own is not None and own.start() > start + 2 and not _NO_SUBJECT.match(clause, start):
            return start
        comma = clause.rfind(", ", 0, comma)
    return 0


_ASIDE = re.compile(r",? (?:i\.e|e\.g|such as|including|mainly|mostly|defined as)\b|, with ")


def _until_compared(document: Document, floor: int, phrase: str) -> str:
    """A phrase up to what it is compared with, without the arm at its end."""
    phrase = _COMPARED.split(phrase, maxsplit=1)[0]
    for mention in document.arms.within(floor, floor + FAR):
        at = phrase.find(mention.name)
        if at > 6:
            phrase = re.sub(r",?[ ](?:in|of|with|for|on|to|among|by)[ ](?:the )?$", "", phrase[:at])
            break
    return phrase


_PEOPLE_LAST = re.compile(
    r"(?:[ -]treated)? (?:patients|participants|subjects|recipients|women|children|groups?|arms?)$"
)
_ARM_FRONT = re.compile(r"^(?:the|patients (?:in|receiving|treated with) (?:the )?)[ ]?", re.I)


def is_arm(document: Document, subject: str) -> bool:
    """Whether a phrase is the name of an arm and nothing else."""
    name = _PEOPLE_LAST.sub("", _ARM_FRONT.sub("", subject.strip()).lower())
    return any(len(mention.name) == len(name) and mention.name.lower() == name for mention in document.arms.mentions)
