"""What estimates are called, and where a text names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.cleaning.words import TextWords
from trialfacts.document import Document

# What makes a single letter a name: its value comes next, "B = -0.4", "MD of 2", "B (95% CI): -0.4".
_ITS_VALUE = r"(?=(?: ?[\[(](?:9\d ?% ?)?CI[\])])? ?(?:[=:,]|of|was)? ?[-+]?[€$£]?[\d.])"
_HEADER = r"(?= [\[(](?:9\d ?% ?)?CI[\])] ?[=:,]? ?[-+]?[\d.])"
# What an estimate is called: a literal that must be in the text, how far back the name may begin, the name itself.
# "(?:...)" before the literal is optional: "adjusted odds ratio", "aOR".
_NAMES: tuple[tuple[str, int, str, re.Pattern[str]], ...] = tuple(
    (literal, back, kind, re.compile(pattern))
    for literal, back, kind, pattern in (
        ("dds ratio", 1, "OR", r"[oO]dds ratios?"),
        ("dds-ratio", 1, "OR", r"[oO]dds-ratios?"),
        ("azard-ratio", 1, "HR", r"[hH]azard-ratios?"),
        ("dds Ratio", 1, "OR", r"[oO]dds Ratios?"),
        ("azard ratio", 1, "HR", r"[hH]azard ratios?"),
        ("azards ratio", 1, "HR", r"[hH]azards ratios?"),
        ("azard Ratio", 1, "HR", r"[hH]azard Ratios?"),
        ("azard rate ratio", 1, "HR", r"[hH]azard rate ratios?"),
        ("isk ratio", 1, "RR", r"[rR]isk ratios?"),
        ("isk Ratio", 1, "RR", r"[rR]isk Ratios?"),
        ("elative risk", 1, "RR", r"[rR]elative risks?(?! reduction)"),
        ("elative Risk", 1, "RR", r"[rR]elative Risks?(?! [rR]eduction)"),
        ("elative hazard", 1, "HR", r"[rR]elative hazards?(?! reduction)"),
        ("elative odds", 1, "OR", r"[rR]elative odds"),
        ("revalence ratio", 1, "RR", r"[pP]revalence ratios?"),
        ("PR", 0, "RR", r"(?<![A-Za-z])a?PRs?(?=,? ?[=:]? ?\d\.\d{1,3}[;,]? ?[(\[]?9[05] ?%)"),
        # "the odds of relapse were 1.4 (95% CI": those of one group over the other's
        (
            "dds ",
            1,
            "OR",
            r"[oO]dds(?= (?:of|for|with|that) [^.;()\d]{2,70} (?:was|were) \d{1,2}\.\d{1,3}(?: times)? ?[(\[])",
        ),
        ("ate ratio", 20, "IRR", r"(?:[iI]ncidence[ -])?[rR]ate ratios?"),
        ("ate Ratio", 20, "IRR", r"(?:[iI]ncidence )?[rR]ate Ratios?"),
        ("density ratio", 10, "IRR", r"[iI]ncidence density ratios?"),
        ("OR", 3, "OR", r"(?:(?<![A-Za-z])(?:[aApc]|[Aa]dj)|(?<![A-Zb-z]))ORs?(?![A-Za-z-])"),
        ("HR", 1, "HR", r"(?:(?<![A-Za-z])[asA]|(?<![A-Zb-rt-z]))HRs?(?![A-Za-z-])"),
        ("RR", 1, "RR", r"(?:(?<![A-Za-z])[aA]|(?<![A-Zb-z]))RRs?(?![A-Za-rt-z])"),
        ("IRR", 1, "IRR", r"(?:(?<![A-Za-z])[aA]|(?<![A-Zb-z]))IRRs?(?![A-Za-z])"),
        ("SMD", 0, "SMD", r"SMDs?(?![A-Za-z])"),
        ("tandardized mean diff", 1, "SMD", r"[sS]tandardized mean differences?"),
        ("tandardised mean diff", 1, "SMD", r"[sS]tandardised mean differences?"),
        ("Cohen", 0, "SMD", r"Cohen'?s d(?![a-z])|Cohen d(?![a-z])"),
        ("dized effect", 9, "SMD", r"[sS]tandardized effects?(?= (?:of |was )?-?\d?\.\d)"),
        ("dised effect", 9, "SMD", r"[sS]tandardised effects?(?= (?:of |was )?-?\d?\.\d)"),
        ("ffect size", 1, "SMD", r"[eE]ffect sizes?"),
        ("ES", 0, "SMD", r"(?<![A-Za-z])ES(?= ?[=:] ?-?[\d.]| -?[01]?\.\d)"),
        ("d =", 0, "SMD", r"(?<![A-Za-z0-9'])d(?= = -?[\d.])"),
        ("d was", 0, "SMD", r"(?<![A-Za-z0-9'])d(?= was -?[01]?\.\d)"),
        ("d >", 0, "SMD", r"(?<![A-Za-z0-9'])d(?= > 0?\.)"),
        ("d=", 0, "SMD", r"(?<![A-Za-z0-9'])d(?==-?[\d.])"),
        ("g=", 0, "SMD", r"(?<![A-Za-z0-9'])(?<!\d )g(?==-?[01]?\.\d)"),
        ("g =", 0, "SMD", r"(?<![A-Za-z0-9'])(?<!\d )g(?= = -?[01]?\.\d)"),
        ("Hedge", 0, "SMD", r"Hedges?'?s?'? g(?![a-z])"),
        ("isk difference", 1, "RD", r"[rR]isk differences?"),
        ("ate difference", 1, "RD", r"(?<!heart )(?<!pulse )(?<!-)[rR]ate differences?"),
        ("elative reduction", 1, "other", r"[rR]elative reductions?(?= (?:of|was) \d[\d.]{0,4} ?% ?[(\[])"),
        ("isk reduction", 10, "RD", r"[aA]bsolute risk reduction"),
        ("isk increase", 10, "RD", r"[aA]bsolute risk increase"),
        ("xcess risk", 10, "RD", r"[aA]bsolute excess risk|[eE]xcess risk(?=[^;()]{1,60} ?[(\[]9[05] ?%)"),
        ("bsolute ", 1, "RD", r"[aA]bsolute (?:reduction|increase|benefit)s?(?=(?: of| was|:|,)? \d[\d.]{0,5} ?%)"),
        ("RD", 1, "RD", r"(?<![A-Za-z])[aA]?RD(?= ?(?:[=:,]|was|of)? ?-?[\d.])"),
        ("incidence ratio", 14, "other", r"[sS]tandardi[sz]ed incidence ratios?"),
        ("mortality ratio", 14, "other", r"[sS]tandardi[sz]ed mortality ratios?"),
        ("fraction", 11, "other", r"[pP]revent(?:ive|ed) fractions?"),
        ("GM", 0, "other", r"(?<![A-Za-z])GM[TC]?R?s? ratios?"),
        ("Spearman", 0, "r", r"Spearman(?:'s)?(?: (?:r|rho|coefficient))?(?= ?[=:]? ?[-+]?0?\.\d)"),
        ("Pearson", 0, "r", r"Pearson(?:'s)?(?: (?:r|coefficient))?(?= ?[=:]? ?[-+]?0?\.\d)"),
        ("oef", 1, "beta", r"(?<![A-Za-z])[cC]oeff?\.(?= ?[=:]? ?[-+]?[\d.])"),
        ("isk reduction", 10, "other", r"(?:[rR]elative )risk reduction"),
        (
            "umber needed to",
            1,
            "other",
            r"[nN]umber needed to (?:treat|harm|screen|vaccinate|test|invite|immuni[sz]e)"
            r"(?: to (?:prevent|avoid|achieve|obtain) (?:1|one) [a-z -]{3,70}(?= (?:was|is|of)\b))?",
        ),
        ("Cronbach", 0, "other", r"Cronbach'?s? (?:alphas?|\u03b1)(?: coefficients?| estimates?)?"),
        ("lope", 1, "beta", r"(?<![a-zA-Z])[sS]lopes?(?= (?:of|was|=) ?-?[\d.])"),
        ("umbers needed to", 1, "other", r"[nN]umbers needed to (?:treat|harm)"),
        ("NN", 0, "other", r"(?<![A-Za-z])NN[TH](?![A-Za-z])"),
        ("nteraction term", 1, "other", r"[iI]nteraction term"),
        # "\u03b7 2", "\u03b7p\u00b2", "\u03b7 p 2": the exponent and the index, printed apart
        ("\u03b7", 0, "other", r"\u03b7 ?(?:[pP] ?)?[2\u00b2] ?[pP]?(?= ?= ?)"),
        ("RRR", 0, "other", r"(?<![A-Za-z])RRR(?= ?[=:,]? ?(?:of |was )?-?[\d.])"),
        ("ICER", 0, "other", r"ICERs?(?= (?:of |was |(?:rose|fell) to )?-?(?:[A-Z]{1,3})?[€$\u00a3])"),
        (
            "ncremental cost per",
            1,
            "other",
            r"[iI]ncremental costs? per (?:QALY|DALY|quality-adjusted life[- ]year)(?: gained)?"
            r"(?= (?:of |was )?-?(?:[A-Z]{1,3})?[€$\u00a3])",
        ),
        ("ffectiveness ratio", 22, "other", r"(?:[iI]ncremental )?[cC]ost[- ]effectiveness ratios?"),
        ("ta squared", 10, "other", r"(?:[pP]artial )?[eE]ta squared"),
        ("AUC", 0, "other", r"AUCs?(?:-values?)?(?=,? (?:of |was |were |= ?)?0?\.\d)"),
        ("AUC", 0, "other", r"AUCs?(?= (?:of|for) [^;\d]{3,70} (?:was|were) 0?\.\d)"),
        (
            "rea under the",
            1,
            "other",
            r"[aA]reas? under the [A-Za-z -]{0,40}curves?(?: \(A[A-Z-]{1,6}\))?"
            r"(?=,? (?:of |was |were |= ?|(?:rose|improved|increased|fell) from |(?:of|for) [^.;()\d]{3,70} (?:was"
            r"|were) )?"
            r"0?\.\d{2,4}"
            r"(?!\d| ?[A-Za-z\u00b5]{1,5}[./*]))",
        ),
        ("AUROC", 0, "other", r"AUROCs?(?= (?:of |was |= ?)?0?\.\d)"),
        (
            "statistic",
            2,
            "other",
            r"(?<![A-Za-z])[cC][- ]statistics?(?=(?: (?:of|for|with) [^.;:()\d]{3,50})?:?"
            r" (?:of |was |were |= ?|(?:rose|improved|increased|fell) from )?0?\.\d)",
        ),
        (
            "-index",
            1,
            "other",
            r"[cC]-index(?=:? (?:of |was |= ?)?0?\.\d| was [a-z]+(?:er|est) (?:[^;.\d()]{2,80})?\(0?\.\d)",
        ),
        ("around ratios", 0, "other", r"around ratios"),
        ("appa", 1, "other", r"(?<![A-Za-z])[kK]appa(?: (?:value|coefficient|statistic|index))?s?(?![A-Za-z])"),
        ("\u03ba", 0, "other", r"\u03ba(?= ?[=:] ?)"),
        ("ICC", 0, "other", r"(?<![A-Za-z])ICCs?(?![A-Za-z])"),
        ("CCC", 0, "other", r"(?<![A-Za-z])CCC(?![A-Za-z])"),
        ("concordance correl", 0, "other", r"concordance correlation coefficient"),
        ("correlation coefficient", 11, "r", r"(?<!concordance )(?<!intraclass )correlation coefficients?"),
        # "correlations between X and Y were 0.45": a coefficient by its size
        (
            "orrelation",
            1,
            "r",
            r"[cC]orrelations?(?= (?:(?:between|of|with) [^.;()\d]{3,80} )?(?:was|were|of) -?0?\.\d)",
        ),
        ("intraclass correl", 0, "other", r"intraclass correlation(?: coefficient)?s?"),
        ("reatment ratio", 1, "other", r"[tT]reatment ratios?"),
        ("mean ratio", 10, "other", r"(?:[gG]eometric )?mean ratios?"),
        ("ratio", 30, "other", r"(?:[gG]eometric )(?:LS |least[ -]squares )?mean (?:[a-z]+ ){1,3}ratios?"),
        ("atio of", 1, "other", r"[rR]atio of (?:the )?(?:(?:geometric|adjusted|least[ -]squares?|LS) ){1,3}means?"),
        ("atios of", 1, "other", r"[rR]atios of (?:the )?(?:(?:geometric|adjusted|least[ -]squares?|LS) ){1,3}means?"),
        ("r =", 1, "r", r"(?<![A-Za-z0-9])r(?= = ?[-+]?[\d.])|(?<![A-Za-z])Rr(?= = )"),
        ("r=", 0, "r", r"(?<![A-Za-z0-9])r(?== ?[-+]?[\d.])"),
        ("2 =", 2, "other", r"(?<![A-Za-z0-9])[Rr] ?[2\u00b2](?= = ?-?(?:0?\.|[0-9.]+ ?%))"),
        ("2=", 2, "other", r"(?<![A-Za-z0-9])[Rr] ?[2\u00b2](?== ?-?(?:0?\.|[0-9.]+ ?%))"),
        ("s =", 2, "r", r"(?<![A-Za-z0-9])(?:r ?s|R ?s)(?= = ?-?0?\.)"),
        ("s=", 2, "r", r"(?<![A-Za-z0-9])(?:r ?s|R ?s)(?== ?-?0?\.)"),
        ("R =", 0, "r", r"(?<![A-Za-z0-9])R(?= = [-+]?0?\.)"),
        ("R=", 0, "r", r"(?<![A-Za-z0-9])R(?== ?[-+]?0?\.)"),
        ("rho", 0, "r", r"(?<![A-Za-z])rho(?= ?[=:] ?| (?:of|was|between) | -?0?\.\d)"),
        ("Kendall", 0, "r", r"Kendall'?s? (?:tau|\u03c4)(?:[- ]?[bc])?(?![a-z])"),
        ("hi =", 1, "other", r"(?<![A-Za-z])[Pp]hi(?= = 0?\.)"),
        ("hi=", 1, "other", r"(?<![A-Za-z])[Pp]hi(?==0?\.)"),
        ("c =", 0, "other", r"(?<![A-Za-z0-9'])c(?= = 0?\.[5-9])"),
        ("c=", 0, "other", r"(?<![A-Za-z0-9'])c(?==0?\.[5-9])"),
        ("Cramer", 0, "other", r"Cramer'?s? (?:V|\u03c6)(?![a-z])"),
        ("\u03c1", 0, "r", r"\u03c1(?= ?[=:] ?)"),
        ("\u03b2", 0, "beta", r"\u03b2(?: estimates?)?(?= ?[=:,]? ?-? ?[\d.]| (?:of|was) -?[\d.])|\u03b2" + _HEADER),
        # "\u03b2 A - \u03b2 B = 0.4", "\u03b1 A = +1.2": with the subscript of an arm
        ("\u03b2 ", 0, "beta", r"\u03b2 [A-Z]{1,4}(?: - \u03b2 [A-Z]{1,4})?(?= ?= ?[-+]?[\d.])"),
        ("\u03b1 ", 0, "beta", r"\u03b1 [A-Z]{1,4}(?: - \u03b1 [A-Z]{1,4})?(?= ?= ?[-+]?[\d.])"),
        ("eta", 1, "beta", r"(?<![A-Za-z-])[bB]eta(?: coefficient)?(?= ?[=:,]? ?-?[\d.]| (?:of|was) -?[\d.])"),
        ("ensitivity", 1, "accuracy", r"(?<!nsulin )(?<!ontrast )(?<!entin )(?<!ooth )(?<!reflex )[sS]ensitivity"),
        ("pecificity", 1, "accuracy", r"[sS]pecificity"),
        ("fficacy", 1, "accuracy", r"[eE]fficacy(?= against )"),
        (
            "fficacy",
            1,
            "accuracy",
            r"[eE]fficacy(?= (?:was|of|dropped to|fell to|declined to|rose to) [\d.]{1,5} ?%"
            r" ?[(\[](?:9[05] ?% ?C|-?[\d.]{1,5} ?%?(?:-| to )))",
        ),
        ("fficacy", 20, "accuracy", r"(?:[vV]accine|[pP]rotective) efficacy"),
        ("ffectiveness", 12, "accuracy", r"(?:[vV]accine|[pP]rotective) effectiveness"),
        ("redictive value", 10, "accuracy", r"(?:[pP]ositive |[nN]egative )[pP]redictive values?"),
        ("ccuracy", 20, "accuracy", r"(?:[bB]alanced[ -]|[dD]iagnostic |[oO]verall |[cC]lassification )?[aA]ccuracy"),
        ("PPV", 0, "accuracy", r"(?<![A-Za-z])PPVs?(?![A-Za-z])"),
        ("NPV", 0, "accuracy", r"(?<![A-Za-z])NPVs?(?![A-Za-z])"),
        ("VE", 0, "accuracy", r"(?<![A-Za-z])VE(?![A-Za-z])"),
        ("egression coefficient", 1, "beta", r"[rR]egression coefficients?"),
        ("B=", 0, "beta", r"(?<![A-Za-z0-9-])B(?==-?[\d.])"),
        ("B =", 0, "beta", r"(?<![A-Za-z0-9-])B(?= = ?-?[\d.])"),
        ("B -", 0, "beta", r"(?<![A-Za-z0-9-])B(?= -[\d.])"),
        *(
            (f"{letter} {opening}", 0, "beta", rf"(?<![A-Za-z0-9-]){letter}" + _HEADER)
            for letter in "Bb"
            for opening in "(["
        ),
        ("b =", 0, "beta", r"(?<![A-Za-z0-9-])b(?= = ?-?[\d.])"),
        ("b=", 0, "beta", r"(?<![A-Za-z0-9-])b(?==-?[\d.])"),
        ("MD", 0, "MD", r"(?<![A-Za-z])MDs?" + _ITS_VALUE),
        (
            "MD",
            0,
            "MD",
            r"(?<![A-Za-z])MDs?(?= (?:at|in|for|between|of) [^.;:()]{3,50}: -?[\d.]{1,6}[^.;()\d]{0,14} ?[(\[])",
        ),
        ("Diff", 3, "MD", r"(?:[Aa]dj)Diff(?= ?[=:,]? ?-?[\d.])"),
        ("WMD", 0, "MD", r"(?<![A-Za-z])WMD(?![A-Za-z])"),
        ("LSMD", 0, "MD", r"(?<![A-Za-z])LSMD(?![A-Za-z])"),
        ("ean difference", 15, "MD", r"(?<![a-z])(?:weighted |adjusted )?(?:least[ -]squares )?[mM]ean differences?"),
        ("ean Difference", 1, "MD", r"[mM]ean Differences?"),
        ("between-group difference", 5, "MD", r"(?:mean )?between-group differences?"),
        ("between group difference", 14, "MD", r"(?:adjusted )?(?:mean )?between group differences?"),
        ("reatment difference", 1, "MD", r"[tT]reatment differences?"),
        ("treatment effect", 0, "MD", r"treatment effect"),
    )
)
# What a short form that the text defines is an estimate of, by the last words of its long form.
_LONG_FORMS = {
    "effect": "MD", "difference": "MD", "correlation": "r", "slope": "beta", "coefficient": "beta", "ratio": "other",
}  # fmt: skip


@dataclass(slots=True)
class Name:
    """A place that names an estimate: a half-open span of the text, and the kind of estimate that it names."""

    start: int
    end: int
    kind: str


# Most names are not in a text. Whether one may be is asked of its words and signs, which costs less than searching for
# each: of the words with a capital for "HR", of the letters before "=" for "r =", of a whole word for others.
_WHOLE_WORDS = {
    **{
        "appa": "kappa",
        "eta": "beta",
        "rho": "rho",
        "Cohen": "cohen",
        "Hedge": "",
        "Kendall": "kendall",
        "Cramer": "cramer",
        "umber needed to": "needed",
    },
    **{"umbers needed to": "needed", "isk reduction": "risk", "concordance correl": "concordance"},
    **{"ensitivity": "sensitivity", "pecificity": "specificity", "lope": "slope", "Cronbach": "cronbach"},
    **{"redictive value": "predictive", "ccuracy": "accuracy", "orrelation": "correlation", "rea under the": "curve"},
    **{"fficacy": "efficacy", "ffectiveness": "effectiveness"},
    **{"intraclass correl": "intraclass", "around ratios": "ratios"},
    **{"tandardized mean diff": "standardized", "tandardised mean diff": "standardised"},
}
_LAST_WORD = re.compile(r".*[ -]([A-Za-z]{4,})$")


def _last_word(literal: str) -> str:
    """The last word of a literal, in lower case; empty for a sign."""
    last = _LAST_WORD.match(literal)
    return last[1].lower() if last else ""


_SIGNED = tuple(name for name in _NAMES if name[0][-1] == "=")
_SHORT = tuple(
    (name[0].rstrip(" -([").split()[-1], name) for name in _NAMES if name[0].isupper() and name not in _SIGNED
)
_LONG = tuple(
    # "hazard ration" is a slip that is printed.
    (((word := _WHOLE_WORDS.get(name[0]) or _last_word(name[0])), word + "s", word + "n"), name)
    for name in _NAMES
    if name not in _SIGNED and not name[0].isupper()
)


def _possible(words: TextWords) -> list[tuple[str, int, str, re.Pattern[str]]]:
    """The names that a text may hold, by cheap signs of them."""
    signed = {before[-2:].rstrip(" ")[-1:] for before in words.text.split("=")}
    short_forms = " ".join(words.distinct_cased - words.distinct)  # words with a capital
    distinct = words.distinct
    return [
        *([name for name in _SIGNED if name[0][0] in signed] if len(signed) > 1 else ()),
        *[name for short, name in _SHORT if short in short_forms],
        *[name for forms, name in _LONG if not (forms[0] and distinct.isdisjoint(forms))],
    ]


def find_names(words: TextWords) -> list[Name]:
    """The names of estimates that stand in a text, in order, none within another."""
    text = words.text
    found: dict[int, Name] = {}
    possible = _possible(words)
    for literal, back, kind, pattern in possible:
        at = text.find(literal)
        while at >= 0:
            for start in range(max(0, at - back), at + 1):
                match = pattern.match(text, start)
                if match and match.end() > at:
                    old = found.get(match.end())
                    if old is None or old.start > match.start():
                        found[match.end()] = Name(match.start(), match.end(), kind)
                    break
            at = text.find(literal, at + len(literal))
    names = sorted(found.values(), key=lambda name: name.start)
    return [name for i, name in enumerate(names) if i == 0 or name.start >= names[i - 1].end]


def with_short_forms(document: Document, names: list[Name]) -> list[Name]:
    """The names with the short forms of estimates that the text defines itself: "average treatment effect (ATE)"."""
    text = document.text
    for short in document.abbreviations:
        if short.short == "RR" and _RATE_RATIO.search(short.long):
            for name in names:
                name.kind = "IRR" if name.kind == "RR" and text.endswith("RR", name.start, name.end) else name.kind
    taken = {name.start for name in names} | {name.end for name in names}
    more: list[Name] = []
    seen: set[str] = set()
    for short in document.abbreviations:
        kind = _LONG_FORMS.get(short.long.rpartition(" ")[2].lower().rstrip("s"))
        if short.long.endswith(("ratio", "ratios")) and not _OF_EFFECT.search(short.long):
            continue  # "neutrophil-lymphocyte ratio (NLR)"
        if kind is None or short.short in seen or len(seen) >= _MOST_SHORT_FORMS:
            continue
        seen.add(short.short)
        at = text.find(short.short, short.short_end)
        while at >= 0:
            end = at + len(short.short)
            if at not in taken and end not in taken and not text[at - 1].isalnum() and _GIVES_VALUE.match(text, end):
                more.append(Name(at, end, kind))
            at = text.find(short.short, end)
    return sorted(names + more, key=lambda name: name.start) if more else names


_OF_EFFECT = re.compile(
    r"\b(?:odds|hazards?|risk|rates?|incidence|prevalence|likelihood|density|means?|estimated|treatment|reporting|benefit"
    r"|cost|effectiveness|mortality)\b",
    re.I,
)
_RATE_RATIO = re.compile(r"\b[Rr]ate ratios?$")
_MOST_SHORT_FORMS = 12  # each is searched for in the whole text
_GIVES_VALUE = re.compile(r" ?[=:] ?[-+]?[€$£]?[0-9.]| (?:of |was )?-?[€$£]?[0-9]")
