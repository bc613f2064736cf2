"""Words as data: nouns that tell a quantity from a way of speaking, and words that only a verdict permits.

The licences are those of :data:`planbook.statistics.words.WORDS`; a word that none of them names is
never permitted as a statement of the publication's own.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

MEASURES: Final = (
    r"per cent|percent|percentage points?|points?|times|fold|offences|crimes|incidents|burglaries|robberies|assaults|"
    r"thefts|homicides|murders|rapes|detections|arrests|charges|convictions|prosecutions|complaints|victims|"
    r"offenders|suspects|reports|calls|cases|casualties|collisions|injuries|searches|seizures|warrants|weapons|knives|"
    r"firearms|referrals|attendances|hospital admissions"
)
"""What police figures count, or measure in: a number before one of these is a quantity, whatever leads to it."""
COUNTED: Final = (
    rf"{MEASURES}|officers|police officers|staff|people|residents|households|families|children|adults|women|men|"
    r"patients|pupils|students|drivers|vehicles|cars|bikes|homes|dwellings|premises|properties|businesses|shops|"
    r"schools|hospitals|recruits|apprentices|constables|sergeants|inspectors|specials|detectives|volunteers|posts|"
    r"applications|applicants|candidates|respondents|interviews|interviewees|surveys|responses|pounds|miles|hours|"
    r"minutes|days|weeks|months|years|quarters|meetings|sessions|panels|projects|hubs|actions|notices|orders|"
    r"districts|boroughs|councils|forces|stations|groups|gangs|teams|beds|cells|places|events|visits|passengers|"
    r"journeys|neighbourhoods|wards|areas|members|agencies|partners|trials|crime reports|working days"
)
"""Nouns of things that are counted."""
ABSTRACT: Final = frozenset(
    "ways reasons things verdicts questions sides parts kinds types sorts options aspects themes strands principles "
    "headings conditions steps statements words examples facts factors issues priorities objectives outcomes "
    "milestones measures readings settings rules tests stages halves elements respects routes pages points dates "
    "sentences paragraphs counts figures shares limits sources answers sets columns rows lines tables charts "
    "averages phases percentages neighbours sums methods values series quantities equal".split()
)
"""What a writer sorts a subject into: "two questions" sets out a text and counts nothing of the world."""
MEASURED: Final = (
    r"crimes?|robber(?:y|ies)|burglar(?:y|ies)|thefts?|shoplifting|offences?|offending|reoffending|violence|assaults?|"
    r"satisfaction|confidence|trust|incidents?|complaints?|anti-social behaviour|ASB|damage|domestic abuse|rates?|"
    r"levels?(?! of (?:management|staff|command|detail|government))|volumes?|numbers?|totals?|averages?|shares?|proportions?|percentages?|recording|calls?|demand|detections?|"
    r"sickness|absence|attendance|harm|victims|compliance|performance|casualties|arrests?|vandalism|representation|"
    r"response times?|reports of|stop and search(?:es)?|homicides?|rapes?|arson|prosecutions?|convictions?|referrals?|"
    r"collisions?|fear of crime|public safety|injur(?:y|ies)|charges|victimi[sz]ation|missing persons|assaulted|burgled|robbed"
)
"""Nouns of what is measured: a word of change beside one of these is a statement about a figure."""
CHANGE_NOUNS: Final = (
    "rise|fall|increase|decrease|reduction|drop|decline|improvement|surge|spike|growth|upturn|downturn|dip|climb|uptick|"
    "upsurge|upswing|downswing|slump|slide|slowdown|escalation"
)

UP: Final = (
    "significant increase",
    "significant increase in level",
    "higher than last year",
    "rising",
    "elevated",
    "elevated but stable",
)
DOWN: Final = (
    "significant reduction",
    "significant decrease",
    "significant decrease in level",
    "significant reduction in level",
    "lower than last year",
    "falling",
    "reduced",
    "reduced but stable",
)
SIMILAR: Final = ("similar", "similar to last year")
GOING: Final = (
    r"(?:is|are|was|were|been|be|being|remains?|remained|continues? to be|continued to be|keeps?|kept|still|steadily)"
)

BY_DEGREES: Final = (
    r"(?:crept|edged|inched|drifted|ticked|nudged|moved|headed|pushed|trended|shot|swung|crawled|bounced)"
)
"""Verbs that say nothing of a change until a direction follows."""
RISING_VERBS: Final = (
    r"swelled|swollen|rebounded|multiplied|ballooned|mushroomed|escalated(?! to)|picked up(?! (?:by|the|an?|from) )"
)
FALLING_VERBS: Final = (
    r"eased|shrank|shrunk|dwindled|ebbed|waned|slid|sank|sunk|slipped|dipped|subsided|abated|diminished|lessened|"
    r"slackened|receded|weakened|tailed off|tapered off|fell away|fallen away"
)
"""Other words for rose and fell."""


@dataclass(frozen=True)
class Entry:
    """A statistical word.

    Attributes:
        words: a regular expression, whatever the case of letters. licences: words of verdicts any of which permits it.
        of_a_measure: whether it says something statistical only beside a measure.
        quotable: whether a figure quoted in the sentence permits it as well.
        instead: what to write where no verdict permits it.
    """

    words: str
    licences: tuple[str, ...] = ()
    of_a_measure: bool = False
    quotable: bool = False
    instead: str = ""


FIGURE: Final = "or give the figure by its claim"
CAUSE: Final = "say who holds that it is the cause, or leave it out"
PLACE: Final = "or quote the rank by its claim, with the number of years or forces"

_of_a_measure = partial(Entry, of_a_measure=True)
_change = partial(Entry, of_a_measure=True, quotable=True, instead=FIGURE)

LEXICON: Final[tuple[Entry, ...]] = (
    Entry(r"\bno significant (?:change|difference)\b", ("no significant change", "no clear change")),
    Entry(r"\bno clear change\b", ("no clear change",)),
    Entry(r"\bstatistically\b(?! significant)", instead="name the verdict"),
    Entry(
        r"\bsignificant(?:ly)? (?:increases?|rises?|increased|higher|rose|up|more)\b|\b(?:rose|risen|increased|grew|up) significantly\b",
        UP[:3],
    ),
    Entry(
        r"\bsignificant(?:ly)? (?:reductions?|decreases?|falls?|drops?|declines?|reduced|decreased|lower|fell|down|fewer|less)\b"
        r"|\b(?:fell|fallen|reduced|decreased|declined|dropped|down) significantly\b",
        (*DOWN[:5], "reduced"),
    ),
    Entry(r"\b(?:in)?significant(?:ly)?\b(?! others?\b)(?<!no significant)", instead="use it only for a verdict"),
    Entry(r"\b(?:not stable|unstable|instability)\b", ("not stable",)),
    Entry(
        r"(?<!not )\bstable\b(?! (?:home|homes|accommodation|address|employment|relationships?|famil|condition|housing|"
        r"job|jobs|door|block|yard|environment|placement|base))(?<!in a stable)",
        ("stable", "stable (trial limits)"),
    ),
    _of_a_measure(r"\bunsettled\b", ("unsettled",)),
    Entry(r"\bunusually (?P<side>high|low)\b", ("unusually high", "unusually low")),
    _of_a_measure(
        rf"\b{GOING} (?:broadly |largely |much |fairly |virtually )?(?:unchanged|flat|static|steady|constant|level|the same)\b"
        r"|\b(?:stayed|held) (?:broadly |largely |fairly )?(?:unchanged|flat|static|steady|level)\b"
        r"|\blevell?(?:ed|ing) (?:off|out)\b|\bplateaued\b|\bstabili[sz](?:ed|es|ing)\b|\bsteady state\b",
        SIMILAR,
        instead="a level needs the verdict of its control chart",
    ),
    Entry(r"\bsimilar to (?:the )?(?:last|previous|prior|year before)\b", SIMILAR),
    _of_a_measure(r"\b(?:elevated)\b", ("elevated", "elevated but stable")),
    Entry(
        r"\brecord[- ](?:breaking )?lows?\b|\b(?:all-time|historic) lows?\b",
        ("lowest", "lowest on record"),
        instead=PLACE,
    ),
    Entry(
        r"\brecord[- ](?:breaking )?(?:highs?|numbers?|levels?|falls?|rises?)\b|\b(?:all-time|historic) highs?\b",
        ("highest", "highest on record"),
        instead=PLACE,
    ),
    Entry(
        r"\blowest\b(?! (?:first|grade|bidder|bid|tender|priority|risk|cost|price|common|rank|ranking|tier|paid))",
        ("lowest", "lowest on record"),
        instead=PLACE,
    ),
    Entry(
        r"\bhighest\b(?! (?:first|standards?|court|priority|priorities|risk|harm|need|level of (?:the|government)|grade|"
        r"quality|regard|bidder|rank|ranking|professional|point on))",
        ("highest", "highest on record"),
        instead=PLACE,
    ),
    Entry(
        r"\bbest\b(?! (?:practice|value|interests?|evidence|friends?|known|ways?|placed|wishes|use|endeavours|possible|"
        r"suited|before|of luck|available|efforts|fit|estimate|person|people|bar|man|placed|able))(?<!at best)"
        r"(?<!how best)(?<!as best)(?<!do their best)(?<!did their best)(?<!do its best)(?<!did its best)(?<!know best)(?<!second best)",
        instead="name the direction and the rank: lowest, or highest",
    ),
    _of_a_measure(
        r"\b(?:peaked|troughed|(?:its|their|an?|the) (?:peak|trough)(?= (?:in|of|for|since|at|during)\b|[.,;]))"
        r"|\b(?:an? )?(?:new|fresh|\w+[- ]year|\w+[- ]month) (?:highs?|lows?)\b",
        instead=PLACE,
    ),
    _of_a_measure(
        r"\b(?:held|holding|holds) (?:up|firm)\b|\bbottom(?:ed|ing) out\b|\bstagnat(?:ed|ing)\b",
        SIMILAR,
        instead="a level needs the verdict of its control chart",
    ),
    Entry(
        rf"\b(?:driven|drove|drives|driving|brought|brings|bringing|pushed|forced|kept|cut) (?:down|up) (?:the |its |their )?(?:\w+ )?(?:{MEASURED})\b"
        rf"|(?<!to )\b(?:slashed|curbed|boosted|cut) (?:the |its |their )?(?:{MEASURED})\b",
        instead=CAUSE,
    ),
    _of_a_measure(
        rf"\b{BY_DEGREES} (?:back )?(?:up|upwards?|higher)\b|\bon the (?:increase|rise)\b"
        r"|\bupwards? (?:path|trajectory|course|curve|drift|slope|spiral)\b",
        ("rising",),
        instead=FIGURE,
    ),
    _of_a_measure(
        rf"\b{BY_DEGREES} (?:back )?(?:down|downwards?|lower)\b|\bon the (?:decrease|decline|wane)\b"
        r"|\bdownwards? (?:path|trajectory|course|curve|drift|slope|spiral)\b",
        ("falling",),
        instead=FIGURE,
    ),
    _change(rf"(?<!to )\b(?:{RISING_VERBS})", UP),
    _change(rf"(?<!to )\b(?:{FALLING_VERBS})\b", DOWN),
    Entry(
        r"\bworst\b(?![- ]case)(?<!at worst)(?! affected)",
        instead="name the direction and the rank: lowest, or highest",
    ),
    Entry(
        r"\b(?:out|under)perform(?:s|ed|ing)?\b|\btop[- ]performing\b",
        instead="quote the two figures by their claims",
    ),
    _of_a_measure(r"\b(?:better|worse) than\b", instead="quote the two figures by their claims"),
    _of_a_measure(
        r"\bdriven by\b(?! (?:an? |the )?(?:\w+ )?(?:driver|man|woman|officer|constable|person|teenager|thief|suspect|volunteer))",
        instead=CAUSE,
    ),
    _of_a_measure(
        r"\b(?:caused by|as a (?:direct )?result of|thanks to|owing to|attributable to|down to (?:the|better|more|good)|"
        r"because of|on account of|a consequence of|explained by)\b",
        instead=CAUSE,
    ),
    _of_a_measure(
        r"\bdue to\b(?! (?:be|report|start|begin|open|close|end|finish|move|meet|retire|go|come|leave|join|publish|launch|"
        r"complete|take|give|receive|consider|present|return|attend|appear|decide|expire|arrive|hear|roll|replace|become|"
        r"have|make|run|conclude|sit|visit|review|update|stand|speak|deliver|see|transfer|hold|rise|fall|follow|last)\b)",
        instead=CAUSE,
    ),
    Entry(
        rf"\b(?:has |have |had )?(?:led to|resulted in|brought about|delivered|produced|caused|secured|achieved|contributed to|driven|driving)"
        rf"(?: \w+){{0,3}} (?:{CHANGE_NOUNS}|reductions|falls|fewer|less|lower|higher)\b",
        instead=CAUSE,
    ),
    _of_a_measure(
        rf"\b{GOING} rising\b|\brising\b(?= (?:level|trend|{MEASURED}))|\b(?:upward|rising|increasing) trend\b|\btrend\b[^.;]{{0,30}} (?:is|was) (?:up|upwards?|rising)\b",
        ("rising",),
    ),
    _of_a_measure(
        rf"\b{GOING} falling\b|\bfalling\b(?= (?:level|trend|{MEASURED}))|\b(?:downward|falling|decreasing) trend\b|\btrend\b[^.;]{{0,30}} (?:is|was) (?:down|downwards?|falling)\b",
        ("falling",),
    ),
    _of_a_measure(
        rf"\b{GOING} (?:increasing|growing|climbing|going up)\b|\bcontinue[sd]? to (?:rise|increase|grow|climb)\b",
        ("rising",),
    ),
    _of_a_measure(
        rf"\b{GOING} (?:decreasing|declining|dropping|going down|coming down|reducing)\b"
        r"|\bcontinue[sd]? to (?:fall|decrease|decline|drop|reduce)\b",
        ("falling",),
    ),
    _of_a_measure(
        rf"\b(?:{GOING}|has|have|had)(?: \w+ly)? reduced\b|\breduced (?=(?:\w+ )?(?:{MEASURED})\b)"
        rf"|(?:{MEASURED}) reduced\b|\breduced (?:by|from|across|in|year on year|slightly)\b",
        DOWN,
        instead=FIGURE,
    ),
    _of_a_measure(
        r"\b(?:soared|surged|rocketed|plummeted|plunged|slumped|spiked|jumped|collapsed|leapt|tumbled)\b",
        instead="write rose or fell, with the figure by its claim",
    ),
    _of_a_measure(
        r"(?<!to )\b(?:improved|improving|improves|improvements? in|worsened|worsening|deteriorated|deteriorating|deterioration)\b",
        instead="name the direction: higher or lower",
    ),
    _change(
        r"(?<!to )\b(?:rose|risen|increased|grew|grown|climbed|went up|gone up)\b(?! patrols| visibility| awareness| use| focus)",
        UP,
    ),
    _change(
        r"(?<!to )\b(?:fell|fallen|decreased|declined|dropped|went down|gone down|came down)\b(?! (?:within|outside|inside|short|back|to the|asleep|ill))",
        DOWN,
    ),
    _change(
        r"\b(?:an?|the|this|further|sharp|steady|slight|sustained|marked) (?:\w+ )?(?:rise|increase|growth|surge|spike|upturn|climb|uptick|upsurge|upswing|escalation) in\b",
        UP,
    ),
    _change(
        r"\b(?:an?|the|this|further|sharp|steady|slight|sustained|marked) (?:\w+ )?(?:fall|decrease|reduction|drop|decline|downturn|dip|slump|slide|downswing|slowdown) in\b",
        DOWN,
    ),
    _change(
        rf"\b{GOING} (?:\w+ly |now |well |much |far )?(?:up|higher|greater)\b(?! to\b)|\bhigher than (?:before|the year before|in 20|last|ever)\b",
        UP,
    ),
    _change(
        rf"\b{GOING} (?:\w+ly |now |well |much |far )?(?:down|lower|fewer)\b(?! to\b)|\b(?:lower|fewer) than (?:before|the year before|in 20|last|ever)\b",
        DOWN,
    ),
)  # fmt: skip"""In order: what an earlier entry has found or permitted, a later one leaves alone."""
