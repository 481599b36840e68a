"""The name of what a number measures, read from the words before it: "pain score", "time to extubation".

What is known to be something else (arms, times) is masked; what is left is read backwards from the number: first over
words that link a number to its name, then along the name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trialfacts.arms.phrases import GROUPS_LAST
from trialfacts.results.result_units import result_unit

_TOKEN = re.compile(r"\d{1,2}(?:,\d\d)?\(OH\)[\w-]{1,8}|\x01+-?|[^\s,;:()\[\]=\x01]+|[,;:()\[\]=]")
_BRACKETS = re.compile(r"\((?!OH\)[\w])[^()]{0,200}\)|\[[^\[\]]{0,200}\]")
# Words between a name and its number that are no part of the name.
_LINKS_WORDS = """
    was were is are be been being am had has have having of by from to at in for with on a an the this that
    these those it they he she who which as and or but not did do does than vs vs. versus compared comparing comparison
    relative about approximately only around nearly almost roughly over both all each either any per patient
    participant subject mean median average means medians averages averaged averaging value values sd se sem iqr
    range ranged ranging varied varies varying respectively corresponding respective figures overall
    total- within between
    among during after before following while whereas high low higher lower greater less more longer shorter smaller
    larger similar
    better worse fewer faster slower earlier later highest lowest longest shortest identical comparable
    little small slight modest marginal minor numerical
    different equal unchanged stable significant significantly statistically markedly slightly substantially
    considerably numerically also however group groups arm arms patients participants subjects women men
    children controls control cases recipients individuals people receiving received given treated taking using
    treatment occurring occurred occur achieved attained reached observed seen found noted reported recorded
    assessed examined evaluated
    measured calculated estimated obtained detected showed shown shows demonstrated exhibited presented
    displayed experienced revealed indicated evidenced scored rated there we so when where their its his her our
    first second third one two three four further additional remained change changes changed differ differed
    differs difference differences favoring favouring least squares ls adjusted unadjusted least-squares percent
    percentage-point geometric amounted accounted produced resulted resulting yielded led associated required
    requiring needed used went most best worst p n yes no nor then thus just even still until since because due
    according against toward towards across throughout under above below years year months month weeks week days
    day hours hour minutes h min old yrs baseline same other another whole results result conclusion conclusions
    findings methods m mdn besides although already moreover furthermore finally eight seven nine ten interestingly
    infants neonates newborns volunteers boys girls males females mothers eyes afterwards
    along peaked stood stayed numbered crept climbed lengthened down came
    notably whilst significative could can may might would will should tended tend take took takes
    total: resp well s ms mg kg mmhg points point units score: score, vs, group: group, overall,
    old. arm, months, days, if when although entire include included includes last final percent-predicted
    study studies trial trials between-group between-treatment within-group percentiles percentile quartiles
    upon a.m. p.m. statistical insignificant nonsignificant non-significant rs rs. usd eur gbp inr plus minus
"""
_LINKS = frozenset(_LINKS_WORDS.split())
_CHANGE = re.compile(
    r"(?:increas|decreas|reduc|declin|improv|elevat|diminish|prolong|shorten|rais|lower(?:ed|ing)"
    r"|dropp|fell|fall(?!s$)|rose|rise|risen|los[ts]|grew"
    r"|deteriorat|worsen|attenuat|suppress|inhibit|delay|progress(?:ed|ing)|gain|chang|drop"
    r"|loss)[a-z]*$",
    re.I,
)
# Words that end a name on its left.
_STOPS_WORDS = """
    was were is are be been being had has have that which while whereas with between among than vs vs. versus
    compared by from who but showed shown demonstrated found observed reported revealed significant
    significantly higher lower greater less more longer shorter similar better worse when where if there we
    patients participants subjects group groups arm arms mean median average mean: averaged women men children
    although though however during after before following until no not did and or as into increased decreased
    reduced improved their its his her our respectively results conclusion conclusions least squares ls received
    receiving using experienced both all each effect least-squares favouring terms term regarding regards
    concerning namely including required consumed presented completed used underwent achieved exhibited attained
    favored favoured
    along lost gained at on via per within adjusted affect affected this these those same any such estimated baseline
"""
_STOPS = frozenset(_STOPS_WORDS.split())
_THROUGH = frozenset(("of", "to", "for", "in", "under"))
_LEADERS = _LINKS | _THROUGH
# Changes that are part of a name as often as not: "weight loss", "fall rates".
_NOUNS = frozenset(("fall", "falls", "loss", "gain", "drop", "rise"))
# "blood loss" is a name.
_LOST = frozenset(("weight", "blood", "bone", "hair", "tooth", "hearing", "heat", "fluid", "attachment", "protein"))
_ARTICLES = frozenset(("the", "a", "an", "their", "its", "his", "her", "our", "these", "this", "each"))
# "number of days" is a name, though "days" alone is a unit.
_COUNTING = frozenset(("number", "duration", "length", "total", "days", "proportion", "percentage"))
_TIME_WORDS = ("days", "day", "hours", "minutes", "weeks", "months", "patients", "points", "years")
_NUMBER = re.compile(r"[<>\u2264\u2265~\u223c+-]*\d[\d.,]*%?(?:[a-z/]{1,8})?$")
_COSTS = frozenset(("cost", "costs", "number", "expenditure"))
_MASK = "\u0001"


def masked(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    """The text between two places with the given spans blotted out, character for character."""
    out = text[start:end]
    for left, right in spans:
        left, right = max(left, start) - start, min(right, end) - start
        if left < right:
            out = out[:left] + _MASK * (right - left) + out[right:]
    if any(word in out for word in _STATISTICS_HINTS):
        out = _STATISTICS.sub(lambda match: _MASK * len(match.group()), out)
    if any(word in out for word in _ASIDES_HINTS):
        out = _ASIDES.sub(lambda match: _MASK * len(match.group()), out)
    return out


_ASIDES_HINTS = (", as ", ", measured", ", assessed", " who ", " whose ")
# "bone density|, as measured by absorptiometry|, fell", "inferior survival |compared with patients who had rash| (":
# how it was measured, and in whom else
_ASIDES = re.compile(
    r",(?: as)? (?:measured|assessed|evaluated|determined|quantified) (?:by|with|using|via|on) [^,;()]{3,80}(?=,)"
    r"|(?:as )?(?:compared (?:with|to)|than|versus|relative to)(?: in| for| among)? (?:the )?"
    r"(?:those|patients|subjects|participants|women|men|children|infants|adults|people|individuals) (?:who|whose) "
    r"[^,;()]{3,80}(?= [(\[]|[,;])"
)


_STATISTICS_HINTS = ("atio", "nfidence", "% CI", "tandard", " test", "x 10")
# What stands beside a result and is no part of its name.
_STATISTICS = re.compile(
    r"(?:hazards?|odds|risk|rate) ratios?(?: for [^,;()]{2,50}(?=, ))?|(?:\d% )?confidence intervals?|\d% CI"
    r"|standard (?:deviations?|errors?)|(?<= )(?:the )?"
    r"(?:[Ll]og-?rank|t|[Cc]hi-squared?|Wilcoxon|[A-Z][a-z]+-[A-Z][a-z]+)(?: |-)test"
    r"|(?:(?:of|to) )?(?:[<>\u2264\u2265] ?)?(?:[\d.]{1,6} )?x 10 ?\(?\^?\d{1,2}\)?(?:/[A-Za-z]{1,3}\d?)?"
)


# The verb that a measure is the subject or the object of. The patterns from here to _NOUN_IN read lower-cased text;
# this one and _STAT begin with the character before the word.
_VERB = re.compile(
    r"[^A-Za-z-](?:resulted in|resulting in|led to|leading to|associated with|accompanied by|presented with"
    r"|shrank|grew|doubled|halved|worsened|deteriorated|was|were|is|are|been|being|had|has|have|averaged|ranged|varied|remained|differed"
    r"|peaked|(?:went|came|gone)(?:[ ](?:up|down))?|numbered|crept|climbed|slid|sank|lengthened|stood|stayed"
    r"|differ|reached|increased|decreased|improved"
    r"|reduced|declined|fell|rose|dropped|lowered|raised|showed|demonstrated|exhibited|required"
    r"|received|reported|lost|gained|changed|attained"
    r"|achieved|completed|scored|used|underwent|experienced|inhibited|prevented|increasing|decreasing"
    r"|improving|reducing|had|having|presented"
    r"|amounted|occurred|elevated|shortened|prolonged|produced|consumed|weighed|lasted|totall?ed"
    r"|(?:not|did|to)[ ](?:[a-z]{4,14}ly[ ])?(?:improve|reduce|increase|decrease|lower|raise|prolong|shorten|affect"
    r"|alter|influence)"
    r"|favou?red|measured(?=[ ](?:an?[ ]|about[ ]|[(]|$))|caused|provided|yielded|induced)(?![A-Za-z-])",
)
_TRANSITIVE = re.compile(
    r"(?:presented|achieved|attained|experienced|increased|decreased|improved|reduced|lowered|raised"
    r"|reported|shortened|prolonged|inhibited|prevented|lost|gained|increasing|decreasing|improving|reducing|showed"
    r"|demonstrated|exhibited|had|have|has|having|elevated|consumed|used|required|resulted in|resulting in"
    r"|led to"
    r"|leading to|associated with|accompanied by|presented with|caused|provided|yielded|induced|(?:not|did|to)[ ].*)$",
)
_NO_OBJECT = re.compile(
    r"[ ]*(?:$|[(,;:=]|(?:from|to|by|in|for|with|at|on|after|better|and|as|of|than|when|over|during"
    r"|upon|before|following|within|throughout|under|without|despite|due[ ]to|because|while|since"
    r"|among|between|both|not|only|up|until|compared|versus|vs|an?[ ](?:mean|average|median)|further"
    r"|about)(?![a-z-]))",
)
_NOUN_IN = re.compile(
    r"effects?[ ]of[ ][^,;.()]{3,60}?[ ]on[ ](?:the[ ])?"
    r"|(?:differences?|reductions?|increases?|decreases?|changes?|improvements?|declines?|effects?"
    r"|gains?|rises?|falls?|impact|drops?|alleviation|elevations?|shifts?|alterations?|variations?|prolongation"
    r"|deterioration|worsening|enhancement|shortening|lowering|suppression|trends?|term|terms)[ ](?:from[ ](?:baseline"
    r"|\x01+)[ ])?(?:\x01+[ ])?(?:in|of|for|on)[ ](?!about|an? mean|an? median|[\d(])",
)
_ASIDE = re.compile(
    r"[ ](?:in|for|with|after|before|during|following|between|among|at|by|on|upon|than|versus|vs\.?"
    r"|compared|when|if|over|within|throughout|via|as|did|while|measured|from(?! baseline))[ ]"
)
_WITH = re.compile(r"[ ]with[ ](?:an?[ ])?")
_STAT = re.compile(r"[^A-Za-z-](?:mean|median|average|averages|means|medians)(?![a-z-])")
_CLAUSE = re.compile(
    r";(?=[ ])|:(?=[ ])|,(?=[ ])|[ ](?:whereas|but)[ ](?=[A-Z])"
    r"|[ ](?:while|whereas|but|and)[ ](?=(?:the|mean|median|an?|their|its|both|in|that"
    r"|of)[ ])|[ ](?:while|whereas)[ ](?!(?:on|at|for|with|no|not|[a-z]+ing)[ ])(?=[A-Za-z])|[.][ ](?=[A-Z])"
)
_LEADING = re.compile(r"(?:time|interval|distance|length|stay|hospitali[sz]ation|period|delay)$")


def name_before(context: str) -> tuple[int, int] | None:
    """The half-open span in ``context`` of the name that the number after it measures; None where there is none."""
    at = open_bracket(context)
    if at >= 0:
        plain = context[: at + 1] + _without_brackets(context[at + 1 :])
        inner = _clause_name(plain, _led_lower(plain), at + 1, len(plain))
        if inner is not None:
            outer = name_before(context[:at])
            return inner if outer is None or _is_named_in(context, at + 1, inner, outer) else outer
        context = context[:at]
        groups = GROUPS_LAST.search(context, max(0, at - 300))
        if groups is not None and ", " in groups["names"]:
            context = context[: groups.start("names")]
    plain = _without_brackets(context)
    low, end = _led_lower(plain), len(plain)
    cuts = [match.end() for match in _CLAUSE.finditer(plain)]
    for start in [*reversed(cuts[-4:]), 0]:
        name = _clause_name(plain, low, start, end)
        if name is not None:
            return name
        end = start
    return None


def open_bracket(text: str) -> int:
    """Where the last bracket opens that is still open at the end of the text; -1 where none is."""
    last = max(text.rfind("("), text.rfind("["))
    if last < 0 or text.find(")", last) < 0 and text.find("]", last) < 0:
        return last
    closed = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] in ")]":
            closed += 1
        elif text[at] in "([":
            if not closed:
                return at
            closed -= 1
    return -1


def _is_named_in(context: str, start: int, inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    """Whether the name is that in a bracket that opens before ``start``, and not the one before the bracket."""
    name = context[slice(*inner)]
    shown = context[slice(*outer)]
    if is_generic(name) or name == "area under the curve" or name == "time" and is_measure(shown):
        return is_generic(shown)
    label = is_label(context[start:])
    return not label or is_measure(name) or _SHORT_LABEL.fullmatch(context, start) is not None


def _led_lower(text: str) -> str:
    """The text in lower case, character for character, after a space: each character stands one place later."""
    low = text.lower()
    return f" {low if len(low) == len(text) else text}"


def _without_brackets(text: str) -> str:
    """The text with what stands in brackets blotted out."""
    if "(" not in text and "[" not in text:
        return text
    blotted = _BRACKETS.sub(lambda match: " " * len(match.group()), text)
    return _BRACKETS.sub(lambda match: " " * len(match.group()), blotted) if ")" in blotted else blotted


def is_label(inner: str) -> bool:
    """Whether the words from an opening bracket to a number are a mere name: "(LD, 63.3", "(group A: 4.1"."""
    if "(" in inner:
        return False  # "AUC (0-12) "
    words = _THEN_STAT.split(inner, maxsplit=1)[0].strip(" ,:=").split()
    return 0 < len(words) <= 3 and not _STAT.search(f" {' '.join(words).lower()}")


_THEN_STAT = re.compile(r",[ ](?:mean|median|average)")  # "(LD|, median [IQR] = "


# "poorer control (|HbA1c %: |": a short form and its colon.
_SHORT_LABEL = re.compile(r"(?!AUC)[A-Z][A-Za-z0-9/-]{1,11}(?:[ ][a-zA-Z/%0-9]{1,8})?[ ]?:[ ](?:\x01+[,:= ]{1,3})?")
_MEASURES = re.compile(
    r"(?:score|scale|index|time|level|rate|duration|days|length|volume|count|pressure|weight|range|age"
    r"|years|vas|bmi|number|(?<!ngle )(?<!ated )(?<!tiple )(?<!low )(?<!high )dose|concentration|density|velocity"
    r"|thickness|strength|temperature|intensity|distance|capacity|frequency|diameter|content|cost)s?(?![a-z])",
)


def is_measure(name: str) -> bool:
    """Whether a name holds a word for something measured: a score, a level, a time."""
    return _MEASURES.search(name.lower()) is not None


def _clause_name(text: str, low: str, start: int, end: int) -> tuple[int, int] | None:
    """The name in one clause: beside its last "mean", "change in" or verb, whichever stands last.

    ``low`` is the text as :func:`_led_lower` has it; the places are those in ``text``.
    """
    verb = _last_word(_VERB, low, start, end)
    # What stands before the verb is looked at from there.
    floor = start if verb is None else verb[0]
    stat, noun = _last_word(_STAT, low, floor, end), _last(_NOUN_IN, low, floor + 1, end + 1)
    if stat is not None and stat[1] < end and text[stat[1]] == " ":
        stat = stat[0], stat[1] + 1
    marks = (None if noun is None else (noun.start() - 1, noun.end() - 1), stat, verb)
    for mark in sorted((m for m in marks if m is not None), key=lambda m: -m[0]):
        begin, tail = mark
        if mark is not verb:
            name = _phrase(text, tail, end)
            if mark is stat and name is not None and is_generic(text[name[0] : name[1]]):
                name = _phrase(text, start if verb is None else verb[1], begin) or name  # "|X index| mean scores"
            if name is None and verb is not None and _CHANGES_OF.match(text, begin):
                name = _phrase(text, verb[1], begin)  # "were |titre| changes of"
        else:
            name = None
            after, adverbs = tail, _ADVERBS.match(text, tail, end)
            if adverbs:
                tail = adverbs.end()
            if _TRANSITIVE.match(low, begin + 1, after + 1) and not _NO_OBJECT.match(low, tail + 1, end + 1):
                name = _phrase(text, tail, end)
                if name is not None and (is_generic(shown := text[slice(*name)]) or _COURSE.search(shown)):
                    name = _clause_name(text, low, start, begin) or name
            if name is None and text.endswith((" as ", " so "), start, begin):  # ", as was |BMI|"
                name = _phrase(text, tail, end)
            if name is None and text[start:begin].rstrip().lower().endswith("there"):
                about = _ABOUT.search(text, after, end)
                name = _phrase(text, after if about is None else about.end(), end)
            if name is None and begin > start:
                name = _second_subject(text, low, start, begin) or _clause_name(text, low, start, begin)
            if name is None and low.startswith("favo", begin + 1):
                return None
            if (topic := _last(_WITH_RESPECT, text, after, end)) is not None:
                name = _phrase(text, topic.end(), end) or name
            elif name is None or _VERDICT.match(text, name[0]):
                topic = _last(_TOPIC, text, after, end)
                name = name if topic is None else _phrase(text, topic.end(), end)
            return name
        if name is not None:
            return name
        end = begin
    return _phrase(text, start, end)


def _second_subject(text: str, low: str, start: int, end: int) -> tuple[int, int] | None:
    """The name of a second clause that goes on without a comma: "pain fell in both groups and |urate| was"."""
    verb = _last_word(_VERB, low, start, end)
    joined = -1 if verb is None else text.rfind(" and ", verb[1], end)
    name = _phrase(text, joined + 5, end) if joined >= 0 else None
    if name is None or verb is None or " " not in text[slice(*name)] and _OF_ONE.search(text, verb[1] - 1, joined):
        return None
    return name


# "the reduced score |in A| and B was"
_OF_ONE = re.compile(
    r" (?:in|with|for|between|of|on|after) (?!patients|participants|subjects|women|men|adults)[\w+/-]+$"
)


_COURSE = re.compile(r"(?:modulation|trend|pattern|course)$")  # "X showed an opposite |trend|"
_ADVERBS = re.compile(
    r"(?:[ ](?:[a-z]{3,14}ly|(?:twice|half|times) as (?:much|many|long|high)"
    r"|higher|lower|longer|shorter|greater|better|fewer|less|more|smaller|a|an"
    r"|the|significant|increased|decreased|reduced)(?![\w-]))*[ ]?"
)
_TOPIC = re.compile(
    r"[ ](?:for|in terms? of|regarding|with (?:respect|regard) to|concerning|in"
    r"|(?<!comparable )(?<!compared )with)[ ](?:the[ ])?"
)
_WITH_RESPECT = re.compile(r"[ ](?:with (?:respect|regard) to|in terms? of|regarding|concerning)[ ](?:the[ ])?")
# "the |superiority| of A was confirmed for X": what is said of a measure, told after the verb
_VERDICT = re.compile(
    r"(?:(?:superior|better|similar|comparable) )?(?:superiority|non-?inferiority|advantage|benefit|efficacy)(?![\w-])",
    re.I,
)
_CHANGES_OF = re.compile(r"[ ]?(?:changes|reductions|increases|decreases|improvements|declines) of ")
_ABOUT = re.compile(r"[ ](?:of|in)[ ](?:the[ ])?")
_GENERIC = frozenset(
    (
        *("level", "levels", "value", "values", "score", "scores", "figures", "effect", "difference", "change", "rate"),
        *("parameter", "parameters", "treatment difference", "paired", "treatment", "result", "results"),
        *("percentage", "scale", "trend", "overall trend", "contrast", "addition", "summary", "contrary"),
    )
)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last match between two places: looked for near the end first."""
    found = None
    near = end - 80
    if near > start:
        for match in pattern.finditer(text, near, end):
            found = match
        if found is not None:
            return found
    for match in pattern.finditer(text, start, end):
        found = match
    return found


def _last_word(pattern: re.Pattern[str], low: str, start: int, end: int) -> tuple[int, int] | None:
    """The last match of a pattern that begins with the character before its word: the places of the word."""
    found = _last(pattern, low, start, end + 1)
    return None if found is None else (found.start(), found.end() - 1)


def has_verb(text: str) -> bool:
    """Whether the words hold a verb that a measure could be the subject or the object of."""
    return _VERB.search(f" {text.lower()}") is not None


def is_generic(name: str) -> bool:
    """Whether a name says nothing of what is measured: "level", "the corresponding scores"."""
    return name.lower() in _GENERIC


_END_OF_SPAN = (
    r"(?=[ ]*(?:$|[,(;:\[\x01])|[ ](?:by|of|in|was|were|is|at|on|with|for|after|when|than|as|between|among)[ ])"
)
# "time between injection and relief", "time for detecting each node"
_SPAN_OF_TIME = re.compile(
    r"(?<![A-Za-z-])[Tt]imes?[ ](?:(?:(?:needed|required|taken)[ ](?:to|for)"
    r"|(?:to|for|until)(?=[ ][a-z]+ing[ ]|[ ]dis))(?:[ ][\w-]+){1,5}?"
    rf"|(?:between|from)(?:[ ][A-Za-z][\w-]*){{1,7}}?[ ](?:and|to|until)(?:[ ][A-Za-z][\w-]*){{1,4}}?){_END_OF_SPAN}"
)


# "number of days with pain": what a day is counted for, and no "with placebo"
_DAYS_WITH = re.compile(
    r"(?<![A-Za-z-])(?:[Nn]umber|[Pp]ercentage|[Pp]roportion) of (?:[a-z-]+ )?(?:days|nights|hours|weeks)"
    r" with(?:out)? (?!placebo|control|vehicle|active|treatment|therapy|an? |the )[a-z-]+(?: [a-z-]+)?"
    rf"(?:{_END_OF_SPAN}|(?= per ))"
)


def _phrase(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name in a noun phrase: what is said aside ("in the |A| group", "after surgery") is cut off."""
    if (
        text.endswith((" of ", "ranging from ", "ranged from "), start, end)
        and (quality := _last(_WITH, text, start, end)) is not None
    ):
        start = quality.end()
    if "ime" in text[start:end] and (span := _SPAN_OF_TIME.search(text, start, end)) is not None:
        return span.span()
    if " with" in text[start:end] and (days := _DAYS_WITH.search(text, start, end)) is not None:
        return days.span()
    for aside in _ASIDE.finditer(text, start, end):
        head = text[start : aside.start()]
        if aside.group() in (" from ", " between ") and _LEADING.search(head):
            continue
        if aside.group() == " on " and head.lower().endswith(("score", "scores")):
            continue  # "score on the Blotch Index"
        if aside.group() == " for " and head.lower().endswith(("score", "scores")):
            continue
        if aside.group() == " for " and _FOR_PROPER.match(text, aside.start() - 1) and head.endswith(_INSTRUMENTS):
            continue  # "the Scale for Rating Symptoms"
        name = _name(head)
        if name is not None:
            return name[0] + start, name[1] + start
    name = _name(text[start:end])
    return None if name is None else (name[0] + start, name[1] + start)


def _name(context: str) -> tuple[int, int] | None:
    cut = context.find(" ", len(context) - 200) if len(context) > 200 else 0
    if cut > 0:  # no name is as long
        name = _name(context[cut:])
        return None if name is None else (name[0] + cut, name[1] + cut)
    plain = _without_brackets(context)
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(plain)]
    last = len(tokens) - 1
    while last >= 0 and (_links(tokens[last][0]) or _is_unit(tokens[last][0])):
        if tokens[last][0] == "loss" and tokens[last - 1][0].lower() in _LOST:
            break
        last -= 1
        if tokens[last + 1][0].lower() in ("group", "arm"):
            last = _before_label(tokens, last)
    if last < 0:
        return None
    after = [token[0].lower() for token in tokens[last + 1 : last + 3]]
    if tokens[last][0].lower() in _COUNTING and after[:1] == ["of"] and after[-1] in _TIME_WORDS:
        last += 2  # "number of days"
    elif (
        after[:1]
        and after[0] in _TIME_WORDS
        and any(
            tokens[at][0].lower() in _COUNTING and tokens[at + 1][0].lower() == "of"
            for at in range(max(0, last - 3), last)
        )
    ):
        last += 1  # "number of migraine days"
    first = last
    while first > 0:
        word = tokens[first - 1][0]
        lower = word.lower()
        if (
            lower == "per"
            and first >= 2
            and not _links(before := tokens[first - 2][0])
            and before.lower() not in _STOPS
        ):
            first -= 1
            continue
        if lower == "from" and first >= 2 and _LEADING.fullmatch(tokens[first - 2][0].lower()):
            first -= 1
            continue
        if _MASK in word or lower in _STOPS or word in ",;:()[]=" or word.endswith((".", "?")) and len(word) > 3:
            break
        if _CHANGE.match(word) and lower not in _NOUNS and tokens[first][0] != "of":
            break
        if lower in _ARTICLES:
            if first >= 2 and tokens[first - 2][0].lower() in _THROUGH and not _ends(tokens, first - 2):
                first -= 1
                continue
            break
        if lower in _THROUGH and _ends(tokens, first - 1):
            break
        if last - first >= 11:
            break
        first -= 1
    while first < last and not plain.startswith("range of mo", tokens[first][1]):
        word, following = tokens[first][0].lower(), tokens[first + 1][0].lower()
        if word == "percent" and following == "of" or word == "overall" and following.startswith("surviv"):
            break
        if word not in _LEADERS and any(c.isalpha() for c in tokens[first][0]):
            break
        first += 1
    if first == last and _PARTICIPLE.fullmatch(tokens[last][0]):
        return None
    return tokens[first][1], tokens[last][2]


def _before_label(tokens: list[tuple[str, int, int]], at: int) -> int:
    """The token before the label of a group that ends at ``at``: "higher in the| W |group"."""
    for left in range(at, max(-1, at - 3), -1):
        if tokens[left][0].lower() == "the":
            return left
    return at


_INSTRUMENTS = ("Scale", "Index", "Inventory", "Questionnaire", "Schedule", "Checklist", "Profile", "Instrument")
_FOR_PROPER = re.compile(r"\w for (?:the )?[A-Z][a-z]")


def _ends(tokens: list[tuple[str, int, int]], at: int) -> bool:
    """Whether the preposition at ``at`` leads back to no name: "reduction in", "higher for"."""
    if at == 0:
        return True
    word = tokens[at - 1][0].lower()
    return bool(_MASK in word or word in _STOPS or word in ",;:()[]=" or _CHANGE.match(word) or _DIFFERENCE.match(word))


_DIFFERENCE = re.compile(
    r"differences?$|improvements?$|effects?$|impact$|benefits?$|terms?$|response$|results?$|worsening$"
    r"|recovery$"
)


# No name by itself: "the groups |walked|"; "speed", "need" are.
_PARTICIPLE = re.compile(r"(?!speed|need|feed|breed|seed|bleed|blood)[a-z]{3,14}ed")


@lru_cache(maxsize=8192)
def _links(word: str) -> bool:
    lower = word.lower()
    if lower.endswith("ly") and lower not in ("daily", "weekly", "monthly", "hourly", "yearly", "early", "family"):
        return True
    return (
        lower in _LINKS
        or word in ",;:()[]="
        or _MASK in word
        or _CHANGE.match(word) is not None
        or _NUMBER.match(word) is not None
        or not any(c.isalpha() for c in word)
    )


# Of the short words for units those that are as often what is counted.
_COUNTED = frozenset(("pH", "pads", "hits", "fold", "mets", "gain"))


@lru_cache(maxsize=4096)
def _is_unit(word: str) -> bool:
    """Whether a word at the end of a name is its unit: "time |sec|", "glucose |mg/dl|"."""
    if not word[:1].islower() or len(word) < 2 or word in _COUNTED or len(word.split("/", 1)[0]) > 4:
        return False
    return result_unit(f" {word}", 0) == (word, len(word) + 1)


_AFTER = re.compile(
    r"(?:(?:[ ]out)?[ ]of[ ](?:the[ ])?\d{1,3})?[ ](?P<name>(?:[A-Za-z][\w-]*|\d{1,2}(?:,\d\d)?\(OH\)\w{1,5})"
    r"(?:[ ](?!in |at |for |during |with |and |or |compared|vs|than "
    r"|after |following |per |on |by |from |was|were|but|while|almost "
    r"|that |which |who |over |between |\()[A-Za-z][\w-]*){0,3})"
)


def name_after(text: str, at: int) -> str | None:
    """The name that follows a number ending at ``at``: "2.3 |asthma episodes|"."""
    found = _AFTER.match(text, at)
    if found is None or found.group("name").split()[0].lower() in _LINKS:
        return None
    return found.group("name")
