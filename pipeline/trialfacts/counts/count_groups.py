"""Which group a count of participants stands for, by the words around it: its name as written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.counts.head_counts import DOES, GROUP, NUMBER_WORDS, Count, open_bracket
from trialfacts.counts.participants import HEADS

_PER_GROUP = re.compile(
    rf",? ?(?:completed the (?:study|trial) )?(?:\(?each\b(?! of)|to each\b|in each(?: one)?(?=[.,;)]|$)"
    rf"|(?:(?:(?:were|are|(?:are to|would|will|need to|should) be|need(?:ed)?|required) )?(?:\w+ )?"
    rf"(?:randomi[sz]ed|assigned|allocated|recruited|included|needed|required) )?(?:in|into|for|to"
    rf"|per)? ?(?:(?:each|both|every|per)(?: of the)? (?:[\w-]+ ){{0,2}}|each of the [^.;,()]{{3,70}} "
    rf"|either )(?:{GROUP}|sequence)\b(?! of \d)"
    rf"|/ ?(?:[a-z]+ )?{GROUP})",
    re.I,
)
_GROUPS_OF = re.compile(
    rf"\b[Ee]ach (?:of (?:the )?(?:two|three|four|both) )?(?:[\w-]+ )?{GROUP} "
    rf"(?:(?:of|in) (?:the|this) (?:trial|study) )?(?:\w+ ){{0,2}}$|(?:groups|arms|cohorts|subgroups"
    rf"|GROUPS)(?: \([^()]{{0,40}}\))?,? (?:each )?(?:of|with|containing|comprising(?: of)?|consisting of"
    rf"|having|including|received|contained)(?: each)? (?:a total of |about |approximately )?(?:\(?n ?= ?)?$"
    rf"|\beach (?:{GROUP})?(?: ?(?:with|of|compris(?:ing|ed)(?: of)?|containing|consisting of|consisted of|included"
    rf"|including|had|contained|requires))? ?\(?$",
    re.I,
)
_EACH_BEFORE = re.compile(
    rf"(?:\b(?:two|three|four|five|six|seven|eight|ten|\d\d?|both|equal) (?:\w+ ){{0,4}}(?:groups|arms|cohorts) \($"
    rf"|\(each (?:{GROUP} )?$)",
    re.I,
)
_LABEL = r"(?:[Gg]roups?|GROUP|[Aa]rms?|[Cc]ohorts?) ?(?:[A-Z]{1,4}\d?|\d{1,2}|[a-h])(?![a-z])"
# "In the control group, 24 patients", "As a control group, another 24 patients"
_IN_BEFORE = re.compile(
    rf"\b(?:[Ii]n|[Aa]s) (?:the |a )?(?P<group>[^,.;()]{{1,50}}? {GROUP}),? (?:another |a further |only )?$"
)
_LABEL_BEFORE = re.compile(
    rf"(?P<group>{_LABEL}|(?:first|second|third|fourth|[Oo]ne|other|control|study|treatment|intervention"
    rf"|placebo|experimental) (?:group|arm),?)(?: ?\([^()\d]{{1,30}}\))?"
    r"(?: ?[:,\-(]|[^.;()\d]{0,25}? ?(?:[:\-(]|consist\w+ of|compris\w+(?: of)?|includ\w+|contain\w+"
    r"|had|of|with)) ?(?:This group of )?$"
)
IN_GROUP = re.compile(
    rf"[ ,]*(?:\([^()]{{1,80}}\),? )?(?:(?:who|were|was|are|randomly|randomi[sz]ed|randomi[sz]ed|assigned"
    rf"|allocated|placed|included|(?:recruited|enrolled)(?= (?:in)?to)"
    rf"|categori[sz]ed|analy[sz]ed|each|participants|patients|only) ){{0,4}}"
    rf"(?:in|into|to|from|within|of|for|as|on|constituted|formed|comprised|made up|served as) (?:the |a "
    rf"|an |either |our )?(?P<group>{_LABEL}|(?:(?! in the | and \d|\d of |of \d|this |parallel|randomi"
    rf"|two |three |four |following|different)(?:[^.;():]|\([^()=\d]{{2,30}}\)(?= (?:group|arm|cohort)))){{1,70}}?"
    rf"\b(?:group|arm|cohort)\b)(?! ?\([nN] ?=)",
)
# "20 patients who stayed three days in the first group and 30 ..."
_GROUP_THEN = re.compile(
    r" (?:in|to|into) (?:the )?(?P<group>(?:(?! in | to )[^,.;():]){1,40}? (?:group|arm|cohort)),? and $"
)
# "41 in the zidolol and 46 in the placebo arm"
_GROUP_LEFT_OUT = re.compile(r" (?:were )?(?:in|to|into|on) (?:the )?(?P<group>[^,.;():]{1,40}?),? and ")
# "14 in the placebo group had persistent vomiting": no size of the group
_BEFELL = re.compile(
    r" (?:had|developed|experienced|showed|died|achieved|reported|improved|responded|required|relapsed|failed|suffered"
    r"|vomited|needed|presented|started|began|crossed|bled|fell|lost(?! to)"
    r"|(?!(?:complet|finish|enter|receiv|treat|randomi[sz]|enroll?|includ|exclud|assign|allocat|studi|evaluat|assess|analy[sz]"
    r"|participat|consent|follow|recruit|screen|attend|agre|dropp|undertak|cover|provid|contribut)ed)[a-z]{3,12}ed"
    r"(?= \(|[.;,]| (?:within|during|after|by|at|on|in|before|at least)\b)"
    r"|(?:was|were) (?:re-?)?(?:admitted|hospitali[sz]ed|infected|transferred|operated))\b(?! been)| \(\d+ ?/ ?\d"
)
_GROUP_BEFELL = re.compile(rf"\b(?:group|arm){_BEFELL.pattern}")
# "... to the zidolol group (n = 11) or a control group": who was assigned to both
_OTHER_GROUP = re.compile(
    r"\)? (?:or|versus|vs\.?) "
    r"|(?: ?\([^()]{0,200}\))?[^.;()\d]{0,120}?(?:\b(?:or|and|versus|vs\.?)|,) [^.;,\d]{0,90}?"
    r"\b(?:[Gg]roups?|arms?|cohort)\b"
)
_ASSIGNED_TO = re.compile(r"randomi[sz]ed|assigned|allocated|divided", re.I)
# "25 patients with gout served as the control group", "... made up the control group"
_SERVES = re.compile(
    r"(?:(?! \d(?!\d{3}\b))[^.;:()]){0,200}?(?:\([^()]{1,40}\) )?\b(?:comprised|made up|formed|constituted|as) "
    r"(?:the |a |an |our )?(?!their own)(?P<group>(?:[\w/+-]+ ){0,3}?"
    r"(?:group|arm|cohort|controls?(?! (?:group|arm|cohort))))\b(?! of)"
)
_NAMED_PAREN = re.compile(
    rf"(?:(?! groups| arms| two | three | either )[^.;()]){{0,60}} ?\((?P<group>(?:{_LABEL}(?! and )"
    rf"|(?![^()]*\beach\b)[^()=\d;]{{1,40}}\b(?:group|arm|cohort|controls?)\b)[^()=;]{{0,20}}?)\)"
)
ARM_VERB = re.compile(
    r"[ ,]*(?:\([^()]{1,80}\),? )?(?P<who>(?:who|that|which) )?(?:(?:patients|participants|subjects|were"
    r"|was|had been|have been|enrolled(?= in)|(?:selected|chosen)(?= (?:[a-z]+ly |at random )?to receive)|[a-z]{2,12}ly"
    r"|at random|then|also|each) ){0,4}"
    r"(?P<verb>received|receiving|to receive|took|taking|given|treated with|treated by|underwent"
    r"|undergoing|used|using|undertook|undertaking|performed|practi[sc]ed|consumed|drank|ate"
    r"|(?:randomi[sz]ed|assigned|allocated|randomly assigned|randomly allocated"
    r"|randomi[sz]ed and assigned)(?: to)?(?: receive| the)?|to|into|in|on|with|without|from"
    r"|completed(?! (?:the |all |both |their )?(?:(?:first|second|third|whole|entire|full|initial|last|final|study"
    r"|\d[\w-]*|(?:one|two|three|four|six|twelve)(?:-[a-z]+)?) ){0,3}(?:study|trial|phases?|periods?|months|weeks"
    r"|years|days|visits?|protocol|follow-?up|treatments?|courses?|cycles|sessions|questionnaires?|surveys?)\b"
    r"(?! (?:for|in) the [a-z]+ (?:group|arm)))"
    r"|refused|who|as|served as|acted as|administered|offered) "
    r"(?P<group>[^;]{1,120})"
)
CUT = re.compile(
    rf"[;:()\[]| \d[\d.]* ?%|,(?!\d)|\.(?!\d)| (?:for|at|once|twice|every|daily|while|whereas|followed by|versus|vs\.?"
    rf"|before|after|during|compared|over|until|within|per) |"
    rf" (?:and|or|,) (?:the )?(?:other |remaining |another )?{NUMBER_WORDS}\b"
    rf"| (?:with|to|against) {NUMBER_WORDS} [a-z]| and (?:the )?(?:other|remainder|remaining|rest|second)\b"
    r"| was | were | are | did | had | received | showed | than(?= |$)| or "
    rf"| participated| served| by | took part"
)
_LEADING = re.compile(
    r"(?:(?:the|a(?! \+)|an|either|and|or|of|with|in|to|for|only|undergo|undergoing"
    r"|receive|receiving|received|both|as|intravenous"
    r"|i\.v\.|oral|normal|their|one of|randomi[sz]ed|trial of|study of|comparison of|patients|subjects|assigned"
    r"|who) )+",
    re.I,
)


_GROUP_WORD = re.compile(rf"\b{GROUP}\b(?! [A-Z0-9])")


def group_name(words: str) -> str | None:
    """The group's name in the words that follow its verb: no article, no schedule, no further clause."""
    cut = CUT.search(words)
    name = words[: cut.start()] if cut else words
    name = name.strip(" ,.-")
    if (leading := _LEADING.match(name + " ")) is not None:
        name = name[leading.end() :] or ("both" if leading.group().endswith("both ") else "")
    if _speaks_of_group(name) and (group := _GROUP_WORD.search(name)) is not None and group.start() > 2:
        name = name[: group.end()]
    name = _THERAPY_WITH.sub("", name)
    return name[:80].strip() or None


def has_arm_next(count: Count) -> bool:
    """Whether this count and the next stand in a group each: "22 patients in group A and 22 in the control group"."""
    following = count.next
    return (
        following is not None
        and IN_GROUP.match(count.after) is not None
        and IN_GROUP.match(following.after) is not None
    )


def has_sibling(count: Count) -> bool:
    """Whether the sentence tells the size of another group beside this one: "18 received A and 17 received B"."""
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None:
            continue
        between = left.after[: max(0, right.start - left.end)]
        if len(between) > 150 or not _SIBLING_LINK.search(between):
            continue
        first, second = ARM_VERB.match(left.after), ARM_VERB.match(right.after)
        elided = first is not None and second is not None and first["verb"].endswith(f" {second['verb']}")
        if first and second and (elided or verb_kind(first) == verb_kind(second)):
            if (_DIVIDED.match(first["group"]) and first["verb"] != "received") or _GROUP_BEFELL.search(
                second["group"]
            ):
                continue
            if _STATE.match(first["group"]):
                continue  # "12 men were in full remission, 40 in partial remission"
            return True
    return False


# "Twenty received zidolol as a tablet. |The other 20 women|"
_OTHERS = re.compile(
    rf"[^;]{{0,160}}?[.;,] (?:and |while |whereas )?[Tt]he (?:other|remaining|second) (?:{NUMBER_WORDS}|half)\b"
)


def others_next(count: Count) -> bool:
    """Whether the text goes on with so many others: the second half of those who were divided."""
    return _OTHERS.match(count.document.text, count.end) is not None


_STATE = re.compile(
    r"(?:(?:an? )?(?:complete|partial|full|minimal|clinical|very good|good|first|second) )*(?:response"
    r"|remission|relapse)\b"
    r"|stable disease\b"
)
# "105 patients were randomized into two groups, 53 patients receiving ..."
_DIVIDED = re.compile(rf"(?:in|to |one of |either of )*(?:the )?{NUMBER_WORDS} (?:[\w-]+ ){{0,2}}{GROUP}\b")
_SIBLING_LINK = re.compile(
    r"(?:\b(?:and|or|while|whereas|with|vs\.?|versus|compared (?:with|to)|remaining|other|another|were"
    r"|only|than)|[,;/(])(?: the| other| another| remaining| next| subsequent| second| last)* ?$"
)


def arm_of_verb(verb: re.Match[str]) -> str | None:
    """The group that a verb leads to: "received A" is A, "refused A" is "refused A"."""
    name = group_name(verb["group"])
    return f"{verb['verb']} {name}" if name and verb["verb"] in ("refused", "without") else name


_GIVING = frozenset(
    ("to receive", "received", "receiving", "given", "to", "treated with", "treated by", "taking", "took", "offered")
    + ("administered", "served as", "acted as", "undertook", "performed", "practised", "practiced", "consumed")
)


def verb_kind(match: re.Match[str]) -> str:
    """Which verbs of two counts are alike: what is assigned or received is "to", a relative clause is "who"."""
    verb = match["verb"]
    if verb.startswith(("random", "assign", "alloc")) or verb in _GIVING:
        return "to"
    if verb.startswith("under") and not match["who"]:
        return "to"
    return "who" if match["who"] else verb


# "52 adults |each treated| three attacks": of each person, and not of each group
_EACH_DID = re.compile(r" each (?:treated|took|underwent|completed|wore|ate|drank|performed|played|rated|swallowed) ")


def per_group(count: Count) -> bool:
    """Whether a count is said of each group: "15 each", "three groups of 20", "n = 30 per group"."""
    tail = count.before[-60:]
    if count.form == "n" and count.after.startswith(") groups") and re.search(rf"{NUMBER_WORDS} \($", tail):
        return True
    if _PER_GROUP.match(count.after):
        return _EACH_DID.match(count.after) is None
    if not (_speaks_of_group(tail) or "ach" in tail):
        return False
    return bool(_GROUPS_OF.search(tail) or (count.form == "n" and _EACH_BEFORE.search(tail)))


def group_around(count: Count) -> tuple[str | None, str, float] | None:
    """The arm that a count stands for by the words about it: its name, the rule, the score."""
    if per_group(count):
        return None, "per-group", 0.9
    before, after = count.before[-70:], count.after
    if _speaks_of_group(after) and (inside := IN_GROUP.match(after)) is not None:
        if _befell(count, inside) or _of_both(count, inside):
            return None
        name = innermost(inside["group"])
        if name is not None and name.lower() not in ("group", "arm", "cohort", "age group", "original cohort"):
            return (None if name.startswith("each ") else name), "in-group", 0.93
    if _speaks_of_group(before):
        if (label := _LABEL_BEFORE.search(before[-60:])) is not None:
            return label["group"], "group-before", 0.9
        if (ahead := _IN_BEFORE.search(before)) is not None:
            return ahead["group"], "in-group-before", 0.8
    if count.next is not None:
        gap = after[: max(0, count.next.start - count.end)]
        if gap.endswith(" and "):
            if (named := _GROUP_THEN.search(gap)) is not None:
                return named["group"], "group-then", 0.88
            if (named := _GROUP_LEFT_OUT.fullmatch(gap)) and (inside := IN_GROUP.match(count.next.after)):
                return (
                    None if _BEFELL.match(count.next.after, inside.end()) else (named["group"], "group-left-out", 0.88)
                )
    if (
        "(" in after[:64]
        and (named := _NAMED_PAREN.match(after)) is not None
        and not _of_both(count, named)
        and not (count.next is not None and count.next.start - count.end < named.start("group") - 2)
    ):
        return named["group"], "named-after", 0.85
    if (" as " in after or "formed" in after or "made up" in after or "omprised" in after) and (
        serves := _SERVES.match(after)
    ) is not None:
        between = count.next is not None and count.next.start - count.end < serves.end()
        return None if between else (serves["group"], "serves-as", 0.9)
    return None


# "1 in the placebo arm |and| 13 in the zidolol arm developed"
_NEXT_COUNT = re.compile(r",? (?:and|versus|vs\.?|compared (?:with|to))(?: only)? |, ")


def _befell(count: Count, inside: re.Match[str]) -> bool:
    """Whether the verb behind a count's group, or behind that of the next count beside it, says what befell them."""
    if _BEFELL.match(count.after, inside.end()):
        return True
    following = count.next
    if following is None or not _NEXT_COUNT.fullmatch(count.after, inside.end(), max(0, following.start - count.end)):
        return False
    beside = IN_GROUP.match(following.after)
    return beside is not None and _befell(following, beside)


def befell_in_group(count: Count) -> bool:
    """Whether a count is of those in a group whom something befell: "2 in group A and |9 in group B vomited|"."""
    inside = IN_GROUP.match(count.after) if _speaks_of_group(count.after) else None
    return inside is not None and not inside["group"].startswith("each ") and _befell(count, inside)


def _of_both(count: Count, group: re.Match[str]) -> bool:
    """Whether those who are counted were assigned to the group and to another: "to group A or group B"."""
    if _ASSIGNED_TO.search(count.after, 0, group.end()) is None:
        return False
    if " or " in group["group"]:
        return True
    other = _OTHER_GROUP.match(count.after, group.end())
    if other is None:
        return False
    following = count.next
    own = following is not None and following.form not in ("n", "paren")
    return not (own and following is not None and following.start - count.end < other.end())


def _speaks_of_group(words: str) -> bool:
    return "roup" in words or "ROUP" in words or "rm" in words or "ohort" in words


def innermost(name: str) -> str | None:
    """The last of several nested phrases: "receive placebo in the control group" is the control group."""
    for mark in (" to the ", " in the ", " into the ", " receive "):
        if mark in name:
            name = name.rpartition(mark)[2]
    leading = _LEADING.match(name)
    return (name[leading.end() :] if leading else name).strip(" ,") or None


_GIVEN = re.compile(
    r"(?:(?:^|[,.;:] )(?=[A-Z])|and )(?P<group>[A-Za-z][\w/+-]*(?: [\w+-]+){0,3}?)(?: (?:was|were) (?:given"
    r"|administered"
    r"|applied|performed))? (?:to|in|on) $"
)


def given_group(before: str) -> str | None:
    """ "Zidolol was given to 25 children" """
    match = _GIVEN.search(before[-70:])
    return match["group"] if match else None


# "104 (zidolol)", "the 14 control villages 1,632 people", "(SPCQ: 1,008; SPAZ: 1,013)", "82 at the four levels"
_PAREN_NAME = re.compile(r" \((?P<group>[^()\d=]{2,40})\)")
_ARM_BEFORE = re.compile(
    r"\b(?P<group>placebo|control|intervention|experimental|comparison|treatment)\b(?:(?! and )[^.;:(),]){0,40}$"
)
_LABEL_OF = re.compile(r"(?:^|[(;:,] ?)(?:and )?(?P<group>[A-Za-z][^();,:]{0,40}?)[,:]? $")
_PLACE = re.compile(r" (?:at|in) |[,.;)]|$| and \d")


# "In 58 patients |usual care was supplemented by zidolol|", "in 30, |zidolol was given|"
_GIVEN_IN = re.compile(
    r",? (?:[^.;,()]{3,60}? (?:was|were) (?:[a-z]+ly )?(?:supplemented|combined|complemented|augmented) (?:by|with) "
    r"(?P<group>[^;.]{3,120})"
    r"|(?P<given>[^.;,()]{3,60}?) (?:was|were) (?:given|administered|prescribed|infused|injected)\b)"
)


def given_in(count: Count) -> str | None:
    """What was given to those counted, where that is told of them: "in 30 patients, zidolol was given"."""
    given = _GIVEN_IN.match(count.after) if count.before.endswith(("In ", " in ")) else None
    return None if given is None else group_name(given["group"] or given["given"])


def arm_name(count: Count) -> str | None:
    """The name of an arm that a sum tells: "45 applied zidolol", "104 (zidolol)", "zidolol was given to 34"."""
    after = count.after
    if (paren := _PAREN_NAME.match(after)) is not None:
        return paren["group"]
    if (arm := group_around(count)) is not None:
        return arm[0]
    if (given := given_group(count.before) or given_in(count)) is not None:
        return given
    if (before := _ARM_BEFORE.search(count.before[-60:])) is not None:
        return before["group"]
    if after[:1] in (";", ",", ")", ".") and (label := _LABEL_OF.search(count.before[-60:])) is not None:
        return label["group"]
    if (verb := ARM_VERB.match(after)) is not None:
        return arm_of_verb(verb)
    if _PLACE.match(after) or after.startswith(" + "):  # "191 |+ 191 patients"
        return None
    does = DOES.match(after)
    return group_name(does["group"] if does is not None else after)


_DELIMITER = re.compile(
    r"[;:.,(\[](?= )|\)|\bthat (?:evaluated|tested|assessed|examined|compared)\s(?:an? |the )?|\b(?:effects?"
    r"|efficacy|effectiveness|impact|safety|forms?|formulations?) of\s(?:an? |the )?"
    r"|\b(?:[Ww]e|study|trial) (?:[a-z]+ly )?(?:compared|studied|evaluated|tested|investigated|assessed|examined)"
    r"\s(?:the )?|\b(?:or|either|vs\.?|versus|receiv\w+|into|to|than|given|using|between|underwent"
    r"|assigned|allocated|were|was|are|by|against|from|compared with|comparing|took|including|on|the|among|in|had"
    r"|used|chose|(?:long|short|high|low|great|bett|small|larg)er (?:for|with|after))\s(?:the |either )?"
)
_LEAD_NAME = re.compile(
    r"(?:(?:and|or|the|a|an|either|of|with|in|to|on|for|at|as|receive|receiving|received|undergo|undergoing|subjects|patients"
    r"|participants|women|children|men|infants|those(?= with)|intravenous|who|each|then|first|compared|among"
    r"|than|one(?= control| placebo| sham)"
    r"|\(?[1-9ivabcd]{1,3}\)) )+",
    re.I,
)
# "zidolol, two puffs twice daily (n = 106)": no name begins with the schedule.
_SCHEDULE = re.compile(
    r" ?(?:\d[\d.,-]*(?: (?:or|and|to) \d[\d.]*)? ?(?:mg|g|mcg|ug|\u00b5g|micrograms?|ml|mL|IU|U|puffs?|tablets?"
    r"|capsules?|drops?)\b|(?:one|two|three"
    r"|four) (?:puff|tablet|"
    r"capsule|drop|time)|once|twice|daily|weekly|every|titrated|started|mouth\b|up to)"
)
# "Group A received 3 hours of practice (n = 10)", "Group B = 12 months of treatment (n = 22)"
_SUBJECT_GROUP = re.compile(
    rf"(?P<group>{_LABEL}|[\w/+-]{{2,}} group)(?: \([^()]{{1,20}}\))? ?(?:received|receiving|had|was given"
    rf"|were given|underwent|took|used|[:=] )(?=.{{6}})"
)
N_PRINTED = re.compile(r"\b[nN] ?= ?(?P<n>\d{1,3}(?:[, ]\d{3}\b)+|\d+)")
_LABEL_LAST = re.compile(rf"{_LABEL}$")
_TAIL_BRACKET = re.compile(r" ?\([^()]{0,90}\)$")


# "zidolol 5 mg |on days 2 and 9 of a cycle|", "|on days 1-14 every 3 weeks|"
_CYCLES = ("cycle", "cycles", "weeks", "days")
_IN_CYCLES = re.compile(
    r",? (?:on |from )?days? [\d-]+(?:(?:, | and |, and | to )\d+)* ?(?:of|in|every|each|per|for) [a-z\d -]{1,24}$"
)
# "a training programme |designed to ease symptoms|"
_PURPOSE = re.compile(r",? (?:designed to|aimed (?:at|to)) [^;:()\d]{4,110}$")
# "the standard care (control) group"
_GROUP_AFTER_BRACKET = re.compile(
    r" \([^()=\d]{2,30}\)(?= (?:group|arm|cohort|program(?:me)?|intervention|training|therapy)$)"
)
_HEADS_LAST = ("group", "arm", "cohort", "program", "programme", "intervention", "training", "therapy")
# "an exercise |(12-week walking programme)| group"
_EXPLAINED = re.compile(r" \((?![^()]*\b[nN] ?=)[^()]{3,60}\)(?= (?:group|arm|cohort)$)")
_MASK, _UNMASK = str.maketrans("()", "\x01\x02"), str.maketrans("\x01\x02", "()")
# "zidolol 5 mg, |once daily for 8 weeks|"
_SPANS = ("days", "weeks", "months", "years", "hours", "sessions")
_SCHEDULE_LAST = re.compile(
    r"(?:,? (?:once|twice|three times|\d times))?(?:,? (?:daily|weekly|(?:per|a|each|every) (?:day|week)))?"
    r",? (?:for|over|during) (?:\d+|[a-z]{3,6}) [a-z]+$"
)
_ORDINAL_GROUP = re.compile(r"\b(?:first|second|third|fourth|last|other|former|latter) (?:group|arm|cohort)$", re.I)


# "to receive |zidolol drops| in |the middle ear|": the name stands before the preposition
_GIVEN_NAME = re.compile(
    r"\b(?:receiv(?:e|ing|ed)|either|or|(?:randomi[sz]ed|assigned|allocated) to|treated with)(?: either| an?| the)* "
    r"(?P<name>(?:(?!or |and )[^\W\d][\w/+-]*(?: |$)){1,6}?)(?:\([^()]{2,60}\) )?"
    r"(?:in|from|by|using|via)(?: the| an?)? $"
)


# "a program |sent| by post"
_SENT = frozenset(("sent", "given", "delivered", "offered", "guided", "led", "supported", "provided", "administered"))


def _before_place(words: str, cut: int) -> str | None:
    """The name of what was given, where what follows the last cut only tells where or how; else None."""
    given = _GIVEN_NAME.search(words, max(0, cut - 90), cut)
    if given is None or _GROUP_WORD.search(words, cut):
        return None
    name = given["name"].split()
    if name[0] in ("those", "be") or any(word.lower() in HEADS for word in name):
        return None
    return words[given.start("name") :] if name[-1] in _SENT else given["name"]


def group_before(words: str) -> str | None:
    """The group's name at the end of the words before a bracket."""
    words = words.rstrip(" ,;:=")
    if " designed to " in words[-130:] or " aimed " in words[-130:]:
        words = _PURPOSE.sub("", words)
    words = words[-130:]
    if words.endswith(_SPANS):
        words = _SCHEDULE_LAST.sub("", words)
    if words.endswith(_CYCLES):
        words = _IN_CYCLES.sub("", words)
    if (ordinal := _ORDINAL_GROUP.search(words)) is not None:
        return ordinal.group()
    if words.endswith(_HEADS_LAST):
        if (aside := _GROUP_AFTER_BRACKET.search(words)) is not None:
            words = words[: aside.start()] + aside.group().translate(_MASK) + words[aside.end() :]
            name = group_before(words)
            return None if name is None else name.translate(_UNMASK)
        if (aside := _EXPLAINED.search(words)) is not None:
            words = words[: aside.start()]
    bracket = _TAIL_BRACKET.search(words)
    tail = ""
    if bracket is not None:
        tail = words[bracket.start() :]
        words = words[: bracket.start()].rstrip()
    if (label := _LABEL_LAST.search(words[-24:])) is not None:
        return label.group()
    cut = 0
    for match in _DELIMITER.finditer(words):
        if match.end() < len(words) - 1 and not _SCHEDULE.match(words, match.end()):
            cut = match.end()
    name = (_before_place(words, cut) or words[cut:]).strip(" ,;:.-\"'")
    if _speaks_of_group(words):
        subjects = [match["group"] for match in _SUBJECT_GROUP.finditer(words, max(0, _last_size(words)))]
        if subjects:
            return subjects[-1]
    if "group" in name and (group := re.search(r"(?<=.)\bgroup\b(?! [A-Z0-9])", name)) is not None:
        name = name[: group.end()]
        left, _, right = name.rpartition(" and ")
        name = right if re.search(r"\d|group", left) else name
    if (leading := _LEAD_NAME.match(name + " ")) is not None:
        name = name[leading.end() :].strip()
    name = _THERAPY_WITH.sub("", _ASSIGNED_FIRST.sub("", name))
    if not name or N_PRINTED.search(name):
        return tail.strip(" ()") or None
    name = (name + (tail if len(tail) < 16 and not re.search(r"\d", tail) else "")).strip()
    return name if len(name) <= _LONGEST else name[name.find(" ", len(name) - _LONGEST) + 1 :]


_LONGEST = 100  # characters of a name

# "|randomized to| 25 mg (n = 31) or 50 mg (n = 30)"
# "oral therapy with |zidolol|"
_THERAPY_WITH = re.compile(
    r"^(?:(?:oral|intravenous|topical|inhaled|subcutaneous|daily|long-term|short-term|medical|active|chronic) )?"
    r"(?:treatment|therapy|monotherapy|administration|supplementation) (?:with|of) (?:the |an? )?(?=[A-Za-z])",
    re.I,
)
_ASSIGNED_FIRST = re.compile(r"^(?:randomi[sz]ed|assigned|allocated|received|given)(?: to)?(?: receive)? (?=\d)")


@dataclass(slots=True)
class Bracket:
    """What stands around n = 24: the words ``inside`` its bracket before it and those ``outside`` before the bracket.

    ``group``: the name that goes with it; ``named``: the name stands beside n, so that n counts nobody else.
    """

    inside: str
    outside: str
    group: str | None
    named: bool


def read_bracket(count: Count) -> Bracket:
    """The group of an ``n = 24``: "A (n = 24)", "(A, n = 24; B, n = 25)", "(n = 24 A; n = 25 B)"."""
    before, after = count.before, count.after
    opening = open_bracket(before)
    inside = before[opening + 1 :].strip(" ,;:") if opening >= 0 else ""
    outside = before[:opening] if opening >= 0 else before
    if (arm := _IN_ARM.match(after)) is not None:
        return Bracket(inside, outside, arm["group"], True)
    if not inside and (how := _WITH_OR_NOT.search(outside[-9:])) and (what := _WITH_WHAT.match(after)) is not None:
        name = group_name(what["group"])
        if name is not None and (what["other"] or _other_way(count)):
            return Bracket(inside, outside, name if how["how"] == "with" else f"without {name}", True)
    # Within the bracket the name stands after the last semicolon or the last n.
    last = max(inside.rfind(";"), _last_size(inside))
    own = _LINKED.sub("", inside[last + 1 :].strip(" ,;:"))
    several = opening >= 0 and (last >= 0 or _ANOTHER.match(after) is not None) and not _DIGIT_FIRST.match(own)
    if _N_FIRST.match(inside):
        own = ""
    if not own and not _ENDS_IN_LABEL.search(outside.rstrip()[-24:]):
        follows = _FOLLOWS.match(after)
        if follows is not None and _DETAIL.match(follows["group"]) is None:
            return Bracket(inside, outside, group_name(follows["group"]), True)
    named = bool(own) and (several or not _is_detail(own, outside))
    if (served := _SERVED.match(after)) is not None:
        return Bracket(inside, outside, served["group"], named)
    if not named and (label := _LABEL_AFTER.match(after)) is not None:
        return Bracket(inside, outside, label["label"] or label["group"], False)
    if not named:
        nested = opening >= 0 and before[opening] == "[" and not _ENDS_IN_GROUP.search(outside.rstrip()[-24:])
        if nested and (outer := open_bracket(outside)) >= 0:
            # "the X group (Y given by a pump [n = 20])", but "(X [n = 20] or Y [n = 21])"
            another = N_PRINTED.search(outside[outer:]) or N_PRINTED.search(after.partition(")")[0])
            outside = outside[outer + 1 :] if another else outside[:outer]
        group = group_before(outside)
        if group is not None and own and " who " in group:
            return Bracket(inside, outside, own, False)  # "400 women who stayed on zidolol (Z-C, n = 200)"
        if (group is None or _NAMELESS.fullmatch(group)) and (given := _WAS_GIVEN.match(after)) is not None:
            group = group_name(given["group"]) or group
        return Bracket(inside, outside, group, False)
    if "group" in own or "Group" in own:
        return Bracket(inside, outside, re.sub(r"^[^,]*, ?(?=[^,]*\bgroup\b)", "", own), True)
    parts = [part for part in own.split(", ") if "=" not in part] or [own]
    return Bracket(inside, outside, parts[-1 if len(own) > 60 and "=" not in own else 0].split(",")[0], True)


# "with (n = 44) or |without (n = 46) zidolol|"
_WITH_OR_NOT = re.compile(r"\b(?P<how>with|without) $")
_WITH_WHAT = re.compile(
    r"\)(?P<other>,? (?:or|and|versus|vs\.?) (?:with|without) \([nN] ?= ?\d+\))? "
    r"(?P<group>(?!(?:who|were|was|had|in|at|on|for|during|to|and|or)\b)[A-Za-z][^;]{2,80})"
)


def _other_way(count: Count) -> bool:
    """Whether the count before stands with its "with" or "without" too."""
    left = count.previous
    return left is not None and left.form == "n" and _WITH_OR_NOT.search(left.before[-10:].rstrip("(")) is not None


def _last_size(words: str) -> int:
    """Where the last ``n = 24`` of some words ends, or -1."""
    return max((match.end() for match in N_PRINTED.finditer(words)), default=-1) if "=" in words else -1


# "(n = 28; group "G2x")", "(n = 25) (control group)"
_LABEL_AFTER = re.compile(
    r"[;,] group [\"']?(?P<label>[\w+-]{1,12})[\"']?\)"
    r"|\)[;,]? \((?P<group>(?:[\w+-]+ ){1,3}(?:group|arm)|[Gg]roup \w{1,3})\)"
)
# "(n = 94 |in the zidolol arm|; n = 88 in the control arm)"
_IN_ARM = re.compile(r" in (?:the )?(?P<group>[^;(),]{1,50}? (?:arm|group|cohort))\b(?=[;),]| [a-z]+ing\b| and n ?=)")
_LINKED = re.compile(r"^(?:and|or|vs\.?) ")
_ENDS_IN_LABEL = re.compile(rf"\b(?:group|arm)$|{_LABEL}$")
_ANOTHER = re.compile(r"[^()]{0,80}?\b[nN] ?= ?\d")
# "(- 1.4 kg, P = 0.02, n = 37)" is a result, "(0.5-mL dose, n = 37; ..." a name
_DIGIT_FIRST = re.compile(r"[+-]? ?[\d<>](?![\d.]*[ -](?:mg|g|mL|ml|IU|\u00b5g|ug|mcg)\b(?:$| dose))|$")
_N_FIRST = re.compile(r"[nN] ?=")
# "routine care (n = 30) served as the control group"
_SERVED = re.compile(r"\)? (?:only )?(?:as|served as|serving as|formed)(?: the| a)? (?P<group>[\w-]+ group)\b")
# "one group (n = 40) was given zidolol and the other (n = 42) received placebo"
_NAMELESS = re.compile(
    r"(?:the )?(?:(?:one|other|another|remaining)(?: group| arm| one| half)?|first|second|third|half|rest|remainder"
    r"|group)",
    re.I,
)
_WAS_GIVEN = re.compile(
    r"\)?,? (?:(?:was|were) (?:given|administered|treated (?:with|by)|assigned to|allocated to|prescribed|offered)"
    r"|received|underwent|took|used|got|to) (?P<group>[^;]{2,80})"
)
# "n=264, ABP 501; n=262 adalimumab", "n = 55 oral health group;"
_FOLLOWS = re.compile(r",? (?P<group>(?![pP] ?[=<>])[A-Za-z][^;()\n]{0,60}?)(?=[;)]| and n ?=|, n ?=)")
_DETAIL = re.compile(r"(?:mean|median|aged?|range|male|female|all|each|of|in)\b|[^;)]*\d ?(?:\u00b1|%)")


_ENDS_IN_GROUP = re.compile(rf"\b(?:group|arm|cohort)$|{_LABEL}$|\b(?:condition|program|programme)$")
_NAMES_FOLLOW = re.compile(
    r"(?:included|randomi[sz]ed|assigned|enrolled|groups|groups?:|evaluated|studied|analy[sz]ed|arms|patients"
    r"|participants|treatments?)$"
)


# "a walking group (control group, n = 22)"
_ROLE_GROUP = re.compile(
    r"(?:control|experimental|intervention|study|treatment|comparison|placebo) (?:group|arm)\b", re.I
)


_OF_DETAIL = re.compile(r"\bdoses?\b|respectively|^[+-]? ?[\d<>\u2264\u2265]|\bage[ds]?\b|\bmean\b|\bmedian\b")


def _short_for(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in the words before its bracket, in order."""
    at, lower = -1, long.lower()
    return not any(letter.isalpha() and (at := lower.find(letter, at + 1)) < 0 for letter in short.lower())


def _is_detail(words: str, outside: str) -> bool:
    """Whether the words in the bracket only explain the name before it: an abbreviation, a dose, an age."""
    outside = outside.rstrip()[-40:]
    if _ENDS_IN_GROUP.search(outside):
        return _LABEL_LAST.search(outside) is not None or _ROLE_GROUP.match(words) is None
    if re.match(_LABEL, words):
        return False
    if re.match(r"^[A-Z][A-Za-z0-9/+-]{0,9}$", words):
        if not words[1:].islower() and not _short_for(words, group_before(outside) or outside):
            return False  # "followed by FAC (T/FAC, n = 40)", "stopped zidolol at 4 years in ZORE (ZID-D, n = 40)"
        # "print-delivered basic (PB; n = 9)" explains; "included (CPM, n = 7" names.
        return not _NAMES_FOLLOW.search(outside)
    return _OF_DETAIL.search(words) is not None


# "55 and 52 subjects were assigned to A and B, respectively", "(518 and 571 from A and B schools, respectively)"
RESPECTIVELY = re.compile(
    r"[^.;()]{0,80}?\b(?:to|in|into|from|received|receiving|with"
    r"|on) (?:the )?(?P<first>[^.;,()]{2,50}?) and (?:the )?(?P<second>[^.;,()]{2,50}?),? respectively"
)
PAIR_GAP = re.compile(r" (?:and|vs\.?|versus) ")
