"""By which route a dose is given, in the words of the text: "orally", "IV", "through a paravertebral catheter"."""

from __future__ import annotations

import re
from functools import lru_cache

# The words of each route: short ones as printed, the others without regard to case and hyphens.
_ROUTES: dict[str, str] = {
    "iv": "IV iv i.v i.v. intravenous intravenously infused infusion infusions PCA IV-PCA",
    "oral": "PO po p.o p.o. oral orally peroral perorally per-os by-mouth per-oral",
    "sc": "SC sc s.c s.c. SQ subcut subcutaneous subcutaneously",
    "im": "IM im i.m i.m. intramuscular intramuscularly",
    "intrathecal": "IT intrathecal intrathecally",
    "epidural": "epidural epidurally",
    "caudal": "caudal caudally",
    "spinal": "spinal spinally",
    "intraperitoneal": "IP i.p i.p. intraperitoneal intraperitoneally",
    "inhaled": "inhaled inhalation inhalations inhaler MDI DPI nebulized nebulised nebulizer nebuliser aerosolized"
    " aerosolised inhalative nebulization nebulisation"
    " handihaler respimat turbuhaler",
    "intranasal": "intranasal intranasally nasal nasally nostril",
    "topical": "topical topically cutaneous-patch ointment cream lotion shampoo",
    "ophthalmic": "ophthalmic eye-drops eye-drop",
    "transdermal": "transdermal transdermally patch",
    "rectal": "rectal rectally per-rectum suppository suppositories",
    "vaginal": "vaginal vaginally intravaginal intravaginally",
    "sublingual": "sublingual sublingually",
    "buccal": "buccal buccally",
    "intravitreal": "intravitreal intravitreally",
    "intra-articular": "intraarticular intraarticularly",
    "intradermal": "intradermal intradermally ID",
    "intralesional": "intralesional intralesionally",
    "intra-arterial": "intraarterial intraarterially",
    "intracameral": "intracameral intracamerally",
    "intravesical": "intravesical intravesically",
    "intratympanic": "intratympanic",
    "intratracheal": "intratracheal intratracheally",
    "intrauterine": "intrauterine",
    "intraosseous": "intraosseous",
    "periprostatic": "periprostatic",
    "periarticular": "periarticular periarticularly",
    "peribulbar": "peribulbar",
    "retrobulbar": "retrobulbar",
    "intrapleural": "intrapleural intrapleurally",
    "intracoronary": "intracoronary",
    "intracavernosal": "intracavernosal intracavernous",
    "enteral": "enteral enterally nasogastric nasogastrically",
    "perineural": "perineural perineurally",
    "subconjunctival": "subconjunctival subconjunctivally",
    "local infiltration": "local-infiltration",
}  # fmt: skip
_ROUTE_OF = {word.replace("-", ""): route for route, words in _ROUTES.items() for word in words.split()}
ROUTE_WORD = re.compile(r"[A-Za-z][A-Za-z.-]*")
_FIRST_OF_TWO = frozenset(("per", "by", "local", "eye", "cutaneous"))


@lru_cache(maxsize=8192)
def _may_be_route(word: str) -> bool:
    """Whether a route can begin with this word: most words are no route, and are met again and again."""
    bare = word.rstrip(".")
    lower = word.lower().replace("-", "").rstrip(".")
    return (
        bare in _ROUTE_OF
        or word in _ROUTE_OF
        or word[:-1] in _ROUTE_OF
        or lower in _ROUTE_OF
        or lower in _FIRST_OF_TWO
        or lower in _BLOCKS
        or _SITE.fullmatch(lower) is not None
    )


# A place of the body said by an adjective, which is a route where something is put there: "peritubal injection",
# "intratumorally", "through a paravertebral catheter"; "supraclavicular brachial plexus block" and "femoral nerve
# block" are routes as a whole.
_SITE = re.compile(
    r"(?P<place>(?:intra|peri|para|supra|infra|retro|sub|trans|inter|pre)"
    # "prenatal administration" is no place, nor is "subtherapeutic", "periodic", "translational"
    r"(?!nat|od|proc|surg|hosp|prand|clin|an?esth|med|dialy|stant|oper|opt|ther|phys|max|dox|sit|lyt|vir|it|lat|fus"
    r"|plant|ind|cell|disc)[a-z]{2,20}(?:al|ar|ic|ous|ine|ene))(?P<adverb>ly)?"
)
_PUT_THERE = re.compile(
    r"[ \n](?:[a-z]{3,15} )?(?:injections?|infusions?|instillations?|irrigation|infiltration|administration|catheters?"
    r"|bolus|needle)\b"
)
_BLOCKS = frozenset(("block", "blocks"))
_BLOCKED = re.compile(
    r"\b(?:(?P<plexus>[a-z]{4,20}) (?:brachial )?plexus|(?P<nerve>[a-z]{4,20}(?: [a-z]{4,20}(?:al|ar|ic|ve))?) nerve"
    r"|(?P<plane>[a-z]{4,20} [a-z]{4,20}) plane|(?P<site>(?:supra|infra|inter|para|peri|retro|sub)[a-z]{4,20}))"
    r"(?: \([A-Z]{2,6}\))? $",
    re.I,
)
# "bilateral periprostatic nerve block", "guided femoral nerve block": the first word tells no place
_NO_PLACE = re.compile(r"(?:bilateral|unilateral|peripheral|ultrasound|guided|single|continuous|regional|local|with) ?")


# Before "plexus block": "supraclavicular", "lumbar", not "during brachial", nor "brachial" alone, which is no way in
_PLACED = re.compile(r"(?!brachial$)[a-z]+(?:al|ar|ary|ic|ine|ene)")


def _site_at(text: str, match: re.Match[str], lower: str) -> tuple[str, int] | None:
    """The route that an adjective of place, or a block of some nerve, tells with the words around it."""
    if lower in _BLOCKS:
        found = _BLOCKED.search(text, max(0, match.start() - 60), match.start())
        if found is None:
            return None
        place = _NO_PLACE.sub("", next(word for word in found.groups() if word).lower())
        if not place or (found["plexus"] and not _PLACED.fullmatch(place)):
            return None
        if place.startswith(("peri", "para", "retro", "sub")):
            return place, match.end()
        between = " nerve" if found["nerve"] else " plane" if found["plane"] else ""
        return f"{place}{between} block", match.end()
    site = _SITE.fullmatch(lower)
    if site is None or not (lower.startswith("intra") if site["adverb"] else _PUT_THERE.match(text, match.end())):
        return None
    return site["place"], match.end()


# "rectal cancer", "oral glucose tolerance", "vaginal delivery", "spinal surgery": what is ill, tested or operated on
_NO_WAY = re.compile(
    r" (?:cancer|carcinoma|tumou?r|cord|surg|fusion|injur|stenosis|deliver|birth|hysterectomy|mucos|hygiene|cavity"
    r"|health|lichen|polyp|congest|symptom|bleed|examin|discharge|atrophy|dryness|obstruct|septum|swab|flora|pain"
    r"|infection|submucous|leuk|(?:glucose )?toleran)"
)
_LABELLED = re.compile(r"\b(?:iii|III)\)")


def route_at(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    """The route that a word of the text begins, and where its words end; None where it begins none."""
    word = match.group()
    if not _may_be_route(word):
        return None
    end = match.end()
    if text[end : end + 1] == ")" and _LABELLED.search(text, max(0, match.start() - 400), match.start()):
        return None  # "(iv) zidolol", "III) ... IV) ...": the fourth of a list
    if word.endswith(".") and word.count(".") == 1:
        word, end = word[:-1], end - 1
    if len(word) <= 4 and (route := _ROUTE_OF.get(word) or _ROUTE_OF.get(word.rstrip("."))):
        return route, end
    lower = word.lower().replace("-", "").rstrip(".")
    if len(lower) > 3 and (route := _ROUTE_OF.get(lower)):
        if _NO_WAY.match(text, end):
            return None
        return route, end
    if (site := _site_at(text, match, lower)) is not None:
        return site
    second = ROUTE_WORD.match(text, end + 1) if lower in _FIRST_OF_TWO else None
    if second is not None:
        route = _ROUTE_OF.get(lower + second.group().lower())
        if route:
            return route, second.end()
    return None


# "epidural infusion", "intrauterine infusion": the first word tells the route
_MEANS = frozenset("infusion infusions infused pca".split())


def find_routes(text: str, start: int, stop: int) -> list[tuple[int, int, str]]:
    """The routes between two places of the text, each with its span."""
    out: list[tuple[int, int, str]] = []
    for match in ROUTE_WORD.finditer(text, start, stop):
        found = route_at(text, match)
        if found is None:
            continue
        if found[0] == "iv" and out and match.start() - out[-1][1] == 1 and match.group().lower() in _MEANS:
            continue
        out.append((match.start(), found[1], found[0]))
    return out
