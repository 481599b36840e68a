"""The vocabulary of outcome scales: what makes a phrase a name, and what only looks like one."""

from __future__ import annotations

import re

# The word that makes a phrase an instrument's name: "Barthel Index", "pain scores".
HEADS = frozenset(
    """
    assessment assessments batteries battery checklist checklists diaries diary evaluation evaluations
    examination examinations form forms impression impressions index indices instrument instruments interview
    interviews inventories inventory list measure measures profile profiles questionnaire questionnaires
    rating ratings scale scales schedule schedules score scores screen screener screens subscale subscales subscore
    subscores subtest subtests survey surveys test tests task tasks thermometer procedure
    """.split()
)
# Heads that name an instrument whatever construct stands before them; the others need a capitalised name.
PLAIN_HEADS = {"scale", "score", "questionnaire", "inventory", "subscale", "subscore"}
# Heads of proper names that need no further evidence.
NAMING_HEADS = PLAIN_HEADS | {"index", "indice", "inventorie", "checklist"}
# What a name may hold between its capitalised words: "Quality of Life of Persons with Urinary Incontinence".
LINKS = {"of", "for", "and", "in", "the", "on", "with", "to", "from", "&", "about", "by", "after", "at", "as"}
# Lower-case words that belong to a capitalised name where they begin it.
OPENERS = {"modified", "revised", "simplified", "short", "brief", "visual", "numeric", "numerical", "verbal", "mini"}
# Words that say nothing of the construct: a phrase is cut at them.
STOP = frozenset(
    """
    previous wider other decreases increases reductions improvements
    completing measurement psychometric psychological questionnaire-based telephone mail mailed online intervention
    demographic focal condition-specific disease-specific non-participation prognostic continuous
    24-h a annual abnormal according achieved achieving across adapted additional adjusted administered after all
    also among an and anonymous another any arabic are arm as assess assessed assessing associated at average
    averaged background based baseline baseline-to-endpoint be been before being best better between both
    broad but by can certain change changed changes child children chinese clinical collected combined
    comparable compare compared completed composite concerning control control's controls corresponding could
    crude cutoff daily danish data day decrease decreased demographic determine did difference differences
    different do does during dutch each economic eight either electronic end-point endpoint english entry
    equal established evaluate evaluated evaluating every excellent experimental fair favorable favourable few fewer
    filled final first five follow-up following for four fourth french from full gave general german give
    given global good grade graded greater group groups had has have having he health-related health-status
    her here high higher highest his hour hourly if improved improved, improvement improving in include
    included includes including increase increased index individual industrial initial interquartile into
    intraoperative iranian is it italian item items its japanese korean large larger lead leads least led less
    lesser level levels likely low lower lowering lowest main many maximal maximum may mean means measure
    measured measuring median median's men might minimal minimum month more most much nano negative neither
    new nine no nor normal not numeric. nurses objective obtained of on one online only or original other our
    out outcome outcomes over overall paper parameters parent parents participants patient patient-reported
    patients peak per persian pilot point points poor positive post post-operative post-test post-treatment
    postal postoperative posttest posttreatment pre pre-operative pre-test pre-tested pre-treatment
    preoperative pretest pretested pretreatment primary qualitative quantitative questionnaire questionnaires
    range rate rated raw reaching receiving record recorded reduced reduction regard regarding related
    reliable reported respect respective respectively result resulting results revealed same scale scales
    score scored scores scoring second secondary self-administered self-reported semi-structured
    semistructured separate seven several shall she should showed shown significant significantly similar
    simple single six small smaller sociodemographic some spanish specific standard standardised standardized
    statistically structured study subjects subscale subscales such sum summary summed swedish t ten terms
    test testing tests than that the their then there these they third this those three threshold through time
    time- to total translated trial turkish two unadjusted under undergoing unfavorable until used using valid
    validated value values various version versus very via vs was we web-based week weekly well were when
    although because detailed once since though unless whereas
    where whether which while who whom whose wide will with within without women worse worst would written year z
    """.split()
)
# Before "score" and "index": names of something that is no outcome instrument.
NOT_SCORED = re.compile(
    r"(?:"
    r"arbitrary|smart|wireless|weighing|bathroom|digital|kitchen"
    r"|body[- ]mass|body[- ]weight|bispectral|cardiac|glyc(?:a?emic)|propensity|atherogenic|oxygenation"
    r"|apno?ea(?:[- ]hypopn(?:o?ea))?|hypopn(?:o?ea)|refractive|mitotic|proliferation|proliferative"
    r"|labell?ing|resist(?:ance|ivity)|resistive|pulsatility|ankle[- ]brachial|arm brachial"
    r"|oxygen desaturation|desaturation|insulin sensitivity|sensitivity|homa|vital|stroke volume"
    r"|stroke work|ventricular mass|mass|therapeutic|amniotic fluid|perfusion|augmentation|stiffness|echo"
    r"|standard deviation|sd|z|t|-?t-|calcium|agatston|genetic risk|polygenic|gene expression|radiographic"
    r"|angiographic|impact|citation|index|hand|thumb|heat|wealth|socioeconomic|organ|lvmi?|recovery"
    r"|bleeding time|spleen|liver|kidney|weight|height|waist|osmolarity|apoptotic|apoptosis|erythrocyte"
    r"|platelet|red cell|photon|signal|shock|rapid shallow breathing|ponderal|price|consumer|hba1c"
    r"|deprivation|genetic|polydispersity|insulinogenic|disposition|matsuda|healthy eating|food frequency"
    r"|dietary|food|diet|medical|laboratory|blood|urine|serum"
    r"|chi[- ]square|chi2|rank|u|f|student'?s?(?: t)?|wilcoxon|whitney|exact|fisher'?s?|mcnemar'?s?|skin"
    r"|tolerance|pregnancy|diagnostic|tilt|stress|exercise|walk|walking|treadmill|antigen|antibody"
    r"|point[- ]of[- ]care|hiv|log-?rank|provocation|breath|function|functional|liver function|stimulation"
    r"|suppression|screening|rapid|glucose|flow|sit-to-stand|step|genotypic|phenotypic|sum rank|hoc"
    r"|mann[- ]whitney u|two-tailed|nonparametric|parametric|anova|omnibus|os|pfs|ph|pk|safety|efficacy"
    r"|quality|outcome|tumou?r|treatment|management|physical|cost|economic|technology|needs|dose"
    r"|monitoring|initial|baseline|clinical|home|recurrence|demographics?|immunohistochemical"
    # of tests and of tumours: "Youden index", "Gail score", "Ki-67 index", "gene signature scores"
    r"|youden'?s?|gail|ki-?67|(?:gene )?signature|bone strength|information|controlled|oncotype(?: dx)?"
    r"|diversity|(?:dis)?similarity|shannon|simpson|letter|lung ultrasound"
    r"|feedback|self-assessment|ror|risk of recurrence|prosigna|mammaprint|endopredict|sem?"
    r")",
    re.I,
)
# Constructs that are scored in lists: "pain and sedation scores", "scores of muscle strength".
CONSTRUCT = re.compile(
    r"(?:[a-z-]+ ){0,2}?(?:"
    r"pain|sedation|nausea|vomiting|anxiety|depression|depressive|fatigue|itch|itching|pruritus|symptoms?"
    r"|strength|function|satisfaction|agitation|comfort|discomfort|[a-z]{4,12}ness|disability|mood|stress"
    r"|distress|cough|dyspn(?:o)?ea|bother|severity|activity|knowledge|attitudes?|skills?|appetite"
    r"|cosmesis|scar|spasticity|sleep|memory|attention|cognition|quality of life|well-?being|impairment"
    r"|mobility|motor block|recovery|inflammation|edema|erythema|headache|swelling|intubation|delirium"
    r"|dysfunction|bleeding|adherence|burden|self-efficacy|coping|mucositis|posture|hygiene"
    r")",
    re.I,
)
