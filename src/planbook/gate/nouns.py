"""Nouns that tell a quantity from a way of speaking."""

from __future__ import annotations

from typing import Final

__all__ = ["ABSTRACT", "CHANGE_NOUNS", "COUNTED", "MEASURED", "MEASURES"]

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
