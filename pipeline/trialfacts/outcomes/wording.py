"""How a stretch of text becomes an outcome: without brackets, and without words that only say how much."""

from __future__ import annotations

import re

from trialfacts.cleaning.words import word_set

# Words that say how much and not what; taken off the front of an outcome ...
_FRONT = re.compile(
    r"(?:(?:not (?:achieve|show|have|reach|produce) (?:an? )?(?:statistically )?(?:significantly )?(?=higher"
    r"|lower|greater)"
    r"|the|a|an|its|their|this|these|those|no|any|also no|(?:non-?)?significant(?:ly)?|statistically|marked(?:ly)?"
    r"|slight(?:ly)?|higher|lower|reduced|increased|decreased|greater|fewer|more|less|better|worse|most"
    r"|overall(?! survival)|often"
    r"|frequent(?:ly)?|common(?:ly)?|nearly|almost"
    r"|similar|further|total|few|mostly|mean|median|adjusted|unadjusted|estimated|actual|observed|corresponding|respective"
    r"|cumulative|only|about|approximately|evidence suggestive|larger|smaller|longer|shorter|superior"
    r"|reduction|reductions|decrease|decreases|increase|increases|improvement|improvements|difference|differences"
    r"|change|changes|trends?|towards?|probability|likelihood|odds|risk|figures?|rates?|incidences?|prevalence"
    r"|frequenc(?:y|ies)"
    r"|proportions?"
    r"|percentages?|numbers?|occurrence|presence|majority|effects?|impact|influence|patients|subjects|participants"
    r"|women|men"
    r"|children|cases|who|with|experiencing|achieving|reporting|having|attaining|developing|showing|reaching"
    r"|resulting in|leading to"
    r"|although|though|but|while|whereas|because|of|in(?! situ| utero| vitro)|for|on|to|associated|had|has|have"
    r"|was|were|and"
    r"|(?-i:or)|by|at(?! least)|highly|very|considerably|substantially|numerically|crude"
    r"|between-group|treatment|both|all"
    r"|symptomatic)[ ])*",
    re.I,
)
# ... and off its end.
_BACK = word_set(
    """rate rates fell rose eased was were is are had has have significantly slightly statistically markedly positively
    negatively inversely strongly weakly much also both higher lower greater fewer more less better worse longer shorter
    similar comparable reduced increased decreased improved in of for with by to on at from between among the a an and
    or than only further nonsignificantly
    respectively that frequent frequently common commonly often likely seen observed noted reported found
    present obtained
    detected achieved occurred developed identified recorded experienced evident documented diagnosed favoring
    favouring superior favorable favourable numerically different not as follows who which those where when while
    whereas but did substantially considerably approximately about being remained been ranged equal low high
    generally usually
    mainly compared versus v vs vs. prevalent included were: was: accounted group groups arm arms value values using"""
)
SCARE = " ,;:.()[]\"'=-"
BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


def blank(match: re.Match[str]) -> str:
    """As many spaces as a match has characters."""
    return " " * (match.end() - match.start())


def without_brackets(text: str, start: int, end: int) -> str:
    """A stretch of text with what stands in closed brackets blanked out, character for character."""
    part = text[start:end]
    for _ in range(2):
        if ")" not in part and "]" not in part:
            break
        part = BRACKETS.sub(blank, part)
    return part


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern in a text."""
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


def looked_from(text: str, first: int, at: int) -> int:
    """Where words are looked at that begin at ``first``, but not before ``at``: never in the middle of a word."""
    return first if at <= first else max(at, text.find(" ", at - 1, at + 40))


LONG_WORD = re.compile(r"[A-Za-z]{3}")
_RATE_OF = re.compile(
    r"\b(?:incidences?|rates?|proportions?|percentages?|frequenc(?:y|ies)|prevalence|numbers?|occurrence"
    r"|likelihood|probability|odds|risk)[ ]of[ ]"
    r"(?:(?:the[ ])?(?:patients|participants|subjects|women|men|children|those|people)[ ](?:who[ ](?:had[ ]"
    r"|were[ ])?|with[ ]|having[ ]|achieving[ ]|experiencing[ ]|reporting[ ]|attaining[ ]|receiving[ ]"
    r"|requiring[ ]|needing[ ]|developing[ ]|showing[ ])?)?(?=\S)"
)
# "completion| rates after 2 years|"
_AFTER_TIME = re.compile(r"(?<=[a-z]) rates? (?:after|at|within|over|by) \d{1,2} (?:years?|months?|weeks?|days?)$")
# "|5-year event rate for| relapse", "|10-year estimates of| relapse"
_NAMELESS_OF = re.compile(
    r"(?:[Tt]he )?(?:(?:\d{1,2}|one|two|three|four|five|ten)-(?:year|month|week|day) )(?:(?:event|crude|cumulative"
    r"|overall"
    r"|actuarial|estimated) )*(?:rates? for|estimates? (?:of|for)) (?:the )?(?=[a-zA-Z]{3})(?! (?:patients|those)\b)"
)
_EMPTY = word_set(
    """the results result a total total no measures these respectively respective seen observed reported both whom
    which who there it they this that methods findings most majority minority more less higher lower greater fewer
    frequently half third quarter fifth from to by with at than when where while whereas but between among did
    all patients subjects participants not significant group groups and without contrast addition comparison in only
    with of early late overall rate rates value values annualized annual figure figures parents infants members students
    neonates adults people individuals persons one two three four five six seven eight nine ten eleven twelve
    vs versus v absolute"""
)
_EMPTY |= {"nearly all", "almost all", "a total", "most subjects", "most patients", "the results", "these measures"} | {
    "not significant"
}
_LETTER = re.compile(r"[^\W\d_]")
_PERCENT = re.compile(r"[\d.]{1,8} ?per ?cent")


# "|no or| mild pain", "little to no pain": the "no" is a part of it
_NO_OR = re.compile(r"(?:no|little|minimal)(?: or| to) (?:no|only|mild|slight|little|minimal|minor|few|very)\b", re.I)


def _without_back(phrase: str) -> str:
    """A phrase without the words at its end that only say how much."""
    while (cut := max(phrase.rfind(" "), phrase.rfind(","))) >= 0 and phrase[cut + 1 :].lower() in _BACK:
        if phrase.endswith(_WHOLE):
            break
        phrase = phrase[:cut].rstrip(" ,")
    return phrase


_WHOLE = ("predictive value", "predictive values")  # names as they stand


# "did |not differ significantly in their| willingness", "did |not achieve significantly higher| response"
COMPARISON = re.compile(
    r"\b(?:not )?(?:differ(?:ed)?(?: [a-z]+ly){0,2} (?:in|for|regarding|as to|with (?:respect|regard) to)"
    r"(?: (?:the|their|its))?"
    r"|(?:achiev|show|demonstrat|produc|experienc|report)(?:e|ed)?(?: an?)?(?: [a-z]+ly)?"
    r" (?:higher|lower|greater|better))"
    r" (?=[A-Za-z]{3})"
)


def tidy(phrase: str) -> str | None:
    """An outcome without the words that only say how much; None where nothing is left."""
    opened = phrase.find("(")
    if opened > 2 and ")" not in phrase[opened:]:
        phrase = phrase[:opened]
    phrase = phrase.strip(SCARE).rpartition("; ")[2]
    of = _RATE_OF.search(phrase)
    if of:
        phrase = phrase[of.end() :]
    phrase = _AFTER_TIME.sub("", phrase)
    nameless = _NAMELESS_OF.match(phrase)
    if nameless:
        phrase = phrase[nameless.end() :]
    phrase = phrase[compared.end() :] if (compared := COMPARISON.match(phrase)) else phrase
    front = None if _NO_OR.match(phrase) else _FRONT.match(phrase + " ")
    if front and front.end():
        left = phrase[min(front.end(), len(phrase)) :]
        if not left and "difference" in phrase:
            return None  # "also no significant difference"
        phrase = left or phrase
    phrase = _without_back(phrase).strip(SCARE)
    if not phrase or not _LETTER.search(phrase) or _PERCENT.fullmatch(phrase):
        return None
    words = phrase.split()
    if words[0] in ("p", "P") and len(words) > 1 and words[1] in ("=", "<", ">"):
        return None
    if phrase.lower() in _EMPTY or phrase.count("%") > 1 and not LONG_WORD.search(phrase.replace("and", "")):
        return None
    return " ".join(words[:14])


# "relapse| within 24 months of therapy|", "failure| by day 28|"
_WHEN = re.compile(
    r",? (?:at|after|by|in|within|over|during) (?:(?:the )?(?:\d|one|two|three|six|day|week|month|year|first|end)"
    r"|(?<!in )(?:the |an? )?follow).*$"
)
# "|fell| during follow-up": a verb that is told with its time
_VERB_ALONE = re.compile(r"(?!died)(?:[a-z]+ed|fell|available)")


def without_time(outcome: str) -> str:
    """An outcome without the time at its end."""
    when = _WHEN.search(outcome)
    if when is None or when.start() < 3 or _VERB_ALONE.fullmatch(outcome, 0, when.start()):
        return outcome
    return outcome[: when.start()]


def told(phrase: str) -> str:
    """As ``tidy``, but empty where nothing is left: the words were found, so that no others are looked for."""
    return tidy(phrase) or ""
