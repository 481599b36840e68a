"""Whether a percentage is a share of participants, by the words around it."""

from __future__ import annotations

import re
from functools import cached_property

from trialfacts.cleaning.sentences import Sentence
from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.proportions.introduction import introduction_end
from trialfacts.proportions.pairs import befell
from trialfacts.proportions.subjects import GOAL, among_all, next_of_pairs, told_of_people, was_in_share
from trialfacts.results.percentages import PERCENT_CHANGE_WAS

# What is printed with its standard error in percent: "5-year |survival| 67.4 \u00b1 7.6%" (Kaplan and Meier).
_CUMULATIVE = re.compile(
    r"survival|alive\b|local control|-free\b|incidence|mortality|relapse|recurrence|prevalence"
    r"|\brates? of (?:death|failure|progression|event|response|remission|infection|stroke"
    r"|[a-z-]+ (?:death|failure|event))"
    r"|\bfree(?:dom)? (?:of|from)\b|\bremission rates?|\bfailure rates?|\b(?:DFS|OS|PFS|EFS|RFS)\b",
    re.I,
)
_MEAN = re.compile(r"\b(?:means?|median|average|changes?|reductions?|increases?|decreases?)\b", re.I)
COUNTS_CASES = re.compile(
    r"\b(?:rates?|incidences?|prevalence|proportions?|percentages?|frequency|survival|mortality|risk|patients"
    r"|participants|subjects|women|children|infants)\b",
    re.I,
)
_INTERVAL_CLOSE = re.compile(r"(?:[;,] ?[pP] ?[=<>] ?[0-9.]{1,8})?[ ]?[)\]]")
# What a percentage is not, by the words after it.
_NOT_AFTER = re.compile(
    r"[ -]?(?:from baseline|CI\b|IC\b|confidence|credible|power|probability|chance|likelihood|solution|cream|gel"
    r"|ointment|lotion"
    r"|oxygen|O2\b|saline"
    r"|dextrose|glucose|albumin|of (?:the |their |its |all )?(?:infusions|[A-Z]+ sessions|energy|predicted"
    r"|baseline|variance|variation|(?:[a-z-]+ ){0,3}maxim|total (?:energy|calor|body|dose|variance|area)"
    r"|(?:their |the )?[0-9]+-?rep"
    r"|(?:(?!(?:groups?|arms?|patients|participants) )[\w-]+ ){0,4}"
    r"(?:visits|capsules|tablets|pills|prescriptions|mosquitoes|oocytes|sessions|workouts|classes|words|meals|nights|pathways)|cells|genes|items|questions"
    r"|cardiac output|energy|calories|body (?:weight|mass|surface)"
    r"|control\b(?! (?:group|arm|patient|mothers|women|men|children|infants|cases|eyes|animals|schools"
    r"|subject|participant))"
    r"|normal|1-?RM|VO2|heart rate|peak|max|their (?:usual"
    r"|maxim)|one repetition"
    r"|initial|its|time|sessions|(?:the|this) (?:treatment |total )?effect\b"
    r"|the (?:time|dose|variance|baseline|maxim|total|control(?! (?:group|arm"
    r"|patient))|initial|original"
    r"|recommended|body|area|daily))"
    r"|(?:relative |absolute )?risk reduction"
    r"|(?:relative |absolute |overall |further |mean |greater |median |clinical |symptomatic |pain )?(?:reduction"
    r"|decreases?|increases?|improvement|decline|change|rise|fall|drop|loss|gain|inhibition|elevation|lowering"
    r"|higher|lower|greater|less|more|better|smaller|larger|faster|slower|longer|shorter|fewer"
    r"|(?:(?!without)[a-z-]+ )?differences?|twitch"
    r"|recovery|weight|saturation|predicted"
    r"|variance|reduced|increased|identity|concordan|agreement|cut|threshold|level|significance|inhibitory"
    r"|effective|of cost|HR ?(?:peak|max|R)|VO2 ?(?:peak|max|R)?)\b"
    r"|[+]\w|/(?!year|yr|[0-9])\w|[ ](?:ethanol|alcohol|lidocaine|bupivacaine|levobupivacaine|ropivacaine|articaine"
    r"|mepivacaine|prilocaine|chlorhexidine|povidone|formalin|sucrose|dextran|hypertonic"
    r"|isoflurane|sevoflurane|desflurane|minoxidil|hydroquinone|fluoride|mannitol|imiquimod|carbamide|hydrogen"
    r"|NaOCl|CHX|EDTA|sodium|glycolic|salicylic|lactic|acetic|potassium|silver))"
)
# ... and by the words before it.
_NOT_BEFORE = re.compile(
    r"(?:[<>\u2264\u2265\u00b1]|at least|more than|greater than|less than|minimum of|threshold of|exceed(?:ed"
    r"|ing)?|power of|a margin of|margin of|power[ ,]|alpha(?: level)? of|efficacy of|below|under|above"
    r"|\b(?:reduction|decrease|increase|improvement|decline|change|rise|fall|drop"
    r"|(?<!hair )(?<!hearing )(?<!pregnancy )(?<!foetal )(?<!fetal )(?<!memory )(?<!appetite )(?<!implant )loss"
    r"|gain|difference"
    r"|differences)s?(?: of| was| were|:|=| up to| by up to)?(?: about| approximately| only)?"
    r"|difference in [^.;:()]{3,36}:|sample of|"
    r"\b[RI] ?(?:2|\u00b2) ?=|\bCV(?: of| was|:| ?=)?|variation(?: of| was|:| ?=)?|\bpowered|\bCI|\bp[01] ?="
    r"|FiO2[^.;]{0,12}|HbA1c[^.;]{0,20}|A1[cC][^.;]{0,20}|\bsaturation[^.;]{0,20}|LVEF[^.;]{0,20}"
    r"|ejection fraction[^.;]{0,25}|FEV(?!er)[^.;]{0,12}|predicted|\b(?:margin|limit|bound)\b[^.;()%]{0,40}"
    r"|\bS(?:EM?|D)(?: of| was|:| ?=)?"
    r"|(?<!in )(?<!for )(?<!by )(?<!of )(?<!ed )(?<!was )(?<!were )\bup to"
    r"|\bM?MEF|\bFEF|\bcontain(?:ing|ed|s)|\bintensity of|\b(?:performed|cycling|running|discounted) at"
    r")[ ]?[(\[]?$",
    re.I,
)
# What these words hold, each at least one.
_NOT_BEFORE_SIGNS = tuple(
    """< > \u2264 \u2265 \u00b1 least than minimum threshold exceed power margin alpha efficacy below under
    above reduction crease improvement decline change rise fall drop loss gain difference fio2 a1c
    saturation sd lvef fraction fev predicted sample limit bound r2 r\u00b2
    i2 i\u00b2 cv variation powered p0 p1 fef mef contain intensity""".split()
    + ["r 2", "i 2", " ci", "(ci", ";ci", "ormed at", "ing at", "counted at", "up to", "(se ", " se ", "(sem "]
)


def _is_excluded(before: str) -> bool:
    lower = before.lower()
    return any(map(lower.__contains__, _NOT_BEFORE_SIGNS)) and _NOT_BEFORE.search(before) is not None


# "patients received |hypromellose| 2%": a name right before a small percentage, after a word for giving it.
_STRENGTH = re.compile(
    r"(?:HCl|hydrochloride|sodium|acid|NaOCl|EDTA|HPMC|solutions?|cream|gel|ointment|eye ?drops|mouthwash"
    r"|sulfate|acetate"
    r"|valerate|propionate|chlorhexidine|lidocaine|lignocaine|bupivacaine|ropivacaine|extracts?) [(]?$"
    r"|\b(?:received|with|of|using|given|applied|containing|plus|versus|vs?\.?|or|and|to|lidocaine|topical|twice"
    r"|daily) "
    r"(?:[a-z]{6,} )?(?!(?:nausea|vomiting|in|of|to|by|was|were|is|at|only|about|approximately|for|from|with"
    r"|than|versus|vs?|over"
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
    suppression elevated elevation elevations raised raising augmented augmentation""".split()
)
_CONTINUOUS = frozenset(
    """mean median average level levels concentration concentrations volume volumes weight pressure cholesterol hba1c
    haemoglobin hemoglobin triglyceride triglycerides ldl hdl ldl-c hdl-c area density activity fraction content
    thickness glucose bmd score scores adherence haematocrit hematocrit saturation index ratio amount dosage expression
    clearance bioavailability diameter auc fev1 vo2 variance coefficient efficiency accuracy consumption intake fat bmi
    intensity velocity strength stenosis time cost costs satisfaction ewl tbwl count counts energy""".split()
)
# What happens to people: "the |relapse| was reduced (5 vs. 17%)".
_EVENTS = frozenset(
    """incidence incidences frequency frequencies proportion proportions prevalence survival mortality death deaths
    event events remission remissions relapse relapses recurrence recurrences failure failures complication
    complications infection infections nausea vomiting toxicity toxicities occurrence neutropenia diarrhea diarrhoea
    patency pregnancy pregnancies birth births hospitalization hospitalizations hospitalisation seroconversion headache
    fever""".split()
)
_OCCURRENCE = _EVENTS | frozenset(
    """patients participants subjects women men children infants eyes cases individuals people controls rate rates
    percentage percentages response responses responder responders responded cure cures cured success occurred
    pfs os orr cr pr dfs rfs pain-free healed healing achieved experienced reported observed developed
    sensitivity specificity predictive likely preferred adverse reaction reactions side-effects effects birthweight
    preterm common commoner frequent often rare rarer
    female male compliance completed completion dropout recurrent syndrome disease positive positivity negative
    negativity protection risk had were respondents recipients fatigue""".split()
)
_SIGNS = {
    **dict.fromkeys(_CHANGE, "change"),
    **dict.fromkeys(_CONTINUOUS, "continuous"),
    **dict.fromkeys(_OCCURRENCE, "occurrence"),
}
_WORD = re.compile(r"[A-Za-z][\w-]*")
_PEOPLE_NEXT = re.compile(
    r"[ ](?:(?:[a-z][a-z/-]* ){0,2}(?:women|men|patients|participants|subjects|children)"
    r"|of|females?|males?|girls|boys|infants|white|black"
    r"|against|irrespective|regardless|without|v\.?|Vs\.?|thus"
    r"|caucasian|hispanic|asian|african|smokers|response|were|was|had|in|for|with|on|at|among|vs?|versus|and|or|to"
    r"|than|compared|respectively|while|whereas|reported|experienced|achieved|developed|showed|did|would|who|by"
    r"|after|during|from|but|as|completed|received|relapsed|survived|responded|died|required|remained|chose"
    r"|preferred|agreed|felt|said|used|lost|survival|mortality|remission|event|incidence|success|cure|are|is|per"
    r"|within|through|until|being|having|have|met|reached|demonstrated|attained|presented|suffered|underwent"
    r"|improved|became|attended|adhered|accepted|tested|still|no|could|initiated|discontinued|withdrew|stopped"
    r"|[pP] ?[=<>]|(?:either|initially|subsequently) [a-z]|[a-z]{3,}(?:ed|an|ese|ing)\b(?! (?:by|to|for)\b)"
    r"|not|never|always|retention|placebo|controls?|intervention|[a-z]+ly|(?!heart )(?:[a-z-]+ )?rates?"
    r"|reduction in the|Caucasian|(?:[Nn]on-)?(?:Hispanic )?(?:White|Black)|African"
    r"|Hispanic|Asian|overall|according|when|at|also|each|both"
    r"|all|using|without|since|so|because|if|across|(?:[\w+/-]+ ){1,3}(?:arms?|groups?))\b"
)
# "61% were women", "12% of these patients": participants, whatever went before.
_DID = re.compile(
    r"[ ](?:(?:males?|females?|men|women|girls|boys|[Cc]aucasians?"
    r"|[Ww]hites?|[Bb]lacks?|[Hh]ispanics?|[Aa]sians?|smokers)\b"
    r"|(?:were|had|are|have|reported|experienced|achieved|completed|developed|showed|died|survived|responded"
    r"|received|who|felt|said|agreed|chose|preferred|believed|thought|required|needed|underwent|withdrew"
    r"|relapsed|suffered|reached|met|attained|became|remained|recovered|gained|discontinued|failed|completing|reporting|achieving|having|experiencing|requiring|developing"
    r"|preferring|wishing|desiring|attending|agreeing|remaining)[ ]"
    r"|(?:of[ ])?(?:the[ ]|all[ ]|these[ ]|those[ ]|our[ ])?[^.,;()%]{0,30}?\b(?:patients|participants|subjects"
    r"|women|men|children|infants|eyes|cases|individuals|respondents|people|controls|recipients|pts)\b"
    r"|of[ ](?:the[ ]|all[ ])?[^.,;()%]{1,30}?\b(?:group|arm)\b(?! (?:sessions|meetings|members|classes|visits))"
    r"|of[ ](?:those|them)\b)"
)
# "|58% and| 56% were women", "55%| vs. 53% had it": what is told of the second is told of the first
_PAIR_NEXT = re.compile(r" ?%?(?: (?:vs?\.?|versus|and|against) |/)[\d.]{1,6} ?%(?:,? respectively,?)?(?= )")
# "|Overall, |84%| made at least one error|", "|and |5%| attended none|": who did it opens the clause
_CLAUSE_OPENS = re.compile(
    r"(?:^|[.;:] |, |\b(?:and|but|while|whereas|that|only|about|[Oo]nly|[Oo]verall|[Aa]bout"
    r"|[Aa]t baseline) )$"
)
_THEY_DID = re.compile(
    r" (?:(?:also|never|still|always|not|already|only|ever|[a-z]{3,12}ly) )?"
    r"(?:made|took|gave|told|left|kept|saw|wished|would|could|did|became|met|knew|drank|ate|slept|spoke|went|came|bought"
    r"|found|[a-z]{3,12}(?<!reduc)(?<!increas)(?<!decreas)(?<!improv)(?<!predict)ed) "
    r"(?:a|an|the|at|no|none|one|any|their|all|more|less|it|to|that|with|in|on|from|being|having|as|every|some|her|his"
    r"|them|two|three)\b"
    r"| of (?:the |all |these |those |our )?(?:[\w/-]+ ){0,3}(?:group|arm|cohort|patients|participants|subjects|women"
    r"|men|children|users|cases|controls)(?: (?:and|vs?\.?|versus|against) [\d.]{1,6} ?%[^.;:()%]{1,50})? "
    r"(?:had|were|would|could|did|took|made|met|felt|said|[a-z]{3,12}(?<!reduc)(?<!increas)(?<!decreas)ed)\b"
)
# "80% (88%| and 70% with A and B|", "80% (88%| with A and 70%| with B"
_ARMS_OF_IT = re.compile(
    r"(?: (?:in|with|for|on|of) [^()%]{2,60}?)?(?: and| vs\.?| v| versus|,| compared with| compared to|;)"
    r"(?: (?:in|with|for|on) [^()%]{2,60}?)? \d[\d.]{0,4} ?%"
)
# "inside the 75%| to 130% limits|"
_NAMED_RANGE = re.compile(
    r" (?:to|and|-) \d[\d.]* ?% (?:ranges?|limits?|criteria|interval|bounds?|boundaries|bioequivalence)\b"
)
# "density |rose| 5.4% in women on zidolol"
_MOVED = re.compile(
    r"\b(?:increased|decreased|rose|fell|declined|dropped|grew|climbed|diminished)"
    r"(?: (?:about|approximately|only|nearly|almost|roughly|an average(?: of)?|a mean(?: of)?|another|[a-z]+ly))* $"
)
# "increased abstinence |from| 16% |to| 26%"
_FROM = re.compile(r"\bfrom (?:only |about |approximately )?$")
_FROM_TO = re.compile(r"\bfrom (?:only |about |approximately )?\d+(?:\.\d+)? ?%?[^.;%]{0,24} to $")
# "5% of those on X, |compared with| 22% on Y", "75% of the X group |vs.| 86%", "18% were cured |and| 71% improved"
_VERSUS_LAST = re.compile(
    r"(?:[^.;\n%]|\.(?=[0-9])|%(?= (?:of (?:their|its|baseline|body)|or|weight|body|improvement|reduction|increase"
    r"|decrease) )){0,140}(?:\bvs?\.? "
    r"|\bversus |\bthan |\bagainst |\bcompared (?:with|to) )"
    r"(?:(?:[\w-]+ ){0,4}[(\[]?|[\w+/-]{1,16} ?[=:] ?)"
)
_AND_LAST = re.compile(r"\)?(?:[ ,][\w-]{1,20}){0,10},? and (?:for |in |at |with )?")
# "6% had antibodies before, |increasing to| 28%", "cure was rare (12%). It |fell to| 9%"
_ROSE_TO = re.compile(
    r"\b(?:increas(?:ed|ing)|decreas(?:ed|ing)|declin(?:ed|ing)|r(?:ose|ising)|f(?:ell|alling)|dropp(?:ed|ing)|improv(?:ed|ing)"
    r"|reduced) (?:[a-z]+ly )?to (?:only |about )?$"
)
# "undetectable in 21%|, detectable but low in |14%"
_NEXT_IN = re.compile(r"(?:[,:;] (?:and )?| and )[a-z][a-z -]{2,60} (?:in|by) (?:only )?")
# "|reasons for refusal were| lack of time (|45%": a heading of a list
_HEADING = re.compile(
    r"\b(?:reasons?|causes|barriers|complaints|symptoms|(?:side|adverse) (?:effects|events|reactions)|complications"
    r"|diagnoses"
    r"|comorbidities)\b[^.;%]{0,60}\b(?:were|was|included|include|are)\b[^.;]{0,100}[(\[]$"
)
# "improved in 70%|, worsened in 5% of eyes|": the last of a list names those counted
_LIST_OF_PEOPLE = re.compile(
    r"(?:,? (?:and )?(?:[a-z-]+ ){1,5}(?:in|by|for) \d{1,3}(?:\.\d+)? ?%){1,3} of (?:the |all )?(?:[a-z]+ )?"
    r"(?:patients|participants|subjects|women|men|children|infants|eyes|cases|people)\b"
)
# "an ejection fraction < 50% was found in 8%| of patients|"
_OF_PEOPLE = re.compile(r" of (?:the |all )?(?:[a-z-]+ )?(?:patients|participants|subjects|women|men|children)\b")
# "a five-point (10%|) decrease|", "a 46%| (8 to 4) reduction|"
_CHANGE_BEHIND = re.compile(
    r"(?: [(\[][^()\[\]]{1,40})?[)\]] (?:relative |absolute )?(?:reduction|decrease|increase|improvement|decline|rise"
    r"|fall|drop|loss|gain|fewer|difference)\b"
)
# "a risk |> or = 1.3% (|23%)"
_LIMIT_BEFORE = re.compile(r"(?:[<>\u2264\u2265] ?(?:or = ?)?|than )[\d.]{1,6} ?% [(\[]$")
# "arrest was |defined as a marker at or below| 2.7%"
_DEFINED_AS = re.compile(r"defined as [^.,;()%]{0,60}$")
# "6.6% (|0.5%)": its standard error; "if |95% were within it"
_ERROR_OR_LIMIT = ("% (", "% [", " if ", " unless ", " once ", " until ")
# "(precisely, |-| 0.8%", "rose by 1%| (0 to 2) versus -|2%": no share is negative
_NEGATIVE = (", - ", "(- ", "was - ", "of - ")
_NEGATIVE_NEXT = re.compile(
    r"(?: ?[(\[][^()\[\]]{1,40}[)\]])?(?: (?:in|for|with) [^.;()%]{2,40})?"
    r",? (?:vs?\.?|versus|and|compared (?:with|to)) -\d"
)
_PLACED = (" by ", " in ")
_LISTED = (", ", " and ")
_THERE = ("here were ", "here was ")
# "13%| (zidolol), |14% (placebo)| and |40% (none)"
_LABELLED_NEXT = re.compile(r" [(\[][A-Za-z][^()\[\]%]{0,24}[)\]],?(?: and| vs?\.?| versus)? ")
# "(58% female|, |51% eighth graders)", "33% obesity on two drugs|, and |7% gout"
_SAME_LIST = re.compile(r" [^.;:()%\n]{2,90}, (?:and )?")
# "the target for X (68 vs. 57%) |and Y (|70% vs. 50%)"
_NEXT_BRACKET = re.compile(r"(?:[^.()\[\]]|\.(?=[0-9])){0,70}[)\]][,;]? (?:and |or )?(?:[\w-]{1,20} ){1,5}[(\[]")
# "was higher in X than in Y (17%|, P = 0.006) and Z (|20%, P = 0.001)"
_NEXT_TESTED = re.compile(r", ?[Pp] ?[=<>] ?[\d.]{1,8}[)\]] and (?:[\w-]{1,20} ){1,5}[(\[]")
# "(5% vs. 17%|, P = 0.002|, and 2% vs. 17%"
_TESTED = re.compile(r",? ?[Pp] ?[=<>] ?[\d.]{1,8}(?=,? and $)")
# "6% versus 27%, P = 0.002, |odds ratio|"
_RATIO_NEXT = re.compile(
    r"(?: ?[;,:]| (?:vs?\.?|versus|and|with|compared (?:with|to)) [\d.]+ ?%)?"
    r"(?:[;, ]{0,2}[Pp] ?[=<>] ?[\d.]+)?[;,]?(?: with)?(?: an?)?(?: adjusted)?[ \[(]{0,2}"
    r"(?:a?OR|a?RR|a?HR|[Oo]dds [Rr]atio|[Rr]isk [Rr]atio|[Hh]azard [Rr]atio|[Rr]elative [Rr]isk)\b"
)
# "a combination |of| 2% X |plus| 1% Y"
_MIXED = ("plus ", "of ", "with ", "containing ", "using ", "to ")
_IT_WAS = re.compile(r"\b(?:it|they|this) (?:was|were|rose|fell) $")
# "1.2% |drug X and| 0.6% placebo subjects", "(50% |normal weight,| 20% obese)"
_NEXT_PERCENT = re.compile(
    r"(?: [A-Za-z][\w/+-]{0,24}){1,3}(?: \([^()]{1,40}\))?(?:,? (?:and|vs?\.?|versus|or|compared (?:with|to))|,) "
    r"[\d.]{1,5} ?%"
)
# "(5%| vs. 17%)", "(zidolol, 5%|; placebo, 17%|)"
_VERSUS = re.compile(
    r" ?(?:vs?\.?|versus|compared (?:with|to)|/) ?(?:[\w+/-]{1,16} ?[=:] ?)?[0-9]"
    r"|[;,] [\w+/ -]{2,30}[,:=] ?[0-9.]{1,5} ?%"
)
# "the relapse |rate was| reduced with X (5% vs. 17%": two shares, no change
_RATE_CHANGED = re.compile(
    rf"\b(?:[Tt]hese numbers|(?<!heart )(?<!growth )(?<!filtration )rates?|{'|'.join(sorted(_EVENTS))})\b"
    r"[^;]{0,60}?\b(?:was|were|is|are|has|had|decreased|increased|fell|rose|improved)\b",
    re.I,
)
# "(|A=|18.75% vs B=6.06%)"
_LABEL_OPENS = re.compile(r"[(\[][A-Za-z][\w+/-]{0,15}(?: [\w+/-]{1,15})? ?= ?$")
# "pain was |reduced in the zidolol group (|14% in placebo vs. 3% in zidolol)"
_LESS_IN = re.compile(
    r"\b(?:reduced|decreased|lowered) (?:in|with|by|for) (?:the )?(?P<arm>[\w-]+)[^.;()%]{0,30}[(\[]$"
)
_LEVELS = re.compile(
    r" (?:in|with|on|for) (?:the )?(?P<one>[\w-]+)[^.;()%]{0,20} (?:vs?\.?|versus) (?P<value>\d+(?:\.\d+)?) ?%"
    r" (?:in|with|on|for) (?:the )?(?P<other>[\w-]+)"
)
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
# "was lower (|47%|; p = 0.008) with X than Y", and no other percentage: a relative difference
_LOWER = re.compile(
    r"\b(?:lower|higher|greater|less|longer|shorter|larger|smaller|faster|slower|reduced|increased|decreased) [(\[]$"
)
# "the incidence was reduced in X (16%|) compared with| Y (47%)", "(7%| and 11%) as compared with| Y"
_THAN_OTHER = re.compile(
    r"(?:(?:,|,? and) [\d.]{1,5} ?%){0,3}[)\]] (?:(?:as )?compared (?:with|to)|than|vs?\.?|versus) "
)
_ALONE = re.compile(
    r"[)\]](?! (?:vs?|versus|than|and|compared))|[,;] ?[Pp] ?[=<>] ?[0-9.]{1,8}[)\]]"
    r"| and [0-9.]{1,5} ?%(?! (?:vs?|versus|compared|than))"
    r"|[,;] ?[Pp] ?[=<>] ?[0-9.]{1,8} and "
)
_ASSUMED = re.compile(
    r"\b(?:[Aa]ssum\w+|anticipat\w+|power|[Ee]xpected|to detect|sample size|to (?:show|reject|exclude|demonstrate) an?"
    r"|[Pp]rogression criteri(?:a|on)|defined beforehand|participants (?:needed|required)|[Aa]lpha)\b"
)
_OF_TIME = re.compile(
    r"\bmean (?:percentage|proportion) of\b|"
    r"\b(?:percentages?|proportions?) of (?:the )?(?:[a-z-]+ )?(?:days|time|nights|hours|sessions|doses|visits"
    r"|calories)\b"
)
# "the percentage of |dentin removal| was ("
_PERCENTAGE_OF = re.compile(
    r"\b[Pp]ercentages? of (?P<what>[^,;:()]{3,80}?) (?:was|were|is|decreased|increased|fell|rose)\b"
)
# "scores (2.3 vs. 2.2; p = 0.8), |wound infection (|15% vs. 10%"
_LIST_ITEM = re.compile(r"\)[,;] (?:and )?(?P<item>(?:[\w/-]{2,24} ){1,5})\($")
_SHARE_OF = re.compile(
    r"\b(?:[Pp]roportions?|[Pp]ercentages?|[Nn]umbers?) of (?:the |all )?(?:[a-z-]+ ){0,2}?(?:patients|participants"
    r"|subjects|women|men|children|individuals|people|infants|adults|students|smokers|responders)\b"
)
# "45%| to 80%| of the variance", "20%|, 50% and 70%| improvement", "20%|/50%/70%| of patients"
_LIST_LAST = re.compile(
    r" ?%?(?:(?:,? (?:to|and|or) |, ?|/|-)\d{1,3}(?:\.\d+)?"
    r"(?: ?%(?! ?(?:CI\b|confidence|credible))|(?=(?:, |,? and )\d[\d.]{0,4} ?%))){1,5}"
)
# "5%| versus 17%| of patients"
_PAIR_OF_PEOPLE = re.compile(r" (?:vs?\.?|versus|compared (?:with|to)|and) [\d.]{1,6} ?%(?= of )")
_MORE_THAN = re.compile(r" or (?:greater|more|less|lower|higher|above|below|better)\b")
_BY = re.compile(
    r"(?<!achieved )(?<!attained )(?<!reached )(?<!reported )(?<!experienced )\bby"
    r" (?:almost |about |approximately |only |nearly |over |up to |around )?$"
)
# "reduced the risk |by 79% (HR 0.21) and death by |83%"
_BY_TOO = re.compile(
    r"(?:reduc|decreas|increas|improv|lower)[a-z]{0,4} [^.;%]{2,80} by \d[^%]{0,5}%"
    r"(?:[^;()%]|\([^()]{0,90}\)){0,60} and [^.;:()%]{2,60} by $"
)
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,160}[)\]]")
IN_PLACE = re.compile(
    r"\b(?:occurred|observed|seen|noted|found|detected|reported|developed|present|achieved|successful|identified"
    r"|diagnosed|recorded|experienced|evident|documented|required|performed|necessary|needed|positive|obtained"
    r"|confirmed|demonstrated|resulted|succeeded|effective|improved|failed|unsuccessful|ineffective|used"
    r"|discontinued|applied|administered|stopped|interrupted|withdrawn|resolved|measurable|reduced|withdrawal"
    r"|discontinuation"
    r"|persisted|recurred|increased|decreased|worsened|normali[sz]ed|probable|possible|absent|visible"
    r"|feasible|appeared)"
    r"(?:[ ]only|[ ](?:as|after|with|within|at|on)(?:[ ][a-z-]{1,20}){1,5})?[ ](?:in|by|for|with|among)"
    r"(?:[ ](?:only|just|all|about|a total of|another|further))?[ ]$"
)


# "improvement was 50% in A, |while it was| 31% in B"
_AND_IT_WAS = (" while it was ", " whereas it was ", " and it was ", " but it was ")


class Shares:
    """Judges percentages in the order of the text, and remembers the last: a list is of one kind."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.judged = (-1000, False)  # where the last percentage ended, and whether it was a share
        self.intervals = {i.value.start: i for i in document.intervals if i.value is not None}

    @cached_property
    def introduced(self) -> int:
        """Where the introduction ends."""
        return introduction_end(self.document)

    def is_share(self, start: int, end: int, value: float, pm: bool = False) -> bool:
        """Whether a percentage is a share of participants."""
        last = _LIST_LAST.match(self.text, end)
        if _MORE_THAN.match(self.text, end) or _NOT_AFTER.match(self.text, last.end() if last else end):
            if self.text.startswith(" of ", end):
                self.judged = end, False  # "26% of sessions, compared with |11%"
            return False  # "response (50% or greater reduction)", "6% weight loss", "45% to 80% of the variance"
        share = self.judge(start, end, value, pm)
        self.judged = self.after_interval(start, end), share
        return share

    def is_change(self, start: int, end: int) -> bool:
        """Whether a percentage is a change, by the words right before and behind it."""
        before = self.text[max(0, start - 40) : start]
        return not before.endswith(": ") and _is_excluded(before) or _NOT_AFTER.match(self.text, end) is not None

    def linked(self, start: int) -> bool | None:
        """Whether the percentage that this one is compared or listed with is a share; None where there is none."""
        since, share = self.judged
        if not 0 <= start - since <= 160:
            return None
        gap = self.text[since:start]
        if " and " in gap and "." in gap:
            gap = _TESTED.sub("", gap)
        if gap in ("/", "-") or gap.endswith(_AND_IT_WAS):
            return share
        if _VERSUS_LAST.fullmatch(gap):
            words = GOAL.sub("", gap).lower().split()
            # "53% improved versus |25%|": the verb of those counted
            return share if _CHANGE.isdisjoint(words[1:] if share else words) else None
        if gap == ", ":
            return share
        if share and (_NEXT_IN.fullmatch(gap) or _ROSE_TO.search(gap) or _LABELLED_NEXT.fullmatch(gap)):
            return True
        if not share and gap[-1:] in "([" and _NEXT_TESTED.fullmatch(gap):
            return None if any(_SIGNS.get(word) == "occurrence" for word in gap.lower().split()) else False
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
        if sentence.section in ("background", "registration", "objective") or start < self.introduced:
            return False
        if sentence.section != "results" and _ASSUMED.search(text, max(sentence.start, start - 300), start):
            return False
        before = text[max(sentence.start, start - 200) : start]
        if _MOVED.search(before[-40:]) and not text.startswith(" of ", end):
            return False
        if before.endswith(("within the ", "between the ")) and _NAMED_RANGE.match(text, end):
            return False
        if sentence.section != "methods" and not pm and told_of_people(before):
            return True
        if self.judged[1] and 0 < start - self.judged[0] < 120 and next_of_pairs(text, self.judged[0], start, end):
            return True
        if self.judged[1] and text[self.judged[0] : start] in (" (", " [") and _ARMS_OF_IT.match(text, end):
            return True
        if self.is_ruled_out(start, end, before):
            return False
        end = self.after_interval(start, end)
        if among_all(before):
            return True
        linked = self.linked(start)
        slashed = _LIST_LAST.match(text, end) if text.startswith(("/", ","), end) else _PAIR_OF_PEOPLE.match(text, end)
        if slashed is not None and text[end] == "," and not text.startswith(" of ", slashed.end()):
            slashed = None
        pair = _PAIR_NEXT.match(text, end)
        if pair is not None and _DID.match(text, pair.end()) and text[pair.end() : pair.end() + 4] != " of ":
            return True
        if _CLAUSE_OPENS.search(before[-16:]) and _THEY_DID.match(text, end):
            return linked is not False
        if _DID.match(text, slashed.end() if slashed else end) and (
            linked is not False or not text.startswith(" in ", end)
        ):
            return True
        if linked is not None:
            return linked
        if was_in_share(before):
            return True
        if text.startswith(_LISTED, end) and _LIST_OF_PEOPLE.match(text, end) and _last_signs(before)[1] < 0:
            return True
        if text[start - 1] in "([" and _HEADING.search(before):
            return True
        if self.of_a_thing(end, before, sentence) or pm and not _CUMULATIVE.search(before):
            return False
        if pm and not _MEAN.search(before):
            return True
        window = text[end : end + 80]
        if ("R" in window or "atio" in window or "isk" in window) and _RATIO_NEXT.match(text, end):
            return True
        if text[start - 1] == "(" and _THAN_OTHER.match(text, end) and COUNTS_CASES.search(before):
            return True
        if text[start - 1] in "([" and _LOWER.search(before) and text.find("%", end, sentence.end) < 0:
            return False
        if text[start - 1] in "([" and _ALONE.match(text, end) and _LOWER_THAN.search(before[-140:]):
            return False
        return self.by_clause(start, end, value, before, sentence)

    def is_ruled_out(self, start: int, end: int, before: str) -> bool:
        """Whether the words right around a percentage tell of a change, a limit, an error or a time: no share."""
        text, close = self.text, self.after_interval(start, end)
        if close != end and _NOT_AFTER.match(text, close):
            return True
        if _is_excluded(before[-40:]) and not (before.endswith(_PLACED) and _OF_PEOPLE.match(text, end)):
            return True
        if (text[start - 1] == "(" or text.startswith((" (", " ["), end)) and _CHANGE_BEHIND.match(text, end):
            return True
        if _BY.search(before[-20:]) and not _CHANGE.isdisjoint(before[-70:].lower().split()):
            return not was_in_share(before)
        if before.endswith("(by "):
            return True
        if "ercent" in before and PERCENT_CHANGE_WAS.search(before[-110:].lower()):
            return True
        if before.endswith(" by ") and _BY_TOO.search(before):
            return True
        if "efined as " in before and _DEFINED_AS.search(before) or "robability" in before and "cost" in before:
            return True
        if before.endswith(_NEGATIVE) or text.find(" -", end, end + 90) > 0 and _NEGATIVE_NEXT.match(text, end):
            return True
        if before.endswith(_ERROR_OR_LIMIT) and not _LIMIT_BEFORE.search(before[-24:]):
            return True
        return " of " in before and (_OF_TIME.search(before) is not None or self.of_things(before))

    def of_things(self, before: str) -> bool:
        """Whether a percentage is one of neither people nor events: "the |percentage of plaque removal| was"."""
        of = _PERCENTAGE_OF.search(before) if "ercentage" in before else None
        if of is None or noun_phrase(f" {of['what']}", 0) is not None:
            return False
        return _OCCURRENCE.isdisjoint(of["what"].lower().split())

    def of_a_thing(self, end: int, before: str, sentence: Sentence) -> bool:
        """Whether a name stands behind a percentage, and no arm's: "2% hypromellose"."""
        text = self.text
        return (
            text[end : end + 1] == " "
            and not _PEOPLE_NEXT.match(text, end)
            and text[end + 1 : end + 2] not in "([&+=<>"
            and not before.endswith(_THERE)
            and (
                before.endswith(_MIXED)
                or not any(arm.start == end + 1 for arm in self.document.arms.within(end, end + 2))
            )
            and (sentence.section == "methods" or _NEXT_PERCENT.match(text, end) is None)
        )

    def by_clause(self, start: int, end: int, value: float, before: str, sentence: Sentence) -> bool:
        """Whether a percentage is a share, by the last telling words of its clause."""
        text = self.text
        methods = sentence.section == "methods"
        clause = _clause(before, bracketed=text[start - 1] == "(")
        change, continuous, occurrence = _last_signs(clause)
        if occurrence > max(change, continuous) or text.startswith(" of ", end) and IN_PLACE.search(before[-50:]):
            return True
        opens = before.endswith(("(", "[", ": ", ", ")) or before.endswith(("=", "= ")) and _LABEL_OPENS.search(before)
        versus = opens and _VERSUS.match(text, end) is not None
        share_of = _SHARE_OF.search(clause) if "of " in clause else None
        if versus and (share_of is not None or self.reached(start) or _RATE_CHANGED.search(clause)):
            return True
        if versus and change >= 0 > continuous and befell(clause):
            return True  # "reduced strokes (4% vs. 10%)"
        if change >= 0 > continuous and (less := _LESS_IN.search(before)) and self.less_there(less["arm"], value, end):
            return True
        if share_of is not None and (share_of.start() > change or _FROM.search(before) or before.endswith(" to ")):
            return not methods
        if occurrence >= 0 > continuous and before.endswith(" to ") and not methods:
            return True  # "the rate increased |to| 43%"
        if change >= 0 > continuous and (_FROM.search(before) or before.endswith(" to ") and _FROM_TO.search(before)):
            return not methods
        if continuous >= 0 or change >= 0:
            return occurrence >= 0 and change < occurrence and continuous < 0
        if not methods:
            return True
        if value <= 10 and not text.startswith(" of ", end):
            return False
        after = text[end : min(sentence.end, end + 60)]
        return occurrence >= 0 or any(word.lower() in _OCCURRENCE for word in _WORD.findall(after))

    def less_there(self, arm: str, value: float, end: int) -> bool:
        """Whether the arm in which something was reduced has the lower of two percentages: these are levels."""
        levels = _LEVELS.match(self.text, end)
        if levels is None or arm.lower() not in (levels["one"].lower(), levels["other"].lower()):
            return False
        return (value < float(levels["value"])) == (arm.lower() == levels["one"].lower())

    def after_interval(self, start: int, end: int) -> int:
        """Where the text goes on after the interval of the percentage that begins at ``start``."""
        interval = self.intervals.get(start)
        if interval is None:
            return end
        close = _INTERVAL_CLOSE.match(self.text, interval.end)
        if close is None:
            return interval.end if interval.labelled else end  # "26% (|6 CR, 17| PR)"
        return close.end()


# "a depression |score >= 11| (75%": who meets a limit
_LIMITS = frozenset("<>\u2264\u2265")
_CRITERION = re.compile(
    r"\b(?:scores?|levels?|index|counts?|BMI|HbA1c|pressure|[A-Z][A-Z-]{1,7})(?: of)?"
    r" ?[<>\u2264\u2265]=? ?(?:or = ?)?\d[\d.,]{0,8}"
)
_LOST = (
    "consciousness|taste|smell|appetite|hair|hearing|vision|light perception|sensation|response|interest|libido"
    "|balance|patency|viability"
)
_TRAIT = re.compile(
    r"\b(?:[Hh]igh|[Ll]ow|[Ee]levated|[Rr]aised) (?:adherence|satisfaction|[A-Z][A-Za-z]{1,4}|glucose"
    r"|cholesterol|pressure)\b"
)
# Words that tell no measure and no change where they stand so: how to know them, and what to read instead.
_READ_AS = (
    # "at the fourth |fraction| of radiotherapy", "the fraction of women": no measure of the heart
    ("fraction", re.compile(r"(?<!ejection )(?<!shortening )\bfractions?\b(?= of )"), "part"),
    # "hair loss (12%)": an event, no change
    ("on rate", re.compile(r"\breduction rates?\b"), "reduction"),
    (
        "loss",
        re.compile(r"\b(?:hair|hearing|pregnancy|fo?etal|memory|appetite|implant) loss\b|\bloss to follow"),
        "event",
    ),
    # "viral suppression was 83%": what people reach
    (
        "suppression",
        re.compile(r"\b(?:[Vv]ir(?:al|ologic(?:al)?)(?: load)?|HIV(?: RNA)?|ovarian) suppression\b"),
        "cure",
    ),
    # "loss of consciousness (5%)": an event too
    ("loss of", re.compile(rf"\bloss of (?:{_LOST})\b"), "event"),
    # "low HDL", "high adherence": a trait that some have
    ("h ", _TRAIT, "trait"),
    ("w ", _TRAIT, "trait"),
    ("d ", _TRAIT, "trait"),
    ("follow", re.compile(r"\b(?:median|mean|average) follow-?up\b"), "then"),
    ("weight", re.compile(r"\blow birth weight\b"), "birthweight"),
    ("weight", re.compile(r"\bmolecular weight\b"), "molecular"),
    ("time", re.compile(r"\b(?:at any|over|first|same|each|every|that) time\b"), "then"),
    (" area", re.compile(r"\bin (?:the |both |all )?(?:[\w-]+ ){1,2}areas?\b"), "there"),
    # "in patients |with reduced| renal function"
    ("accuracy", re.compile(r"(?<=ty and )accuracy|(?<=ity, and )accuracy|accuracy(?=,? and s|, s)"), "sensitivity"),
    (" with ", re.compile(r"(?<=[snte]) with (?:reduced|increased|decreased|improved) [\w-]+(?: [\w-]+)?"), ""),
    ("%", GOAL, "goal"),
)
# "a lowering in 29 (4%) and 11 (1%), |and kidney injury in |5%": an event of its own
_EVENT_IN = re.compile(r", and (?P<event>(?:(?!(?:was|were|it|that|this|of|to|from|by|in)\b)[\w/-]+ ){1,5}in )$")
# "levels were higher in X|, the rate was| alike (": a new subject
_NEW_SUBJECT = re.compile(r", (?:(?:and|but|while|whereas|so) )?(?:the|an?|there|no) [^,]{2,80}?\b(?:was|were)\b")


def _clause(before: str, bracketed: bool) -> str:
    """The clause of a percentage: what stands before it, without what brackets hold and without the clause before."""
    if bracketed and (item := _LIST_ITEM.search(before)):
        clause = item.group("item")
    else:
        clause = _BRACKETED.sub("", before)
        since = clause.rfind("; ") + 2
        if since > 1 and (since < len(clause) or "(" in clause) and not _IT_WAS.search(clause, since):
            clause = clause[since:]
        if ", " in clause:
            clause = clause[max((subject.start() for subject in _NEW_SUBJECT.finditer(clause)), default=0) :]
    if clause.endswith(" in ") and (item := _EVENT_IN.search(clause)):
        clause = item["event"]
    if not _LIMITS.isdisjoint(clause):
        clause = _CRITERION.sub("", clause)
    for sign, pattern, instead in _READ_AS:
        if sign in clause:
            clause = pattern.sub(instead, clause)
    return clause


def _last_signs(clause: str) -> tuple[int, int, int]:
    """Where the last words of change, of a continuous measure and of an occurrence stand; -1 where there is none."""
    last = {"change": -1, "continuous": -1, "occurrence": -1}
    for match in _WORD.finditer(clause):
        word = match.group().lower()
        sign = _SIGNS.get(word)
        if sign is not None and not (word == "were" and max(last["change"], last["continuous"]) >= 0):
            last[sign] = match.start()
    return last["change"], last["continuous"], last["occurrence"]
