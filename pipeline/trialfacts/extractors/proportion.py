"""Proportions: how many participants had an outcome, an event or a characteristic."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from trialfacts.attachment import attach
from trialfacts.cleaning.words import TextWords
from trialfacts.counts.participants import HEADS, SEXES, NounPhrase, noun_phrase
from trialfacts.document import Document
from trialfacts.facts import Proportion
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.outcomes import outcome_of_proportion
from trialfacts.owners import Candidate


@dataclass(slots=True)
class _Expression:
    """One printed proportion, ``10 patients (43.5%)``; ``noun_end``: where the noun of those counted ends, or -1."""

    start: int
    end: int
    count: int | None = None
    denominator: int | None = None
    percent: float | None = None
    numbers: list[int] = field(default_factory=list)
    rule: str = ""
    score: float = 0.0
    noun_end: int = -1
    outcome: str | None = None


_OPEN = re.compile(r"[ ]?[(\[][ ]?(?:[nN] ?= ?)?")
_OPENINGS = (" (", "(", " [", "[")
_WORD_IN = re.compile(r"[ ](?!of |and |vs|to |versus|in |each|for |95|CI|P |p )[A-Za-z]")
_PER_PERSON = re.compile(r" ?(?:person|patient[ -](?:years?|months?|days?)|1,?000)")
_COUNT_NEXT = re.compile(r"[;,] (?:[nN] ?= ?)?| (?:of )?(?:patients|participants|subjects) [(\[](?:[nN] ?= ?)?")
_GROUP_OPENS = re.compile(r"(?:groups?|arms?|placebo|controls?) ?[(\[]$")
_OF_TOTAL = re.compile(r" ?/ ?| (?:out )?of (?:the |a total of )?")
_CLOSE_NOUN = re.compile(r" ?(?:patients|participants|subjects|no\.|cases|eyes|women|children|pts|of)?[)\]]")
_CUMULATIVE = re.compile(r"survival|incidence|rate|mortality|relapse|prevalence|frequency", re.I)
_COUNTS_CASES = re.compile(
    r"\b(?:rates?|incidences?|prevalence|proportions?|percentages?|frequency|survival|mortality|risk|patients"
    r"|participants|subjects|women|children|infants)\b",
    re.I,
)
_OPEN_END = re.compile(r" ?[(\[](?:response rate: )?$")
_PUNCTUATION = frozenset(".,;:()[]=<>")
_PTS = re.compile(r" pts?\b")
_CLOSE = re.compile(r"[ ]?[)\]]")
_INTERVAL_CLOSE = re.compile(r"(?:[;,] ?[pP] ?[=<>] ?[0-9.]{1,8})?[ ]?[)\]]")
_WORDS_TO_BRACKET = re.compile(r" [A-Za-z][^.,;:()\[\]=<>0-9]{0,64}[(\[]")
_WORDS_CLOSE = re.compile(r"(?: [a-z]{2,12}){0,3}[ ]?[)\]]")
_OF = re.compile(r"[ ](?:out[ ])?of[ ](?:(?:the|these|those|all|our|a|total|other|remaining|only|which)[ ]){0,3}")
_OF_ALL = re.compile(
    r"[ ](?:out[ ])?of[ ](?:(?:the|these|those|all|our|a|total|other|remaining|only|which|original|initial)[ ]){0,3}"
)
# "41 |managers out of| 49"
_OUT_OF = re.compile(r" [a-z]{3,20} out of (?:the |a total of )?")
_NOUN_GAP = re.compile(r"[ ][^\W\d_][^.,;:()\[\]0-9=<>]{1,60}?[ ]?(?=[(\[])")
_COMMA_PERCENT = re.compile(r"[,;]?[ ]|[,;]|[ ]?-[ ]|[ ]?/[ ]?")
# "the last 12 weeks", "24/7": what makes a fraction or a whole number no count.
_ONE_WORD = re.compile(r"(?:[ ][A-Za-z-]{3,20}){0,2}")
# What may follow a total whose noun is not printed: "3 out of 40 had", "one of two."
_AFTER_TOTAL = re.compile(
    r"[.,;:)\]]|[ ](?:given|receiving|treated|would|could|had|were|was|in|with|and|vs|versus|developed|died|achieved"
    r"|responded|who|on|at|for"
    r"|(?:[a-z-]{3,20} ){0,2}(?:cases|deaths|eyes|tumou?rs|cancers|lesions"
    r"|animals|episodes|responses|biopsies|procedures|pregnancies|samples|teeth|implants|responders|relapses"
    r"|infections|facilities|recipients|clinics|schools|practices|households))\b"
)
_UNIT = re.compile(
    r"[ -]?(?:mg|g|kg|ml|mL|l|L|mm|cm|m|mmHg|mmol|IU|U|Gy|h|hr|hrs|hours?|days?|weeks?|months?|years?|min"
    r"|minutes?|s|sec"
    r"|seconds?|points?|times|fold|%|mo|wk|yr|y|Hz|kcal|kJ|ug|\u00b5g|doses?|cycles?|sessions?|visits?|centers?"
    r"|centres?|sites?"
    r"|hospitals?|trials?|studies|groups?|arms?|items?|levels?|mcg|kPa|cmH2O|dB|nm|bpm|beats?|units?|tablets?|drops"
    r"|steps?|stages?|phases?|different|types?)(?![A-Za-z])"
)
_RANK = re.compile(
    r"(?:[Gg]rades?|[Ss]tages?|[Pp]hases?|[Tt]ypes?|[Ll]evels?|[Ww]eeks?|[Dd]ays?|[Mm]onths?|BP(?! ?\()|mg"
    r"|acuity|version"
    r"|[Cc]hromosomes?|ratio|acuity(?: below| of| above)?)[ ]?[(]?$"
)
# What a percentage is not, by the words after it.
_NOT_AFTER = re.compile(
    r"[ -]?(?:from baseline|CI\b|confidence|credible|power|probability|chance|likelihood|solution|cream|gel"
    r"|ointment|lotion"
    r"|oxygen|O2\b|saline"
    r"|dextrose|glucose|albumin|of (?:the |their |its |all )?(?:infusions|[A-Z]+ sessions|energy|predicted"
    r"|baseline|variance|variation|maxim|total (?:energy|calor|body|dose|variance|area)|(?:their |the )?[0-9]+-?rep"
    r"|cells|pathways|genes|words|items|questions|energy|calories|body (?:weight|mass|surface)"
    r"|control\b(?! (?:group|arm|patient"
    r"|subject|participant))"
    r"|normal|1-?RM|VO2|heart rate|peak|max|their (?:usual"
    r"|maxim)|one repetition"
    r"|initial|its|time|sessions|the (?:time|dose|variance|baseline|maxim|total|control(?! (?:group|arm"
    r"|patient))|initial|original"
    r"|recommended|body|area|daily))"
    r"|(?:relative |absolute |overall |further |mean |greater |median |clinical |symptomatic |pain )?(?:reduction"
    r"|decreases?|increases?|improvement|decline|change|rise|fall|drop|loss|gain|inhibition"
    r"|higher|lower|greater|less|more|better|smaller|larger|faster|slower|longer|shorter|fewer"
    r"|(?:[a-z-]+ )?differences?|twitch"
    r"|recovery|weight|saturation|predicted"
    r"|variance|reduced|increased|identity|concordan|agreement|cut|threshold|level|significance|inhibitory"
    r"|effective|of cost)\b"
    r"|[+]\w|/(?!year|yr|[0-9])\w|[ ](?:ethanol|alcohol|lidocaine|bupivacaine|levobupivacaine|ropivacaine|articaine"
    r"|mepivacaine|prilocaine|chlorhexidine|povidone|formalin|sucrose|dextran|hypertonic"
    r"|isoflurane|sevoflurane|desflurane|minoxidil|hydroquinone|fluoride|mannitol|imiquimod|carbamide|hydrogen"
    r"|NaOCl|CHX|EDTA|sodium|glycolic|salicylic|lactic|acetic|potassium|silver))"
)
# ... and by the words before it.
_NOT_BEFORE = re.compile(
    r"(?:[<>\u2264\u2265\u00b1]|at least|more than|greater than|less than|minimum of|threshold of|exceed(?:ed"
    r"|ing)?|power of|a margin of|margin of|power[ ,]|alpha(?: level)? of|efficacy(?: was| of)|below|under|above"
    r"|(?:reduction|decrease|increase|improvement|decline|change|rise|fall|drop|loss|gain|difference"
    r"|differences)s?(?: of| was| were|:|=| up to| by up to)?(?: about| approximately| only)?"
    r"|difference in [^.;:()]{3,36}:|sample of|"
    r"FiO2[^.;]{0,12}|HbA1c[^.;]{0,20}|A1[cC][^.;]{0,20}|\bsaturation[^.;]{0,20}|LVEF[^.;]{0,20}"
    r"|ejection fraction[^.;]{0,25}|FEV1?[^.;]{0,12}|predicted)[ ]?[(\[]?$",
    re.I,
)
# What these words hold, each at least one.
_NOT_BEFORE_SIGNS = (
    *("<", ">", "\u2264", "\u2265", "\u00b1", "least", "than", "minimum", "threshold", "exceed", "power", "margin"),
    *(
        "alpha",
        "efficacy",
        "below",
        "under",
        "above",
        "reduction",
        "crease",
        "improvement",
        "decline",
        "change",
        "rise",
        "fall",
    ),
    *(
        "drop",
        "loss",
        "gain",
        "difference",
        "fio2",
        "a1c",
        "saturation",
        "lvef",
        "fraction",
        "fev",
        "predicted",
        "sample",
    ),
)


def _is_excluded(before: str) -> bool:
    lower = before.lower()
    return any(map(lower.__contains__, _NOT_BEFORE_SIGNS)) and _NOT_BEFORE.search(before) is not None


# "patients received |hypromellose| 2%": a name right before a small percentage, after a word for giving it.
_STRENGTH = re.compile(
    r"(?:HCl|hydrochloride|sodium|acid|NaOCl|EDTA|HPMC|solutions?|cream|gel|ointment|eye ?drops|mouthwash"
    r"|sulfate|acetate"
    r"|valerate|propionate|chlorhexidine|lidocaine|lignocaine|bupivacaine|ropivacaine|extracts?) [(]?$"
    r"|\b(?:received|with|of|using|given|applied|containing|plus|versus|vs\.?|or|and|to|lidocaine|topical|twice|daily) "
    r"(?!(?:nausea|vomiting|in|of|to|by|was|were|is|at|only|about|approximately|for|from|with|than|versus|vs|over"
    r"|nearly|almost"
    r"|just|rates?|group|arm|[a-z]+ly)\b)(?:[A-Z]{3,6}|[a-z]{4,}(?:ine|ol|ide|one|ate|cin|mus|ose|ene|rin|zole|pam"
    r"|thin)) $"
)
# What a percentage is, by the last such word before it in the clause: of a measure that changed, of a continuous
# measure, or of participants with an outcome.
_CHANGE = frozenset(
    """reduce reduced reduces reducing reduction reductions decrease decreased decreases decreasing increase increased
    increases increasing decline declined declines declining improve improved improves change changed changes changing
    inhibit inhibited inhibits inhibition fell dropped rose lowered lowering loss gain attenuated attenuation suppressed
    suppression""".split()
)
_CONTINUOUS = frozenset(
    """mean median average level levels concentration concentrations volume volumes weight pressure cholesterol hba1c
    haemoglobin hemoglobin triglyceride triglycerides ldl hdl ldl-c hdl-c area density activity fraction content
    thickness glucose bmd score scores adherence haematocrit hematocrit saturation index ratio amount dosage expression
    clearance bioavailability diameter auc fev1 vo2 variance coefficient efficiency accuracy consumption intake fat bmi
    velocity strength stenosis time cost costs satisfaction ewl tbwl count counts energy""".split()
)
_OCCURRENCE = frozenset(
    """patients participants subjects women men children infants eyes cases individuals people controls rate rates
    incidence incidences frequency frequencies proportion proportions prevalence percentage percentages survival
    mortality death deaths event events response responses responder responders responded remission remissions
    relapse relapses recurrence recurrences failure failures cure cures cured success complication complications
    infection infections nausea vomiting toxicity toxicities occurred occurrence neutropenia diarrhea diarrhoea
    pfs os orr cr pr dfs rfs pain-free patency healed healing achieved experienced reported observed developed
    likely adverse reaction reactions side-effects effects pregnancy pregnancies birth births birthweight preterm
    hospitalization hospitalizations hospitalisation female male
    compliance completed completion dropout recurrent syndrome disease positive positivity negative negativity
    seroconversion protection risk had were respondents recipients headache fever fatigue""".split()
)
_SIGNS = {
    **dict.fromkeys(_CHANGE, "change"),
    **dict.fromkeys(_CONTINUOUS, "continuous"),
    **dict.fromkeys(_OCCURRENCE, "occurrence"),
}
_WORD = re.compile(r"[A-Za-z][\w-]*")
_PEOPLE_NEXT = re.compile(
    r"[ ](?:of|females?|males?|women|men|girls|boys|patients|participants|subjects|children|infants|white|black"
    r"|caucasian|hispanic|asian|african|smokers|response|were|was|had|in|for|with|on|at|among|vs|versus|and|or|to"
    r"|than|compared|respectively|while|whereas|reported|experienced|achieved|developed|showed|did|would|who|by"
    r"|after|during|from|but|as|completed|received|relapsed|survived|responded|died|required|remained|chose"
    r"|preferred|agreed|felt|said|used|lost|survival|mortality|remission|event|incidence|success|cure|are|is|per"
    r"|within|through|until|being|having|have|met|reached|demonstrated|attained|presented|suffered|underwent"
    r"|improved|became|attended|adhered|accepted|tested|still|no|could|initiated|discontinued|withdrew|stopped"
    r"|[pP] ?[=<>]|(?:either|initially|subsequently) [a-z]|[a-z]{3,}(?:ed|an|ese|ing)\b(?! (?:by|to|for)\b)"
    r"|not|reduction in the|Caucasian|White|Black|African|Hispanic|Asian|overall|according|when|at|also|each|both"
    r"|all|using|without|since|so|because|if)\b"
)
# "61% were women", "12% of these patients": participants, whatever went before.
_DID = re.compile(
    r"[ ](?:(?:males?|females?|men|women|girls|boys|Caucasians?|Whites?|Blacks?|Hispanics?|Asians?|smokers)\b"
    r"|(?:were|had|are|have|reported|experienced|achieved|completed|developed|showed|died|survived|responded"
    r"|received|who|felt|said|agreed|chose|preferred|believed|thought|required|needed|underwent|withdrew"
    r"|relapsed|suffered|reached|met|attained)[ ]"
    r"|(?:of[ ])?(?:the[ ]|all[ ]|these[ ]|those[ ]|our[ ])?[^.,;()%]{0,30}?\b(?:patients|participants|subjects"
    r"|women|men|children|infants|eyes|cases|individuals|respondents|people|controls|recipients)\b)"
)
# "increased abstinence |from| 16% |to| 26%"
_FROM = re.compile(r"\bfrom (?:only |about |approximately )?$")
_FROM_TO = re.compile(r"\bfrom (?:only |about |approximately )?\d+(?:\.\d+)? ?%?[^.;%]{0,24} to $")
# "5% of those on X, |compared with| 22% on Y", "75% of the X group |vs.| 86%", "18% were cured |and| 71% improved"
_VERSUS_LAST = re.compile(
    r"(?:[^.;\n%]|\.(?=[0-9])|%(?= (?:or|weight|improvement|reduction|increase|decrease) )){0,120}(?:\bvs\.? "
    r"|\bversus |\bthan |\bagainst |\bcompared (?:with|to) )"
    r"(?:[\w-]+ ){0,4}[(\[]?"
)
_AND_LAST = re.compile(r"(?:[ ,][\w-]{1,20}){0,6},? and (?:for |in |at |with )?")
# "(58% female|, |51% eighth graders)"
_SAME_LIST = re.compile(r"(?: [\w-]{2,20}){1,5}, ")
# "the target for X (68 vs. 57%) |and Y (|70% vs. 50%)"
_NEXT_BRACKET = re.compile(r"(?:[^.;()\[\]]|\.(?=[0-9])){0,20}[)\]][,;]? (?:and |or )?(?:[\w-]{1,20} ){1,5}[(\[]")
# "6% versus 27%, P = 0.002, |odds ratio|"
_RATIO_NEXT = re.compile(
    r"(?: ?[;,:]| (?:vs\.?|versus|and|with|compared (?:with|to)) [\d.]+ ?%)?"
    r"(?:[;, ]{0,2}[Pp] ?[=<>] ?[\d.]+)?[;,]?(?: with)?(?: an?)?(?: adjusted)?[ \[(]{0,2}"
    r"(?:a?OR|a?RR|a?HR|[Oo]dds [Rr]atio|[Rr]isk [Rr]atio|[Hh]azard [Rr]atio|[Rr]elative [Rr]isk)\b"
)
# "a combination |of| 2% X |plus| 1% Y"
_MIXED = ("plus ", "of ", "with ", "containing ", "using ", "to ")
_IT_WAS = re.compile(r"\b(?:it|they|this) (?:was|were|rose|fell) $")
# "1.2% |drug X and| 0.6% placebo subjects"
_NEXT_PERCENT = re.compile(
    r"(?: [A-Za-z][\w/+-]{0,24}){1,3}(?: \([^()]{1,40}\))?,? (?:and|vs\.?|versus|or|compared (?:with|to)) [\d.]{1,5} ?%"
)
_VERSUS = re.compile(r" ?(?:vs\.?|versus|compared (?:with|to)|/) ?[0-9]")
# "were more likely to |meet the guidelines for| activity (27 vs 59%)"
_REACHED = re.compile(
    r"\b(?:[Mm]ore|[Ff]ewer) [^.;()]{0,60}?\b(?:patients|participants|subjects|women|men|children|people)\b"
    r"|\b(?:likely to|(?:achiev|meet|met|reach|attain)[a-z]* (?:[a-z]+ ){0,3}?(?:goals?|targets?|recommendations?"
    r"|guidelines?|criteria|cut-?offs?))\b"
)
# "was lower with X than with Y (|10%|, P = 0.01)": the relative difference
_LOWER_THAN = re.compile(
    r"\b(?:lower|higher|greater|less|longer|shorter|larger|smaller|faster|slower|differences?)\b[^;%(]{0,70}"
    r"\b(?:than|compared (?:with|to)|observed|found)\b[^;%(]{0,50}[(\[]$"
    r"|\b(?:improvements?|reductions?|increases?|decreases?) in [^;%(]{2,60}[(\[]$"
)
# "the incidence was reduced in X (16%|) compared with| Y (47%)"
_THAN_OTHER = re.compile(r"\) (?:compared (?:with|to)|than|vs\.?|versus) ")
_ALONE = re.compile(
    r"[)\]](?! (?:vs|versus|than|and|compared))|[,;] ?[Pp] ?[=<>] ?[0-9.]{1,8}[)\]]"
    r"| and [0-9.]{1,5} ?%(?! (?:vs|versus|compared|than))"
    r"|[,;] ?[Pp] ?[=<>] ?[0-9.]{1,8} and "
)
_ASSUMED = re.compile(r"\b(?:assum\w+|anticipat\w+|power|expected|to detect|sample size)\b")
_OF_TIME = re.compile(
    r"\bmean (?:percentage|proportion) of\b|"
    r"\b(?:percentages?|proportions?) of (?:the )?(?:[a-z]+ )?(?:days|time|nights|hours|sessions|doses|visits"
    r"|calories)\b"
)
# "scores (2.3 vs. 2.2; p = 0.8), |wound infection (|15% vs. 10%"
_LIST_ITEM = re.compile(r"\)[,;] (?:and )?(?P<item>(?:[\w/-]{2,24} ){1,5})\($")
_SHARE_OF = re.compile(
    r"\b(?:[Pp]roportions?|[Pp]ercentages?|[Nn]umbers?) of (?:the |all )?(?:[a-z-]+ ){0,2}?(?:patients|participants"
    r"|subjects|women|men|children|individuals|people|infants|adults|students|smokers|responders)\b"
)
# "|less than| 10% of patients", "hypoglycaemia (|<| 10%)"
_BOUND = re.compile(
    r"(?:[<>\u2264\u2265] ?|\b(?:[Ll]ess|[Mm]ore|[Ff]ewer|[Gg]reater) than |\b(?:[Oo]ver|[Uu]nder|[Aa]t least) )$"
)
_BOUND_ENDS = tuple(sign + gap for sign in "<>\u2264\u2265" for gap in ("", " ")) + ("than ", "er ", "least ")
_OF_PEOPLE = re.compile(
    r"[ ]of (?:the |all |our |these )?(?:[a-z-]+ ){0,4}?(?:patients|participants|subjects|women|men|children"
    r"|individuals|people|infants|adults|students|smokers|cases|respondents)\b"
)
_CRITERION = re.compile(r"\b(?:with|having|defined|if|HbA1c|by) [^;.()]{0,40}$")
_MORE_THAN = re.compile(r" or (?:greater|more|less|lower|higher|above|below|better)\b")
_BY = re.compile(r"\bby (?:almost |about |approximately |only |nearly |over |up to |around )?$")
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
_LIST_GAP = re.compile(
    r"[ ]?(?:,|;|/)[ ]?(?:and[ ]|or[ ])?|[ ](?:and|or|vs\.?|versus|to|compared (?:with|to)|against"
    r"|as compared (?:with|to))[ ]|[ ]?-[ ]?"
)
# After "N patients": what happened to them, and what merely says that they were in the study.
_HAPPENED = re.compile(
    r"(?:[ ][(\[][^()\[\]]{0,40}[)\]])?(?:,)?(?:[ ](?:of|in|from|on|with|receiving|given|taking|using|treated with"
    r"|assigned to"
    r"|who)[ ](?:the[ ]|each[ ])?[^.,;:]{1,50}?)?,?[ ](?:also[ ]|subsequently[ ]|still[ ]|only[ ]|later[ ]"
    r"|again[ ])?"
    r"(?P<verb>had|developed|experienced|died|showed|shown|reported|achieved|required|relapsed|responded"
    r"|discontinued|stopped|suffered|became|remained|presented|demonstrated|exhibited|needed"
    r"|survived|improved|recovered|failed|tested|expired|worsened|reached|progressed|complained|met|refused"
    r"|preferred|chose|converted|gained|lost|felt|did not|did|used|attempted|adhered|disliked|switched|seroconverted"
    r"|fell|bled|quit|needed|noted|attained|obtained|successfully"
    r"|(?P<sudden>desaturated|vomited|aborted|ovulated|conceived|voided|bled|shivered|healed|defaulted|fainted)"
    r"|admitted (?!to\b)|dropped out"
    r"|(?:was|were)[ ](?!(?:included|enroll?ed|randomi[sz]|assigned|recruited|evaluated|studied|analy[sz]ed"
    r"|allocated|screened|eligible|available|excluded|withdrawn|lost|treated|given|divided|selected|identified"
    r"|followed|examined"
    r"|assessed|approached|placed|categori[sz]ed|classified|trained|taken|considered|subjected|stratified"
    r"|admitted|invited|asked|entered|in the|randomly|involved|investigated|observed|used|evaluable|recorded|men"
    r"|women|male|female|compared|consecutively|prospectively|retrospectively|vaccinated|administered|tested"
    r"|scheduled|monitored|interviewed|also|required to|aged|referred|operated|on|from|part))[a-z-]+)\b"
)
_CASES_OF = re.compile(
    r" of (?P<what>(?!the |patients|group)[A-Za-z][^.,;:()]{1,50}?)(?= (?:was|were|occurred|had|in|with|and"
    r"|developed|among|per)\b|[.,;:()])"
)
_WHAT = re.compile(
    r" (?P<what>[A-Za-z][^.,;:()]{1,50}?)(?= (?:was|were|occurred|had|in|with|and|developed|among|per)\b|[.,;:()]|$)"
)
# "five of these patients", "88 of whom", "11 of the fetuses", "one of them"
_OF_THESE = re.compile(
    r"[ ]of[ ](?P<who>(?:these|those|the|our|all)[ ](?:[a-z-]{2,20}[ ]){0,2}?(?:patients|participants|subjects"
    r"|women|men|children|infants|fetuses|foetuses|neonates|animals|dogs|cases|controls|eyes)|them|whom|which"
    r"|these|those)\b"
)
_IN_STUDY = re.compile(
    r"[ ](?:were|was|had been|have been)[ ](?:evaluable|included|randomi[sz]ed|assigned|allocated|eligible|enrolled"
    r"|available"
    r"|analy[sz]ed|in[ ]the)\b|, (?:tissue|data|samples)\b"
)
# "3 had mild improvement, 5 worsened": those counted were named before.
_ELLIPSIS = re.compile(
    r"(?: \([^()]{1,16}\))?[ ](?P<had>(?:also |still |then )?(?:had|showed|experienced|developed|reported"
    r"|achieved|demonstrated)"
    r"|(?:also |then )?(?:died|were|was|relapsed|required|responded|improved|remained|recovered|discontinued"
    r"|survived|became|failed|underwent|needed))\b(?! (?:invited|interviewed|offered|also offered|included"
    r"|enrolled|randomi[sz]ed|assigned"
    r"|allocated|in |excluded|screened|eligible|analy[sz]ed))"
)
_ELLIPSIS_BEFORE = re.compile(
    r"(?:[,;(:] |(?:and|while|whereas|but|which|whom|these|them|those|remaining|other|only),? |patients, "
    r"|^)(?:the |only |another |a further |the other |the remaining )*$"
)
_HAD_WHAT = re.compile(r"[ ](?:a[ ]|an[ ])?(?P<what>(?:[a-z-]+[ ])?[a-z-]+)(?=[ ,.;])")
# "The eight patients assigned to X had ...": an arm; "biopsies in five patients showed": what was done to them.
_DEFINITE = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|whereas the|[a-z]{4,} in)[ ]$")
# "33 patients stopped, compared with 22 in the placebo group"
_VERSUS_BEFORE = re.compile(r"(?:compared (?:with|to)|versus|vs\.?|than|and)[ ](?:only )?$")
_IN_ARM = re.compile(r"[ ](?:in|with|for|of|on|receiving)[ ](?:the[ ])?[A-Za-z]")
_ASIDE_BEFORE = re.compile(r"(?:including|except for|of which|of whom|(?:,|;) and in|namely)[ ](?:only )?$")
_IN_SHORT = re.compile(r"\bin[ ]$")
_PTS_WORD = re.compile(r"[ ](?P<what>[a-z]{4,}(?:[ ][a-z]{4,})?)")
_LIST_END = re.compile(r"(?:, |and |vs\.? |versus |or )$")
_GRADED = re.compile(r"(?:[Gg]rades?[^.;,]{0,14}|\d[/-]|[Aa]t least |more than |\d (?:or|to|and) |per )$")
_EVENT_NOUN = re.compile(
    r"(?:[ ](?!and |or |of |in |to |weeks|days|months|years"
    r"|hours)[A-Za-z][A-Za-z/-]{1,20}){0,4}?[ ](?P<noun>deaths?|adverse (?:drug )?(?:events?|reactions?|effects?)"
    r"|SAEs?|AEs?|relapses?|recurrences?|cases? of|episodes? of|complications?|withdrawals?|discontinuations?"
    r"|dropouts?|drop-outs"
    r"|infections?|failures?|exacerbations?|perforations?|bleedings?|hospitali[sz]ations?|pregnanc(?:y|ies)"
    r"|fractures?|strokes?|seizures?|incidents?|side.effects?|reactions?|toxicities|events?|conversions?"
    r"|miscarriages?|stillbirths?|births?|fatalities|reoperations?|falls?|injuries|re-?interventions?)(?![A-Za-z])"
)
# "had |>=| 1 serious AE", "to |prevent| one death", "|\u00a3|121 for X"
_RATED = re.compile(
    r"\b(?P<rating>excellent|very good|good|fair|moderate|satisfactory|unsatisfactory|poor|complete|partial|mild|severe"
    r"|unchanged|improved|worse|absent|positive|negative|normal|abnormal|successful)"
    r" in (?:only |the other |the remaining |another )?$"
)
_RATED_LAST = (" in ", " only ", " other ", " remaining ", " another ")
_RATED_NEXT = re.compile(r"(?:,| and| or|;) (?:[a-z]+ ){1,2}in |[.;]|, (?:and|respectively)")
_EVENT_BEFORE = re.compile(
    r"\b(?:failures?|deaths?|effects|mortality|infections?|complications?|relapses?|recurrences?|events?"
    r"|episodes?|admissions?"
    r"|readmissions?|reoperations?|transfusions?|conversions?|strokes?|bleeding|fractures?|falls|leaks?|dropouts?"
    r"|withdrawals|discontinuations|re-?interventions?|hospitali[sz]ations?|vomiting|nausea|pneumonia) ?[(\[]"
    r"(?:[nN] ?= ?)?$"
)
_NUMBER_OF = re.compile(
    r"\b(?:incidences?|numbers?|frequency|occurrence) of (?!days|doses|visits|sessions)[^.;()0-9%]{3,80}[(\[]$"
)
_PAIR_OF_COUNTS = re.compile(r" (?:vs\.?|versus|and) (?:[nN] ?= ?)?[0-9]{1,4}(?=[;,)\]])(?![;,] [0-9])")
_SECOND_OF_PAIR = re.compile(r"[(\[](?:[nN] ?= ?)?[0-9]{1,4} (?:vs\.?|versus|and) (?:[nN] ?= ?)?$")
# "10 patients (9%)|: |4 in X and 6 in Y", "7 patients| relapsed (|4 in X and 3 in Y)"
_LONG_NAME = re.compile(r"[A-Za-z][A-Za-z -]{3,40}")
_BREAKDOWN = re.compile(r"(?: [a-z-]{2,20}){0,5}(?:: |, (?:including|namely|of wh[a-z]+) | \()")
_NEW_CLAUSE = re.compile(r"[.;]|\b(?:was|were|had|versus|vs|compared)\b")
_SEX = re.compile(
    r" ?(?:F|M|females?|males?|men|women|boys?|girls?)\b(?! [a-z]*(?:patients?|subjects?|participants?)\b)"
)
_NO_COUNT = re.compile(
    r"(?:[<>\u2264\u2265$\u00a3\u20ac] ?|\b(?:prevent|avoid|avert|per|every|to treat|[Mm]onths?|[Ww]eeks?"
    r"|[Dd]ays?|[Yy]ears?) )$"
)
_IN_PLACE = re.compile(
    r"\b(?:occurred|observed|seen|noted|found|detected|reported|developed|present|achieved|successful|identified"
    r"|diagnosed|recorded|experienced|evident|documented|required|performed|necessary|needed|positive|obtained"
    r"|confirmed|demonstrated|resulted|succeeded|effective|improved|failed|unsuccessful|ineffective|used"
    r"|discontinued|applied|administered|stopped|interrupted|withdrawn|resolved|measurable|reduced|withdrawal"
    r"|discontinuation"
    r"|persisted|recurred|increased|decreased|worsened|normali[sz]ed)"
    r"(?:[ ]only)?[ ](?:in|by|for|with|among)(?:[ ](?:only|just|all|about|a total of|another|further))?[ ]$"
)
# "9 of 101 (P = NS), and |new-onset diabetes in| 12 versus 10 patients"
_NEW_IN = re.compile(r"(?:, and|,|;) (?!with|of|at|as)[A-Za-z-]{3,20}(?: [a-z-]{3,20}){0,3} in $")
# "... in nine of 20 in X and |none| in Y"
_NONE_ELSE = re.compile(r"(?:and|vs\.?|versus|but|,|than|to|against) $")
_NOTHING = re.compile(
    r"\b(?P<word>[Nn]one|[Nn]obody|[Nn]ot a single(?: (?:case|patient))?|[Nn]o (?=(?:patients?|subjects?"
    r"|participants?|women|one|children|infants|dogs?|animals?)\b)(?:patients?|subjects?|participants?|women|one"
    r"|children|infants|deaths?|dog|animals?|cases?|one else))\b(?P<of>[ ]of (?:the |these |our |all |them)?)?"
)
# The words that a count of nobody begins with, and what may stand behind them.
_NO_WORDS = {"no": (" ", "\n"), "none": (" ",), "nobody": (" ",), "not": (" a single ",)}
_NO_RESULTS = frozenset(("background", "registration", "objective", "methods"))
# "none of the |differences| was significant"
_NO_PEOPLE = re.compile(
    r"(?:[a-z-]+ ){0,2}?(?:differences|parameters|biomarkers|markers|measures|outcomes?|variables|scales"
    r"|comparisons|tests"
    r"|changes|correlations|models|associations|scores|items|genes|yielded)\b"
)
_NONE_DID = re.compile(
    r"(?:[ ](?:in|of|from|with|on|receiving)[ ][^.,;:]{2,60}?)?[ ](?:had|were|was|developed|experienced|showed"
    r"|reported|died|required|achieved|relapsed|withdrew|discontinued|needed|became|suffered|complained|responded"
    r"|presented|exhibited|fulfilled|met|did|received|reached|occurred|dropped)\b"
)
_NO_EVENT = re.compile(
    r"\b[Nn]o (?!(?:statistical|significant (?!(?:adverse|side|complic|toxic|bleed))|difference|evidence|change"
    r"|effect|other difference|association"
    r"|correlation|such|differences|clinically (?:significant|relevant|important|meaningful) (?:difference"
    r"|change)|significantly|further|additional|treatment\b(?!-)|longer|more|less|improvement|clear|benefit"
    r"|relationship|relation|influence|impact|interaction|reduction|increase|patient|subject|participant|one"
    r"|difference|apparent|known|data|study|published|previous|consensus|specific treatment|intervention|single"
    r"|information|randomi|consistent|major differences|marked|other significant|detectable|overall|measurable"
    r"|substantial|need|advantage|convincing|superior|statistic|group|effects? (?:on|of)|observable|meaningful"
    r"|noticeable|definite|obvious|strong|correlations|correlation|changes|associations|trend|variation|between"
    r"|time|loss)\b)"
    r"(?P<what>(?:[0-9]{1,3}-day )?(?:[A-Za-z][\w/-]{1,25}[ ]){0,5}?(?:adverse (?:drug |side )?(?:events?"
    r"|reactions?|effects?)"
    r"|side[ -]effects?|events?|complications?|deaths?|mortality|withdrawals?|toxicit(?:y|ies)|S?AEs|infections?"
    r"|TE-SAEs|incidents?|incidences? of [a-z ]{3,30}?(?= (?:was|were|in)\b)|episodes?(?: of [a-z ]{3,30})?"
    r"|reactions?|relapses?|recurrences?|bleeding|hypogly[a-z]+"
    r"|morbidity|re-?operations?|readmissions?|re-?interventions?|failures?|discontinuations?|h[ae]morrhages?"
    r"|fractures?|dropouts?|safety concerns"
    r"|recurari[sz]ation|motor block|perforations?|aneurysms?|cases?(?: of [a-z ]{3,30})?))\b(?!-)(?P<tail>[^.;]{0,80})"
)
_MODIFIER = re.compile(
    r"[ ](?:due to|related to|leading to|compromising|attributable to"
    r"|associated with)[ ][^.,;]{3,40}?(?=[ ](?:were|was|occurred|in|during)\b|[.,;]|$)"
)
_OCCURS = re.compile(
    r"\b(?:were|was|occurred|observed|reported|seen|noted|found|experienced|recorded|detected|developed|in (?:any"
    r"|either|both|all)|during|related)\b"
)
_THERE = re.compile(
    r"(?:[Tt]here (?:were|was|have been)|with|had|[Ww]e (?:observed|found|noted)|reported|experienced|caused"
    r"|produced|and|but|showed|were|revealed)[ ]$"
)


def extract(document: Document) -> Iterator[Candidate]:
    """The proportions of a document, with the outcome and the group that each speaks of."""
    expressions = list(_expressions(document))
    expressions += _nothing(document)
    expressions.sort(key=lambda expression: expression.start)
    if not expressions:
        return
    spans = [(e.start, e.end) for e in expressions]
    groups = attach(document, spans)
    _share_totals(document, expressions)
    outcomes: list[str | None] = []
    previous: tuple[int, str | None] = (-1000, None)
    rated: str | None = None  # what a list of ratings rates
    for expression in expressions:
        if expression.rule == "breakdown":
            outcome = expression.outcome or previous[1]
        elif expression.rule == "rated":
            if rated is None:
                before = expression.start - len(expression.outcome or "") - 4
                rated = outcome_of_proportion(document, before, expression.end, -1, previous)
            outcome = f"{rated or ''} {expression.outcome}".strip()
        else:
            rated = None
            outcome = expression.outcome or outcome_of_proportion(
                document, expression.start, expression.end, expression.noun_end, previous
            )
        previous = (expression.end, outcome)
        outcomes.append(outcome)
    _distribute(document.text, spans, outcomes, groups)
    for expression, outcome, group in zip(expressions, outcomes, groups, strict=True):
        fact = Proportion(
            outcome=outcome,
            count=expression.count,
            denominator=expression.denominator,
            percent=expression.percent,
            group=group,
        )
        numbers = tuple(expression.numbers)
        yield Candidate(
            fact, expression.start, expression.end, numbers, f"proportion-{expression.rule}", expression.score
        )


_AND = re.compile(r",? and |, ")
_RESPECTIVELY = re.compile(r"[^.;]{0,60}\brespectively\b")


def _distribute(text: str, spans: list[tuple[int, int]], outcomes: list[str | None], groups: list[str | None]) -> None:
    """Share out coordinated outcomes in place: "nausea and headache were seen in 12% and 3%, respectively"."""
    at = 0
    while at < len(spans):
        run, outcome = at + 1, outcomes[at]
        while (
            run < len(spans)
            and outcome is not None
            and outcomes[run] == outcome
            and groups[run] == groups[at]
            and _AND.fullmatch(text, spans[run - 1][1], spans[run][0])
        ):
            run += 1
        items = _AND.split(outcome) if outcome is not None and run - at > 1 else []
        if len(items) == run - at and (run - at > 2 or _RESPECTIVELY.match(text, spans[run - 1][1])):
            head = items[-1].rpartition(" ")[2]
            for index, item in enumerate(items):
                # "complete and partial |remission|"
                shared = " " in items[-1] and " " not in item and item.islower()
                outcomes[at + index] = f"{item} {head}" if shared else item
        at = run


def _expressions(document: Document) -> Iterator[_Expression]:
    taken = {index for interval in document.intervals if interval.labelled for index in interval.numbers}
    bounds = {
        i.value.index: i.numbers for i in document.intervals if i.value is not None and i.labelled and i.value.percent
    }
    reader = _Reader(document, taken)
    done = -1
    for mention in document.mentions:
        if mention.first.index <= done or mention.first.index in taken or document.in_furniture(mention.start):
            continue
        for expression in reader.read(mention):
            for index in tuple(expression.numbers):
                expression.numbers += [i for i in bounds.get(index, ()) if i not in expression.numbers]
            done = max(done, max(expression.numbers))
            if expression.count is not None:
                reader.last = expression.end
            if expression.percent is not None:
                reader.judged = reader.after_interval(expression.start, expression.end), True
            yield expression
            # "10 patients (9%): 4 in X and 6 in Y": the parts add up to the whole.
            if expression.count is not None and expression.count > 1:
                for part in reader.parts(expression):
                    done = max(done, max(part.numbers))
                    yield part


_BOUNDS = frozenset(("\u2265", ">", "<", "\u2264"))
_NUMBERED = (
    "week ",
    "Week ",
    "day ",
    "Day ",
    "month ",
    "Month ",
    "weeks ",
    "days ",
    "months ",
    "codon ",
    "exon ",
    "visit ",
)
_COUNTED_UNITS = frozenset(
    ("cases", "eyes", "of them", "others", "animals", "responses", "events", "no", "pts", "teeth")
)
_NOT_COUNTED = frozenset(("groups", "arms", "weeks", "months", "days", "years", "points", "times", "sites", "centers"))
_HAD = re.compile(r"[ ](?:had|with|were|was|developed|experienced|showed) (?P<what>[^()\[\]]{3,60}?)[ ]?[(\[]")


class _Reader:
    """Reads the expression that begins at a mention, if there is one."""

    def __init__(self, document: Document, taken: set[int]) -> None:
        self.document = document
        self.text = document.text
        self.numbers = document.numbers
        self.taken = taken
        self.in_list: set[int] = set()
        self.last = -1000  # where the last count ended
        self.judged = (-1000, False)  # where the last percentage ended, and whether it was a share
        self.intervals = {i.value.start: i for i in document.intervals if i.value is not None}
        self.ranges = {start: i for start, i in self.intervals.items() if not i.labelled}

    def read(self, mention: Mention) -> Iterator[_Expression]:
        first = mention.first
        if mention.shape == "fraction":
            if first.percent and mention.percent and mention.second is not None:
                triple = self.text[mention.end : mention.end + 1] == "/"
                if triple and self.document.sentence_at(mention.start).section != "results":
                    return  # "ACR 20%/50%/70%"
                yield from self.percent(first)  # "80.1%/69.8% in X and Y"
                yield from self.percent(mention.second)
            else:
                yield from self.fraction(mention)
        elif mention.shape == "pm":
            if mention.percent and self.is_share(mention.start, mention.end, first.value, pm=True):
                yield _Expression(
                    first.start,
                    mention.end,
                    percent=first.value,
                    numbers=list(mention.numbers),
                    rule="percent-spread",
                    score=0.7,
                )
        elif (
            mention.shape == "range"
            and mention.percent
            and not first.percent
            and not first.decimals == 0 == first.value
        ):
            yield from self.ends(mention)
        elif first.percent:
            yield from self.percent(first)
            if mention.second is not None and mention.second.percent:
                yield from self.percent(mention.second)
        elif mention.shape == "single":
            yield from self.count(first)
            shared = self.shared_percent(first)
            if shared:
                yield from self.bare(first, first.end, "percent-shared", 0.93)

    def ends(self, mention: Mention) -> Iterator[_Expression]:
        """The two ends of a range of shares: "the withdrawal rate was 4.5-7.8%"."""
        first, second = mention.first, mention.second
        assert second is not None
        sentence = self.document.sentence_at(first.start)
        if first.index in self.taken or second.index in self.taken or sentence.section not in (None, "results"):
            return
        before = self.text[max(sentence.start, first.start - 120) : first.start]
        if not _COUNTS_CASES.search(before) or not self.is_share(first.start, mention.end, first.value):
            return
        for number in (first, second):
            end = max(number.end, number.percent_end)
            yield _Expression(number.start, end, None, None, number.value, [number.index], "percent-ends", 0.7)

    # -- numbers that follow ------------------------------------------------------------------------------------------

    def next_number(self, at: int, index: int) -> Number | None:
        """The number of that index if it begins at ``at``."""
        if index < len(self.numbers) and self.numbers[index].start == at:
            return self.numbers[index]
        return None

    def percent_in_bracket(self, at: int, index: int) -> tuple[Number, int] | None:
        """The percentage of " (43.5%)" at ``at``, with the end of the bracket."""
        match = _OPEN.match(self.text, at) if self.text.startswith(_OPENINGS, at) else None
        if match is None:
            return None
        number = self.next_number(match.end(), index)
        if number is None or not number.percent or number.index in self.taken or number.value < 0:
            return None
        if self.text[number.percent_end : number.percent_end + 1] not in ")];,/ " or _WORD_IN.match(
            self.text, number.percent_end
        ):
            return None  # "two equal groups (57% male)"
        close = _CLOSE.match(self.text, number.percent_end)
        return number, close.end() if close else number.percent_end

    # -- kinds of expressions -----------------------------------------------------------------------------------------

    def fraction(self, mention: Mention) -> Iterator[_Expression]:
        first, second = mention.first, mention.second
        text = self.text
        assert second is not None
        if (
            first.value >= 1900
            and second.value <= first.value + 5
            or text[first.start - 2 : first.start].strip()[-1:] in _BOUNDS
        ):
            return  # years; "acuity of >= 6/9"
        if (
            text[second.start] == "0"
            or text[first.start] == "0"
            and first.end - first.start > 1
            or _PER_PERSON.match(text, second.end)
        ):
            return  # a date; events per 100 person years
        whole = first.decimals == second.decimals == 0 and 0 <= first.value <= second.value and second.value >= 2
        if not whole or first.percent or second.percent:
            return
        out = _Expression(
            first.start, second.end, int(first.value), int(second.value), None, [first.index, second.index]
        )
        found = self.percent_in_bracket(second.end, second.index + 1)
        noun = None
        if found is None:
            gap = _COMMA_PERCENT.match(text, second.end)
            number = self.next_number(gap.end(), second.index + 1) if gap else None
            if number is not None and number.percent and _agree(out.count, out.denominator, number.value):
                found = number, number.percent_end
        if found is None:
            noun = noun_phrase(text, second.end)
            if noun is not None:
                found = self.percent_in_bracket(noun.end, second.index + 1)
        if found is not None:
            out.percent, out.end = found[0].value, found[1]
            out.numbers.append(found[0].index)
            out.rule, out.score = "fraction-percent", 0.97
            yield out
            return
        if (
            _UNIT.match(text, second.end + (text[second.end : second.end + 1] == ")"))
            or _RANK.search(text, max(0, first.start - 16), first.start)
            or second.value <= 4
            and noun is None
        ):
            return
        if text[second.end : second.end + 1] in "/-" or text[first.start - 1] in "/-":
            return
        if noun is not None:
            out.noun_end = noun.end
            out.end = noun.end
        out.rule, out.score = "fraction", 0.75
        yield out

    def percent(self, number: Number) -> Iterator[_Expression]:
        if number.index in self.taken:
            return
        text, end = self.text, number.percent_end
        match = _OPEN.match(text, end) or _COUNT_NEXT.match(text, end)
        if (
            match is not None
            and "=" in match.group()
            and _GROUP_OPENS.search(text, max(0, number.start - 14), number.start)
        ):
            match = None  # "in the X group (38.6%, n = 88)": the size of the group
        inner = self.next_number(match.end(), number.index + 1) if match else None
        if (
            match is not None
            and inner is not None
            and not inner.percent
            and not inner.decimals
            and inner.index not in self.taken
            and inner.value >= 0
        ):
            close = inner.end
            out = _Expression(number.start, close, int(inner.value), None, number.value, [number.index, inner.index])
            after = self.numbers[inner.index + 1] if inner.index + 1 < len(self.numbers) else None
            if (
                after is not None
                and _OF_TOTAL.fullmatch(text, inner.end, after.start)
                and not after.decimals
                and not after.percent
                and after.value >= inner.value
            ):
                out.denominator, out.end = int(after.value), after.end
                out.numbers.append(after.index)
            bracketed = (
                text[match.end() - 1] in "([" or "(" in match.group() or "[" in match.group() or "=" in match.group()
            )
            closing = _CLOSE_NOUN.match(text, out.end)
            if closing and bracketed:
                out.end = closing.end()
            if (out.denominator is not None and _agree(out.count, out.denominator, number.value)) or (
                closing
                and bracketed
                and out.denominator is None
                and not _UNIT.match(text, inner.end)
                and out.count != 0
                or (closing and out.count == 0 and number.value == 0)
            ):
                out.rule, out.score = "percent-count", 0.95
                yield out
                return
        of = _OF.match(text, end)
        inner = self.next_number(of.end(), number.index + 1) if of else None
        if (
            inner is not None
            and not inner.percent
            and not inner.decimals
            and inner.value >= 2
            and not _UNIT.match(text, inner.end)
        ):
            yield _Expression(
                number.start,
                inner.end,
                None,
                int(inner.value),
                number.value,
                [number.index, inner.index],
                "percent-of",
                0.85,
            )
            return
        bound = (
            _BOUND.search(text, max(0, number.start - 14), number.start)
            if text.endswith(_BOUND_ENDS, 0, number.start)
            else None
        )
        if bound is not None:
            yield from self.bound(number, bound.start())
        elif (
            (range_ := self.ranges.get(number.start)) is not None
            and range_.holds(number.value)
            and _COUNTS_CASES.search(text, max(0, number.start - 120), number.start)
        ):
            for out in self.bare(number, end, "percent-range", 0.94):
                out.numbers += range_.numbers
                yield out
        else:
            yield from self.bare(number, end, "percent", 0.85)

    def bound(self, number: Number, start: int) -> Iterator[_Expression]:
        """A limit that a share stays below or above: "less than 10% of patients", "nausea (< 11%)"."""
        text, end = self.text, number.percent_end
        sentence = self.document.sentence_at(start)
        if sentence.section not in (None, "results", "conclusions") or not 0 < number.value <= 100:
            return
        bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in ")],;"
        of = _OF_PEOPLE.match(text, end)
        if of is None and not (bracketed and not _CRITERION.search(text, max(0, start - 50), start - 1)):
            return
        yield _Expression(start, end, percent=number.value, numbers=[number.index], rule="percent-bound", score=0.75)

    def bare(self, number: Number | None, end: int, rule: str, score: float) -> Iterator[_Expression]:
        if number is None or number.index in self.taken or not self.is_share(number.start, end, number.value):
            return
        yield _Expression(
            number.start,
            max(number.end, number.percent_end),
            percent=number.value,
            numbers=[number.index],
            rule=rule,
            score=score,
        )

    def shared_percent(self, number: Number) -> bool:
        """Whether the percent sign of a list's later number is this one's too: "67.8 vs. 73.6%"."""
        at = number.index
        if at + 1 >= len(self.numbers) or number.label or not 0 <= number.value <= 100:
            return False
        if not number.start or self.text[number.start - 1] not in " ([=":
            return False
        for following in self.numbers[at + 1 : at + 5]:
            if following.start - self.numbers[at].end > 24:
                return False
            gap = _LIST_GAP.fullmatch(self.text, self.numbers[at].end, following.start)
            if gap is None or following.value > 100 or following.label:
                return False
            if following.percent:
                return (
                    following.index not in self.taken
                    and (number.decimals == following.decimals or number.value == 0 or following.decimals > 0)
                    and not _RANK.search(self.text, max(0, number.start - 16), number.start)
                )
            at = following.index
        return False

    def is_share(self, start: int, end: int, value: float, pm: bool = False) -> bool:
        """Whether a percentage is a share of participants."""
        if _MORE_THAN.match(self.text, end) or _NOT_AFTER.match(self.text, end):
            return False  # "response (50% or greater reduction)", "achieved 6% weight loss"
        share = self.judge(start, end, value, pm)
        self.judged = self.after_interval(start, end), share
        return share

    def linked(self, start: int) -> bool | None:
        """Whether the percentage that this one is compared or listed with is a share; None where there is none."""
        since, share = self.judged
        if not 0 <= start - since <= 140:
            return None
        gap = self.text[since:start]
        if _VERSUS_LAST.fullmatch(gap):
            return share if _CHANGE.isdisjoint(gap.lower().split()) else None
        if not _AND_LAST.fullmatch(gap) and not (share and (_NEXT_BRACKET.fullmatch(gap) or _SAME_LIST.fullmatch(gap))):
            return None
        own = {_SIGNS.get(word) for word in gap.lower().split()}
        if own.isdisjoint(("change", "continuous")) or gap[-1:] in "([" and self.reached(start):
            return share
        return None

    def reached(self, start: int) -> bool:
        """Whether the sentence counts, before ``start``, those who met a goal."""
        floor = max(self.document.sentence_at(start).start, start - 400)
        return _REACHED.search(self.text, floor, start) is not None

    def judge(self, start: int, end: int, value: float, pm: bool) -> bool:
        """Whether a percentage is a share, by what stands around it."""
        text = self.text
        if not 0 <= value <= 100 or value <= 10 and _STRENGTH.search(text, max(0, start - 60), start):
            return False
        sentence = self.document.sentence_at(start)
        if sentence.section in ("background", "registration", "objective"):
            return False
        if sentence.section != "results" and _ASSUMED.search(text, max(sentence.start, start - 300), start):
            return False
        before = text[max(sentence.start, start - 200) : start]
        close = self.after_interval(start, end)
        if close != end and _NOT_AFTER.match(text, close) or _is_excluded(before[-40:]):
            return False
        end = close
        if _BY.search(before[-20:]) and not _CHANGE.isdisjoint(before[-70:].lower().split()):
            return False
        if before.endswith(("% (", "% [")) or " of " in before and _OF_TIME.search(before):
            return False  # "6.6% (0.5%)": with its standard error
        linked = self.linked(start)
        if _DID.match(text, end) and (linked is not False or not text.startswith(" in ", end)):
            return True
        if linked is not None:
            return linked
        following = text[end : end + 1]
        if (
            following == " "
            and not _PEOPLE_NEXT.match(text, end)
            and text[end + 1 : end + 2] not in "([&+=<>"
            and (
                before.endswith(_MIXED)
                or not any(arm.start == end + 1 for arm in self.document.arms.within(end, end + 2))
            )
            and (sentence.section == "methods" or _NEXT_PERCENT.match(text, end) is None)
        ):
            return False
        if pm and not _CUMULATIVE.search(before):
            return False
        window = text[end : end + 80]
        if ("R" in window or "atio" in window or "isk" in window) and _RATIO_NEXT.match(text, end):
            return True
        if text[start - 1] == "(" and _THAN_OTHER.match(text, end) and _COUNTS_CASES.search(before):
            return True
        if text[start - 1] in "([" and _ALONE.match(text, end) and _LOWER_THAN.search(before[-140:]):
            return False
        whole = _BRACKETED.sub("", before)
        since = whole.rfind("; ") + 1
        if since and _IT_WAS.search(whole, since):
            since = 0
        if text[start - 1] == "(" and (item := _LIST_ITEM.search(before)):
            whole, since = item.group("item"), 0
        clause = whole[since:].replace("low birth weight", "birthweight")
        after = text[end : min(sentence.end, end + 60)]
        last = {"change": -1, "continuous": -1, "occurrence": -1}
        for match in _WORD.finditer(clause):
            word = match.group().lower()
            sign = _SIGNS.get(word)
            if sign is not None and not (word == "were" and max(last["change"], last["continuous"]) >= 0):
                last[sign] = match.start()
        change, continuous, occurrence = last["change"], last["continuous"], last["occurrence"]
        if occurrence > max(change, continuous) or text.startswith(" of ", end) and _IN_PLACE.search(before[-50:]):
            return True
        if text[start - 1 : start] in ("(", "[") and _VERSUS.match(text, end) and self.reached(start):
            return True
        share_of = _SHARE_OF.search(clause) if "of " in clause else None
        if share_of is not None and share_of.start() > change:
            return sentence.section != "methods" or bool(re.search(r"\b(?:was|were) $", clause))
        if occurrence >= 0 > continuous and before.endswith(" to ") and sentence.section != "methods":
            return True  # "the rate increased |to| 43%"
        if change >= 0 > continuous and (_FROM.search(before) or before.endswith(" to ") and _FROM_TO.search(before)):
            return sentence.section != "methods"
        if continuous >= 0 or change >= 0:
            return occurrence >= 0 and change < occurrence and continuous < 0
        if sentence.section == "methods" and value <= 10 and not text.startswith(" of ", end):
            return False
        if sentence.section == "methods":
            return occurrence >= 0 or any(word.lower() in _OCCURRENCE for word in _WORD.findall(after))
        return True

    def after_interval(self, start: int, end: int) -> int:
        """Where the text goes on after the interval of the percentage that begins at ``start``."""
        interval = self.intervals.get(start)
        if interval is None:
            return end
        close = _INTERVAL_CLOSE.match(self.text, interval.end)
        return close.end() if close else interval.end

    def count(self, number: Number) -> Iterator[_Expression]:
        """Expressions that begin with a whole number: with a percentage, with a total, or alone."""
        text = self.text
        if number.decimals or number.label or number.ordinal or number.value < 0 or number.value > 5_000_000:
            return
        if text.endswith(_NUMBERED, 0, number.start):
            return
        end, following = number.end, number.index + 1
        if text[end : end + 1] not in " ([,;" and not (text[end] == "." and text.endswith(" in ", 0, number.start)):
            return
        out = _Expression(number.start, end, int(number.value), None, None, [number.index])
        found = self.percent_in_bracket(end, following)
        if found is not None and number.form == "words" and number.value == 1 and found[0].value > 50:
            return  # "than with the single dose one (79%)"
        if found is None and following < len(self.numbers) and self.numbers[following].percent:
            found = self.spaced_percent(number, self.numbers[following])
        if found is not None:
            out.percent, out.end = found[0].value, found[1]
            out.numbers.append(found[0].index)
            out.rule, out.score = "count-percent", 0.96
            of = _OF_ALL.match(text, out.end)
            total = self.next_number(of.end(), found[0].index + 1) if of else None
            noun = noun_phrase(text, out.end)
            if (
                total is not None
                and not total.percent
                and not total.decimals
                and _agree(out.count, int(total.value), found[0].value)
            ):
                out.denominator, out.end = int(total.value), total.end
                out.numbers.append(total.index)
                noun = noun_phrase(text, out.end)
            if noun is not None:
                out.noun_end = noun.end
            elif out.denominator is None:
                out.outcome = self.counted_event(number, found[0]) or self.sex(number, found[0], out.end)
            if text[number.start - 4 : number.start] in ("n = ", "N = "):
                out.start -= 4
            elif text[number.start - 2 : number.start] in ("n=", "N="):
                out.start -= 2
            yield out
            return
        if text.startswith((" of ", " out"), end):
            of = _OF.match(text, end)
        else:
            of = _OUT_OF.match(text, end) if " out of" in text[end : end + 28] else None
        total = self.next_number(of.end(), following) if of else None
        if (
            total is not None
            and not total.percent
            and not total.decimals
            and total.value >= number.value
            and not total.label
        ):
            out.denominator, out.end = int(total.value), total.end
            out.numbers.append(total.index)
            noun = noun_phrase(text, total.end)
            found = self.percent_in_bracket(total.end, total.index + 1)
            if found is None:
                word = _ONE_WORD.match(text, total.end)
                words = noun.end if noun is not None else word.end() if word else total.end
                found = self.percent_in_bracket(words, total.index + 1)
            if noun is not None:
                out.noun_end = out.end = noun.end
            if found is None:
                found = self.agreeing(out, total.index + 1)
                if found is not None and not text[found[1] : found[1] + 2].strip(" ").isalpha():
                    out.outcome = text[out.end + 1 : text.rfind("(", out.end, found[0].start)].strip()
            if found is not None:
                out.percent, out.end = found[0].value, found[1]
                out.numbers.append(found[0].index)
                out.rule, out.score = "of-percent", 0.97
            elif noun is not None or _AFTER_TOTAL.match(text, total.end):
                out.rule, out.score = "of", 0.95 if noun else 0.9
            else:
                return
            yield out
            return
        yield from self.alone(number, out)

    def agreeing(self, out: _Expression, index: int) -> tuple[Number, int] | None:
        """A percentage in a bracket a few words on that is count by total: "39 of 45 patients came (87% response)"."""
        number = self.numbers[index] if index < len(self.numbers) else None
        if number is None or not number.percent or number.start - out.end > 70 or number.index in self.taken:
            return None
        if _WORDS_TO_BRACKET.fullmatch(self.text, out.end, number.start) is None:
            return None
        if not _agree(out.count, out.denominator, number.value):
            return None
        close = _WORDS_CLOSE.match(self.text, number.percent_end)
        return number, close.end() if close else number.percent_end

    def spaced_percent(self, number: Number, percent: Number) -> tuple[Number, int] | None:
        """The percentage after the noun or a comma: "10 patients (43.5%)", "n = 54; 11%"."""
        text = self.text
        if percent.start - number.end > 64 or percent.index in self.taken:
            return None
        gap = text[number.end : percent.start]
        if (
            gap in (", ", "; ")
            and number.start
            and (text[number.start - 1] in "=(" or text[number.start - 2 : number.start] == "= ")
        ):
            return percent, percent.percent_end
        bare = _OPEN_END.search(gap) if gap[-1:] in ("(", "[", " ") else None
        if (
            bare is None
            or text[percent.percent_end : percent.percent_end + 1] == " "
            and _WORD_IN.match(text, percent.percent_end)
        ):
            return None  # "3,012 contacts (64% female)"
        close = _CLOSE.match(text, percent.percent_end)
        words = gap[: bare.start()].strip()
        if (
            words.startswith(("was ", "were ", "is ", "are "))
            or text[max(0, number.start - 2) : number.start].strip() in _BOUNDS
        ):
            return None  # "mortality at day 90 was similar (26%", "had >= 1 event (9%"
        if not words or not _PUNCTUATION.isdisjoint(words) or _UNIT.match(text, number.end):
            return None
        noun = noun_phrase(text, number.end, number.value == 1)
        if noun is None and (len(words.split()) > 5 or words.rpartition(" ")[2] in _NOT_COUNTED):
            return None
        return percent, close.end() if close else percent.percent_end

    def sex(self, number: Number, percent: Number, end: int) -> str | None:
        """The sex of those counted where nothing more is said of them: "24 |men| (60%), mean age"."""
        words = self.text[number.end : percent.start].strip(" ([")
        if words not in SEXES or self.text[end : end + 1] not in ",;)]":
            return None
        around = self.text[max(0, number.start - 90) : end + 90]
        return words if any(f" {sex} " in around for sex in SEXES if sex != words and len(sex) > 2) else None

    def counted_event(self, number: Number, percent: Number) -> str | None:
        """What is counted between a count and its percentage, if not people: "49 |related deaths| (10%)"."""
        words = self.text[number.end : percent.start].strip(" ([")
        if len(words) < 3 or not words[0].isalpha() or words.startswith(("of ", "in ", "on ", "and ", "were ", "was ")):
            return None
        noun = noun_phrase(self.text, number.end, number.value == 1)
        if noun is None:
            return words if words not in _COUNTED_UNITS and words.lower() not in HEADS else None
        had = _HAD.match(self.text, noun.end, percent.start)
        return had.group("what") if had else None

    def alone(self, number: Number, out: _Expression) -> Iterator[_Expression]:
        """A count without a percentage or a total."""
        text = self.text
        sentence = self.document.sentence_at(number.start)
        if sentence.section in _NO_RESULTS:
            return
        one = number.value == 1
        noun = noun_phrase(text, number.end, one) or _pts(text, number.end)
        end = noun.end if noun else number.end
        these = _OF_THESE.match(text, number.end) if text.startswith(" of ", number.end) else None
        if these is not None and _IN_STUDY.match(text, these.end()):
            return
        if these is not None:
            out.end = these.end("who")
            out.noun_end = out.end
            out.rule, out.score = "of-these", 0.85
            yield out
            return
        before = text[max(sentence.start, number.start - 90) : number.start]
        if noun is None:
            event = _EVENT_NOUN.match(text, number.end)
            if (
                event is not None
                and number.value < 50_000
                and not _GRADED.search(before)
                and not _NO_COUNT.search(before)
            ):
                out.end = event.end()
                out.outcome = text[number.end + 1 : event.end()]
                if out.outcome.endswith(" of"):
                    what = _WHAT.match(text, event.end())
                    out.outcome = what.group("what") if what else None
                    out.end = what.end() if what else out.end
                out.rule, out.score = "event", 0.6
                yield out
            elif (ellipsis := _ELLIPSIS.match(text, number.end)) and _ELLIPSIS_BEFORE.search(before):
                out.noun_end = number.end
                if ellipsis.group("had") and (what := _HAD_WHAT.match(text, ellipsis.end())):
                    out.end, out.outcome = what.end(), what.group("what")
                out.rule, out.score = "ellipsis", 0.8
                yield out
            elif _VERSUS_BEFORE.search(before) and number.start - self.last < 110 and _IN_ARM.match(text, number.end):
                out.rule, out.score = "count-versus", 0.9
                yield out
            elif (
                before.endswith(_RATED_LAST)
                and _RATED_NEXT.match(text, number.end)
                and (rated := _RATED.search(before))
            ):
                out.outcome = rated.group("rating")
                out.rule, out.score = "rated", 0.9
                yield out
            elif self.paired(number, before):
                out.rule, out.score = "count-pair", 0.9
                yield out
            elif self.listed(number):
                self.in_list.add(number.index)
                out.outcome = self.shared_event(number)
                out.rule, out.score = "count-list", 0.93
                yield out
            return
        out.noun_end = out.end = noun.end
        if noun.head in ("case", "cases") and (of := _CASES_OF.match(text, end)) and not _GRADED.search(before):
            out.outcome, out.rule, out.score = of.group("what"), "event", 0.7
            yield out
            return
        happened = None if _DEFINITE.search(before) else _HAPPENED.match(text, end)
        if happened is not None:
            out.rule, out.score = "count-happened", 0.93 if happened["sudden"] else 0.9
            yield out
        elif _IN_PLACE.search(before):
            out.rule, out.score = "in-count", 0.9
            yield out
        elif _ASIDE_BEFORE.search(before) or (
            _IN_SHORT.search(before) and text[end : end + 1] in ",;)." and "(" in before
        ):
            out.rule, out.score = "count-aside", 0.9
            yield out
        elif self.listed_last(number, before):
            out.rule, out.score = "count-list", 0.93
            yield out
        elif noun.head == "pts" and (had := _PTS_WORD.match(text, end)):
            out.outcome = had.group("what")
            out.rule, out.score = "count-happened", 0.75
            yield out

    def parts(self, whole: _Expression) -> list[_Expression]:
        """The counts that an expression is broken down into right behind it; none where they do not add up to it."""
        text, at = self.text, max(whole.numbers) + 1
        lead = _BREAKDOWN.match(text, whole.end)
        if lead is None:
            return []
        stop = self.document.sentence_at(whole.start).end
        parts: list[_Expression] = []
        rest, since = whole.count or 0, lead.end()
        for number in self.numbers[at : at + 7]:
            gap = text[since : number.start]
            if number.end > stop or len(gap) > (70 if parts else 24) or _NEW_CLAUSE.search(gap):
                return []
            if number.label or parts and gap.rfind("(") > gap.rfind(")") or _UNIT.match(text, number.end):
                continue  # "6 men (3 in each group) and 2 women", "one given 400 mg and two given 1 g"
            if number.decimals or number.percent or not 0 < number.value <= rest or _SEX.match(text, number.end):
                return []
            noun = noun_phrase(text, number.end, number.value == 1)
            end = noun.end if noun is not None else number.end
            if self.percent_in_bracket(end, number.index + 1) is not None:
                return []
            parts.append(
                _Expression(number.start, end, int(number.value), None, None, [number.index], "breakdown", 0.95)
            )
            name = gap.strip(" ,;(").removeprefix("and ")
            if noun is None and _LONG_NAME.fullmatch(name) and text.startswith((",", ";", ")", " and "), end):
                parts[-1].outcome = name  # "(diarrhea 1, nausea 2)"
            rest -= int(number.value)
            if rest == 0:
                return parts if len(parts) > 1 else []
            since = number.end
        return []

    def paired(self, number: Number, before: str) -> bool:
        """Whether a number is one of two counts in a bracket behind an event: "extubation failure (2 vs. 5; p = 1)"."""
        text = self.text
        if not before.endswith(("(", "[", "= ", "=", "vs ", "vs. ", "versus ", "and ")):
            return False
        before = text[max(number.start - 150, number.start - len(before) - 60, 0) : number.start]
        if _EVENT_BEFORE.search(before) or before[-1:] in ("(", "[") and _NUMBER_OF.search(before):
            return _PAIR_OF_COUNTS.match(text, number.end) is not None
        opened = _SECOND_OF_PAIR.search(before)
        lead = before[: opened.start() + 1] if opened is not None else ""
        return (_EVENT_BEFORE.search(lead) is not None or _NUMBER_OF.search(lead) is not None) and text[
            number.end : number.end + 1
        ] in ";,)]"

    def listed(self, number: Number) -> bool:
        """Whether a number shares the noun of a later one that counts an outcome: "found in 4, 5 and 7 patients"."""
        text, at = self.text, number.index
        for following in self.numbers[at + 1 : at + 4]:
            if following.start - self.numbers[at].end > 24:
                return False
            if following.decimals or following.percent or following.label or following.value > 5000:
                return False
            if _LIST_GAP.fullmatch(text, self.numbers[at].end, following.start) is None:
                return False
            at = following.index
            noun = noun_phrase(text, following.end, following.value == 1)
            if noun is not None:
                if noun.head == "cases":
                    return True
                start = number.start
                before = text[max(0, start - 60) : start]
                return (
                    _IN_PLACE.search(before) is not None
                    or before.endswith(("(", " had ", " which "))
                    or _NEW_IN.search(before) is not None
                    or self.counted(number)
                    or _HAPPENED.match(text, noun.end) is not None
                )
        return False

    def shared_event(self, number: Number) -> str | None:
        """What the list that a number begins counts: "21 and 23 cases of |X|"."""
        for following in self.numbers[number.index + 1 : number.index + 4]:
            noun = noun_phrase(self.text, following.end)
            if noun is not None:
                of = _CASES_OF.match(self.text, noun.end) if noun.head == "cases" else None
                return of.group("what") if of else None
        return None

    def listed_last(self, number: Number, before: str) -> bool:
        """Whether a number with a noun ends such a list."""
        if _LIST_END.search(before) is None or not number.index:
            return False
        first = self.numbers[number.index - 1]
        return not first.percent and not first.decimals and first.form == number.form and self.listed(first)

    def counted(self, number: Number) -> bool:
        """Whether the number before in the list is counted already."""
        return number.index > 0 and number.index - 1 in self.in_list


def _pts(text: str, end: int) -> NounPhrase | None:
    """ "pt", "pts": patients in short."""
    match = _PTS.match(text, end) if text.startswith(" pt", end) else None
    return NounPhrase(match.end(), "pts", ()) if match else None


# "Of 52 patients with X, ...", "Among the 3,008 contacts screened, ...": the total of the counts that follow.
_TOTAL_LEAD = re.compile(
    r"(?:[A-Z][A-Za-z]+: ?)?(?:(?:Of|Among|In)|(?:of|among))[ ](?:the[ ]|these[ ]"
    r"|all[ ])?(?:total[ ])?(?=[A-Z0-9a-z])"
)


def _share_totals(document: Document, expressions: list[_Expression]) -> None:
    """Give counts without a total the one that their sentence begins with."""
    starts = [number.start for number in document.numbers]
    for expression in expressions:
        if expression.denominator is not None or expression.count is None:
            continue
        sentence = document.sentence_at(expression.start)
        lead = _TOTAL_LEAD.match(document.text, sentence.start)
        if lead is None:
            continue
        at = bisect_left(starts, lead.end())
        number = document.numbers[at] if at < len(starts) else None
        if (
            number is None
            or number.start != lead.end()
            or number.end >= expression.start
            or number.decimals
            or number.percent
        ):
            continue
        percent = expression.percent
        if number.value >= max(2, expression.count) and (
            percent is None or _agree(expression.count, int(number.value), percent)
        ):
            expression.denominator = int(number.value)


def _agree(count: int | None, total: int | None, percent: float) -> bool:
    """Whether count, total and percentage fit together (to within two points: texts round and slip)."""
    return bool(total) and count is not None and abs(100 * count / (total or 1) - percent) <= 2


def _noes(words: TextWords) -> Iterator[int]:
    """Where "no", "none", "nobody" or "not a single" stands."""
    for word, behind in _NO_WORDS.items():
        if word in words.distinct and (word != "not" or "single" in words.distinct):
            for at in words.places((word,)):
                if words.text.startswith(behind, at + len(word)):
                    yield at


def _nothing(document: Document) -> Iterator[_Expression]:
    """Counts of nobody: "none of the 4 patients", "No adverse events were reported"."""
    text = document.text
    for at in _noes(document.words):
        none = _NOTHING.match(text, at)
        event = None if none else _NO_EVENT.match(text, at)
        if (none is None and event is None) or document.in_furniture(at):
            continue
        sentence = document.sentence_at(at)
        if sentence.section in _NO_RESULTS:
            continue
        if none is not None:
            if none.group("of") and _NO_PEOPLE.match(text, none.end("of")):
                continue
            if not (none.group("of") or _NONE_DID.match(text, none.end())) and not (
                none.group("word") == "none"
                and _IN_ARM.match(text, none.end())
                and _NONE_ELSE.search(text, max(sentence.start, at - 8), at)
            ):
                continue
            out = _Expression(none.start(), none.end("word"), 0, rule="none", score=0.7)
            if none.group("of"):
                after = bisect_left(document.numbers, none.end("of"), key=lambda number: number.start)
                number = document.numbers[after] if after < len(document.numbers) else None
                if number is not None and number.start == none.end("of"):
                    out.denominator, out.end, out.numbers = int(number.value), number.end, [number.index]
            out.noun_end = out.end
            yield out
        elif event is not None:
            before = text[max(sentence.start, event.start() - 24) : event.start()]
            if event.start() - sentence.start < 12 or _THERE.search(before) or _OCCURS.search(event.group("tail")):
                modifier = _MODIFIER.match(event.group("tail"))
                what: str | None = event.group("what").removeprefix("incidence of ")
                what = None if what in ("case", "cases") else f"{what}{modifier.group() if modifier else ''}"
                yield _Expression(event.start(), event.end("what"), 0, rule="no-event", score=0.6, outcome=what)
