"""The statistical words that prose may use only where a verdict permits them, as data.

The licences are those of :data:`planbook.statistics.words.WORDS`; a word that none of them names is
never permitted as a statement of the publication's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from planbook.gate.nouns import CHANGE_NOUNS, MEASURED

__all__ = ["LEXICON", "Entry"]

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
        pattern: how it stands in a text. licences: words of verdicts any of which permits it.
        of_a_measure: whether it says something statistical only beside a measure.
        quotable: whether a figure quoted in the sentence permits it as well.
        instead: what to write where no verdict permits it.
    """

    pattern: re.Pattern[str]
    licences: tuple[str, ...] = ()
    of_a_measure: bool = False
    quotable: bool = False
    instead: str = ""


def _entry(
    pattern: str,
    licences: tuple[str, ...] = (),
    *,
    of_a_measure: bool = False,
    quotable: bool = False,
    instead: str = "",
) -> Entry:
    return Entry(re.compile(pattern, re.IGNORECASE), licences, of_a_measure, quotable, instead)


FIGURE: Final = "or give the figure by its claim"
CAUSE: Final = "say who holds that it is the cause, or leave it out"
PLACE: Final = "or quote the rank by its claim, with the number of years or forces"

LEXICON: Final[tuple[Entry, ...]] = (
    _entry(r"\bno significant (?:change|difference)\b", ("no significant change", "no clear change")),
    _entry(r"\bno clear change\b", ("no clear change",)),
    _entry(r"\bstatistically\b(?! significant)", instead="name the verdict"),
    _entry(r"\bsignificant(?:ly)? (?:increases?|rises?|increased|higher|rose|up|more)\b|\b(?:rose|risen|increased|grew|up) significantly\b", UP[:3]),
    _entry(
        r"\bsignificant(?:ly)? (?:reductions?|decreases?|falls?|drops?|declines?|reduced|decreased|lower|fell|down|fewer|less)\b"
        r"|\b(?:fell|fallen|reduced|decreased|declined|dropped|down) significantly\b",
        (*DOWN[:5], "reduced"),
    ),
    _entry(r"\b(?:in)?significant(?:ly)?\b(?! others?\b)(?<!no significant)", instead="use it only for a verdict"),
    _entry(r"\b(?:not stable|unstable|instability)\b", ("not stable",)),
    _entry(
        r"(?<!not )\bstable\b(?! (?:home|homes|accommodation|address|employment|relationships?|famil|condition|housing|"
        r"job|jobs|door|block|yard|environment|placement|base))(?<!in a stable)",
        ("stable", "stable (trial limits)"),
    ),
    _entry(r"\bunsettled\b", ("unsettled",), of_a_measure=True),
    _entry(r"\bunusually (?P<side>high|low)\b", ("unusually high", "unusually low")),
    _entry(
        rf"\b{GOING} (?:broadly |largely |much |fairly |virtually )?(?:unchanged|flat|static|steady|constant|level|the same)\b"
        r"|\b(?:stayed|held) (?:broadly |largely |fairly )?(?:unchanged|flat|static|steady|level)\b"
        r"|\blevell?(?:ed|ing) (?:off|out)\b|\bplateaued\b|\bstabili[sz](?:ed|es|ing)\b|\bsteady state\b",
        SIMILAR,
        of_a_measure=True,
        instead="a level needs the verdict of its control chart",
    ),
    _entry(r"\bsimilar to (?:the )?(?:last|previous|prior|year before)\b", SIMILAR),
    _entry(r"\b(?:elevated)\b", ("elevated", "elevated but stable"), of_a_measure=True),
    _entry(r"\brecord[- ](?:breaking )?lows?\b|\b(?:all-time|historic) lows?\b", ("lowest", "lowest on record"), instead=PLACE),
    _entry(r"\brecord[- ](?:breaking )?(?:highs?|numbers?|levels?|falls?|rises?)\b|\b(?:all-time|historic) highs?\b", ("highest", "highest on record"), instead=PLACE),
    _entry(
        r"\blowest\b(?! (?:first|grade|bidder|bid|tender|priority|risk|cost|price|common|rank|ranking|tier|paid))",
        ("lowest", "lowest on record"),
        instead=PLACE,
    ),
    _entry(
        r"\bhighest\b(?! (?:first|standards?|court|priority|priorities|risk|harm|need|level of (?:the|government)|grade|"
        r"quality|regard|bidder|rank|ranking|professional|point on))",
        ("highest", "highest on record"),
        instead=PLACE,
    ),
    _entry(
        r"\bbest\b(?! (?:practice|value|interests?|evidence|friends?|known|ways?|placed|wishes|use|endeavours|possible|"
        r"suited|before|of luck|available|efforts|fit|estimate|person|people|bar|man|placed|able))(?<!at best)"
        r"(?<!how best)(?<!as best)(?<!do their best)(?<!did their best)(?<!do its best)(?<!did its best)(?<!know best)(?<!second best)",
        instead="name the direction and the rank: lowest, or highest",
    ),
    _entry(
        r"\b(?:peaked|troughed|(?:its|their|an?|the) (?:peak|trough)(?= (?:in|of|for|since|at|during)\b|[.,;]))"
        r"|\b(?:an? )?(?:new|fresh|\w+[- ]year|\w+[- ]month) (?:highs?|lows?)\b",
        of_a_measure=True,
        instead=PLACE,
    ),
    _entry(
        r"\b(?:held|holding|holds) (?:up|firm)\b|\bbottom(?:ed|ing) out\b|\bstagnat(?:ed|ing)\b",
        SIMILAR,
        of_a_measure=True,
        instead="a level needs the verdict of its control chart",
    ),
    _entry(
        rf"\b(?:driven|drove|drives|driving|brought|brings|bringing|pushed|forced|kept|cut) (?:down|up) (?:the |its |their )?(?:\w+ )?(?:{MEASURED})\b"
        rf"|(?<!to )\b(?:slashed|curbed|boosted|cut) (?:the |its |their )?(?:{MEASURED})\b",
        instead=CAUSE,
    ),
    _entry(
        rf"\b{BY_DEGREES} (?:back )?(?:up|upwards?|higher)\b|\bon the (?:increase|rise)\b"
        r"|\bupwards? (?:path|trajectory|course|curve|drift|slope|spiral)\b",
        ("rising",),
        of_a_measure=True,
        instead=FIGURE,
    ),
    _entry(
        rf"\b{BY_DEGREES} (?:back )?(?:down|downwards?|lower)\b|\bon the (?:decrease|decline|wane)\b"
        r"|\bdownwards? (?:path|trajectory|course|curve|drift|slope|spiral)\b",
        ("falling",),
        of_a_measure=True,
        instead=FIGURE,
    ),
    _entry(rf"(?<!to )\b(?:{RISING_VERBS})", UP, of_a_measure=True, quotable=True, instead=FIGURE),
    _entry(rf"(?<!to )\b(?:{FALLING_VERBS})\b", DOWN, of_a_measure=True, quotable=True, instead=FIGURE),
    _entry(r"\bworst\b(?![- ]case)(?<!at worst)(?! affected)", instead="name the direction and the rank: lowest, or highest"),
    _entry(r"\b(?:out|under)perform(?:s|ed|ing)?\b|\btop[- ]performing\b", instead="quote the two figures by their claims"),
    _entry(r"\b(?:better|worse) than\b", of_a_measure=True, instead="quote the two figures by their claims"),
    _entry(
        r"\bdriven by\b(?! (?:an? |the )?(?:\w+ )?(?:driver|man|woman|officer|constable|person|teenager|thief|suspect|volunteer))",
        of_a_measure=True,
        instead=CAUSE,
    ),
    _entry(
        r"\b(?:caused by|as a (?:direct )?result of|thanks to|owing to|attributable to|down to (?:the|better|more|good)|"
        r"because of|on account of|a consequence of|explained by)\b",
        of_a_measure=True,
        instead=CAUSE,
    ),
    _entry(
        r"\bdue to\b(?! (?:be|report|start|begin|open|close|end|finish|move|meet|retire|go|come|leave|join|publish|launch|"
        r"complete|take|give|receive|consider|present|return|attend|appear|decide|expire|arrive|hear|roll|replace|become|"
        r"have|make|run|conclude|sit|visit|review|update|stand|speak|deliver|see|transfer|hold|rise|fall|follow|last)\b)",
        of_a_measure=True,
        instead=CAUSE,
    ),
    _entry(
        rf"\b(?:has |have |had )?(?:led to|resulted in|brought about|delivered|produced|caused|secured|achieved|contributed to|driven|driving)"
        rf"(?: \w+){{0,3}} (?:{CHANGE_NOUNS}|reductions|falls|fewer|less|lower|higher)\b",
        instead=CAUSE,
    ),
    _entry(rf"\b{GOING} rising\b|\brising\b(?= (?:level|trend|{MEASURED}))|\b(?:upward|rising|increasing) trend\b|\btrend\b[^.;]{{0,30}} (?:is|was) (?:up|upwards?|rising)\b", ("rising",), of_a_measure=True),
    _entry(rf"\b{GOING} falling\b|\bfalling\b(?= (?:level|trend|{MEASURED}))|\b(?:downward|falling|decreasing) trend\b|\btrend\b[^.;]{{0,30}} (?:is|was) (?:down|downwards?|falling)\b", ("falling",), of_a_measure=True),
    _entry(
        rf"\b{GOING} (?:increasing|growing|climbing|going up)\b|\bcontinue[sd]? to (?:rise|increase|grow|climb)\b",
        ("rising",),
        of_a_measure=True,
    ),
    _entry(
        rf"\b{GOING} (?:decreasing|declining|dropping|going down|coming down|reducing)\b"
        r"|\bcontinue[sd]? to (?:fall|decrease|decline|drop|reduce)\b",
        ("falling",),
        of_a_measure=True,
    ),
    _entry(
        rf"\b(?:{GOING}|has|have|had)(?: \w+ly)? reduced\b|\breduced (?=(?:\w+ )?(?:{MEASURED})\b)"
        rf"|(?:{MEASURED}) reduced\b|\breduced (?:by|from|across|in|year on year|slightly)\b",
        DOWN,
        of_a_measure=True,
        instead=FIGURE,
    ),
    _entry(
        r"\b(?:soared|surged|rocketed|plummeted|plunged|slumped|spiked|jumped|collapsed|leapt|tumbled)\b",
        of_a_measure=True,
        instead="write rose or fell, with the figure by its claim",
    ),
    _entry(
        r"(?<!to )\b(?:improved|improving|improves|improvements? in|worsened|worsening|deteriorated|deteriorating|deterioration)\b",
        of_a_measure=True,
        instead="name the direction: higher or lower",
    ),
    _entry(
        r"(?<!to )\b(?:rose|risen|increased|grew|grown|climbed|went up|gone up)\b(?! patrols| visibility| awareness| use| focus)",
        UP,
        of_a_measure=True,
        quotable=True,
        instead=FIGURE,
    ),
    _entry(
        r"(?<!to )\b(?:fell|fallen|decreased|declined|dropped|went down|gone down|came down)\b(?! (?:within|outside|inside|short|back|to the|asleep|ill))",
        DOWN,
        of_a_measure=True,
        quotable=True,
        instead=FIGURE,
    ),
    _entry(r"\b(?:an?|the|this|further|sharp|steady|slight|sustained|marked) (?:\w+ )?(?:rise|increase|growth|surge|spike|upturn|climb|uptick|upsurge|upswing|escalation) in\b", UP, of_a_measure=True, quotable=True, instead=FIGURE),
    _entry(r"\b(?:an?|the|this|further|sharp|steady|slight|sustained|marked) (?:\w+ )?(?:fall|decrease|reduction|drop|decline|downturn|dip|slump|slide|downswing|slowdown) in\b", DOWN, of_a_measure=True, quotable=True, instead=FIGURE),
    _entry(
        rf"\b{GOING} (?:\w+ly |now |well |much |far )?(?:up|higher|greater)\b(?! to\b)|\bhigher than (?:before|the year before|in 20|last|ever)\b",
        UP,
        of_a_measure=True,
        quotable=True,
        instead=FIGURE,
    ),
    _entry(
        rf"\b{GOING} (?:\w+ly |now |well |much |far )?(?:down|lower|fewer)\b(?! to\b)|\b(?:lower|fewer) than (?:before|the year before|in 20|last|ever)\b",
        DOWN,
        of_a_measure=True,
        quotable=True,
        instead=FIGURE,
    ),
)  # fmt: skip
"""In order: what an earlier entry has found or permitted, a later one leaves alone."""
