"""Phrases that tell people by what they were given or by what they have: "those treated with |X|"."""

from __future__ import annotations

import re

_PEOPLE = (
    r"(?:patients|participants|subjects|women|men|children|infants|pregnancies|individuals|people|those|cases"
    r"|recipients|controls|adults|students|girls|boys|mothers|neonates|newborns|adolescents|animals|rats|mice|nurses"
    r"|residents|employees|workers|volunteers|athletes|pupils|caregivers|families|survivors|persons|users|smokers)"
)
# From people to what they were given.
_GIVING = (
    r"(?:(?:(?:who|that)[ ](?:(?:were|was)[ ])?)?(?:treated[ ](?:with|by|using)"
    r"|(?:randomly[ ])?(?:randomi[sz]ed|assigned|allocated)(?:[ ]to)?|exposed[ ]to"
    r"|given|fed|offered|taught[ ](?:by|with)|(?:vaccinated|immuni[sz]ed|managed|supplemented|injected)[ ]with)"
    r"|receiving|taking|undergoing|following|using"
    r"|(?:who|that)[ ](?:received|took|underwent|used))[ ](?:(?:the|an?|receive)[ ]){0,2}"
)
_BRACKET = r"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?[ ]"
# "92% of those randomized to |X| were"
GIVEN = re.compile(
    rf"{_BRACKET}(?:(?:[a-z]{{4,12}}[ ])?(?:of|in|among|for)[ ])?(?:the[ ]|those[ ])?(?:\d{{1,5}}[ ])?"
    rf"(?:(?:{_PEOPLE}[ ])?{_GIVING}|(?:recipients|users)[ ]of[ ](?:the[ ])?)"
)
# "22% of patients who received |X| (13/58)": within the value itself
GIVEN_INSIDE = re.compile(rf"[ ]{_PEOPLE}[ ]{_GIVING}")
# "12% of |those with diabetes|", "three of four |seronegative patients with seropositive donors|": a part of the
# population by a characteristic.
DESCRIBED = re.compile(
    rf"{_BRACKET}(?:(?:of|in|among|for)[ ])?(?:the[ ])?"
    rf"(?P<name>(?:(?!patients|these|all)[a-z-]{{3,20}}[ ])?{_PEOPLE}[ ](?:with(?:out)?|whose|who[ ](?:were|had|are"
    rf"|have|did)|(?:younger|older)[ ]than|born|exposed"
    rf"|on|not|having|aged)[ ][^.,;:()\[\]%=]{{2,80}}?)(?=[ ](?:had|were|was|developed|showed|experienced|achieved"
    rf"|reported|died|received|in[ ]comparison|as[ ]against|compared|versus|vs|than|while|whereas|and[ ]\d[\d.]*"
    rf"|and[ ](?:in|one|two|three|four|five"
    rf"|six|seven"
    rf"|eight|nine|ten)\b|responded|completed|at|after|during|who|as)\b|[.,;:()\[]|$)"
)
# "23% for 52 |X|-treated patients", "8 out of 11 |X|-alone treated patients"
X_TREATED = re.compile(
    rf"{_BRACKET}(?:(?:of|in|among|for)[ ])?(?:the[ ])?(?:\d+[ ])?"
    rf"(?P<name>(?:[A-Za-z][\w/+-]{{1,24}}[ ])?[A-Za-z][\w/+-]{{1,24}}?)[ -]treated[ ]{_PEOPLE}\b"
)
# "five |intervention| patients"
OWN_KIND = re.compile(
    r"[ ](?P<name>intervention|control|placebo|(?:[A-Za-z][\w/+-]{1,24}[ -])?treated|untreated|vaccinated|unvaccinated"
    rf"|[A-Z]{{2,5}})[ ](?:group[ ])?{_PEOPLE}$"
)
# Of which the words before a value must hold one for LED: cheap to look for.
LED_STEMS = (
    *(" with ", "receiv", " given ", "treated ", "assigned ", "allocated ", "randomi", "underg", "underw", "exposed "),
    *(" on ", "taught ", " fed ", " took ", "taking ", "using ", " used ", "following ", "offered "),
)
# "In 33 pregnancies associated with |X|, 11 ...", "and of 16 patients that received |X|, ...", "women given |X| had"
LED = re.compile(
    r"(?:[.;,:\n(][ ]|\n|[ ]and[ ]|[ ]but[ ]|whereas[ ]|while[ ])(?:and[ ])?"
    r"(?:(?P<of>[Oo]f|[Ii]n|[Aa]mong|[Ff]or)[ ])?"
    rf"(?:[Tt]he[ ])?(?:\d+[ ])?(?i:{_PEOPLE})[ ]"
    rf"(?:(?P<given>{_GIVING})|(?:associated with|with|on)[ ](?:the[ ]|an?[ ])?)"
    r"(?P<name>[^,;:.()]{2,60}?)(?:,[ ]|(?=[ ](?:it|had|have|has|was|were|lost|gained|showed|experienced|achieved"
    r"|developed|reported|required|scored|improved|reached|recovered|weighed|completed|of[ ]\d)[ ]?))"
)
# "17 |men with gout| (aged 54 years, 91 kg) and 12 |lean controls| (47 years, 68 kg)": what their brackets are of
_KIND = rf"(?:[A-Za-z][A-Za-z-]*[ ]){{0,3}}{_PEOPLE}(?:[ ](?:with|without|who)[ ][^.;()\d]{{2,60}}?)?"
_HOW_MANY = r"(?<![\w.-])(?:\d{1,4}|[A-Za-z]{3,9}(?:-[a-z]{3,5})?)[ ]"
TWO_KINDS = re.compile(
    rf"{_HOW_MANY}(?P<one>{_KIND})[ ]\((?P<of_one>[^()]{{3,150}})\),?"
    r"[ ](?:and|with|to|versus|vs\.?|(?:were[ ])?compared[ ](?:with|to))[ ]"
    rf"{_HOW_MANY}(?P<two>{_KIND})[ ]\((?P<of_two>[^()]{{3,150}})\)"
)
# "12% |vaccinated| and 34% |unvaccinated| children": kinds of the same people, each right behind its value
_KIND_FIRST = re.compile(r"[ ](?:of[ ])?(?P<name>[a-z][a-z-]{2,15})[ ](?:and|or|vs\.?|versus|but)[ ](?:only[ ])?")
_KIND_LAST = re.compile(rf"[ ](?:of[ ])?(?P<name>[a-z][a-z-]{{2,15}})[ ](?:[a-z-]{{3,14}}[ ])?{_PEOPLE}(?![a-z])")


def kind_of_people(text: str, spans: list[tuple[int, int]], at: int) -> str | None:
    """The kind of people that value ``at`` tells of, where the value beside it tells of another kind of the same."""
    if at + 1 < len(spans) and spans[at + 1][0] - spans[at][1] < 36:
        first = _KIND_FIRST.fullmatch(text, spans[at][1], spans[at + 1][0])
        if first and _KIND_LAST.match(text, spans[at + 1][1]):
            return first.group("name")
    if at and _KIND_FIRST.fullmatch(text, spans[at - 1][1], spans[at][0]):
        last = _KIND_LAST.match(text, spans[at][1])
        return last.group("name") if last else None
    return None
