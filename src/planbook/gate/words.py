"""Statistical words without a licence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planbook.gate.faults import Finding
from planbook.gate.lexicon import LEXICON, Entry
from planbook.gate.nouns import CHANGE_NOUNS, MEASURED
from planbook.gate.numbers import holds_quantity
from planbook.gate.prose import CLAIM
from planbook.gate.spans import Span, covered, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.gate.context import Context, Licence
    from planbook.gate.prose import Passage

__all__ = ["unlicensed_words"]

STEMS: Final = tuple(
    "stab|no clear|signific|statistical|settled|unusual|unchanged|flat|static|stead|constant|levell|level|same|plateau|"
    "similar to|elevat|record|all-time|historic|lowest|highest|best|worst|perform|better than|worse than|driv|caus|"
    "result|thanks to|owing to|due to|attributab|down| up|on account|consequence|explained by|led to|brought|deliver|"
    "produced|secured|achiev|contribut|trend|rise|rising|rose|fall|fell|fewer|higher|lower|greater|increas|decreas|"
    "declin|drop|reduc|grew|grow|climb|soar|surge|rocket|plummet|plung|slump|spike|jump|collaps|leapt|tumbl|improv|"
    "worsen|deterior|upturn|peak|trough| high| low|held |holding|holds |bottom|stagnat|slash|curb|boost| cut |crept|edged|inched|"
    "drifted|ticked|nudged|moved|headed|pushed|shot|swung|crawled|bounced|wane|upward|downward|swell|swoll|rebound|"
    "multipl|balloon|mushroom|escalat|picked up|eased|shrank|shrunk|dwindl|ebbed|slid|sank|sunk|slip|dip|subsid|abated|"
    "diminish|lessen|slacken|reced|weaken|tailed|tapered|uptick|upsurge|upswing|downswing|slowdown|brings".split("|")
)
"""What the entries of the lexicon hold; a sentence that holds none of it is passed over."""
ATTRIBUTED: Final = re.compile(
    r"\b(?:report|summary|paper|inspection|inspectorate|author|heading|contractor|office|it|they|wording)\b"
    r"(?! (?:is|was) \w+ed by)[^.;]{0,45}?\b(?:says?|said|states?|stated|describes?|described|gives?|gave|speaks?|spoke|presents?|counts?|"
    r"attributes?|claims?|claimed|suggests?|calls?|called|quotes?|puts?)\b"
    r"|\b(?:is|are|was|were) (?:said|reported|claimed|understood|thought|believed|described|called|expected|meant)\b"
    r"|\baccording to\b",
    re.IGNORECASE,
)
"""Somebody else's words, said to be so."""
NOT_STATED: Final = re.compile(
    r"\b(?:aim|aims|aimed|goal|promise|target|milestone|ambition|objective) (?:is|was|for|at|to|of|are|were|asks)\b"
    r"|\b(?:asks?|asked|asking|calls?|hopes?|looks?|plans?|planned) (?:only )?(?:for|to)\b|\bwhether\b|\bif\b|\bunless\b"
    r"|\b(?:cannot|could not|can not|does not|do not|did not|not possible to|would|neither|should|might|may)\b"
    r"|\bno (?:evidence|sign|measure|claim|figure|count|account|explanation)\b|\bdoes not mean\b|\bnothing\b|\bnot known\b|\bintended to\b|\bdesigned to\b|\bin order to\b|\?\s*$",
    re.IGNORECASE,
)
"""Aims, conditions, questions and denials state nothing about the figures."""
DATED: Final = re.compile(r"\b20\d\d\b|\b(?:the force|the year|this edition|West Midlands)\b|⟦[a-z]")
"""What makes a sentence of an explaining page a statement about this edition."""
NEAR_MEASURE: Final = re.compile(rf"\b(?:{MEASURED})\b", re.IGNORECASE)
CHANGE: Final = re.compile(
    rf"\b(?:{CHANGE_NOUNS}|rose|fell|fallen|risen|increased|decreased|reduced|dropped|lower|higher|fewer|more|less|up|down|grew|grown|gone)\b",
    re.IGNORECASE,
)
REACH: Final = 70
"""Characters either side within which a measure makes a word of change a statement about it."""
ADJECTIVE: Final = re.compile(
    r"(?:^|\b(?:an?|the|with|and|of|for|by|through|its|their|from|more|any|some)\s)$", re.IGNORECASE
)


def unlicensed_words(passage: Passage, context: Context) -> Iterator[Finding]:
    """Every statistical word that no verdict permits, outside quotation marks and others' statements."""
    text, quoted = passage.text, quoted_spans(passage.text)
    for first, last in passage.sentences:
        sentence = text[first:last]
        if not _may_hold_a_word(sentence) or _is_no_statement(sentence, context):
            continue
        permitted = _permitted(sentence, context)
        taken: list[Span] = []
        for entry in LEXICON:
            for found in entry.pattern.finditer(sentence):
                start, end = found.span()
                if covered(start, end, taken) or covered(first + start, first + end, quoted):
                    continue
                if not _says_something(entry, sentence, start, end):
                    continue
                taken.append((start, end))
                if not _is_free(entry, sentence, permitted, context):
                    yield Finding("word", first + start, first + end, _advice(entry, permitted, context))


def _may_hold_a_word(sentence: str) -> bool:
    lower = sentence.lower()
    return any(stem in lower for stem in STEMS)


def _is_no_statement(sentence: str, context: Context) -> bool:
    if context.kind == "page" and not DATED.search(sentence):
        return True
    return bool(ATTRIBUTED.search(sentence) or NOT_STATED.search(sentence))


def _says_something(entry: Entry, sentence: str, start: int, end: int) -> bool:
    """Whether the word speaks of a measure here, and not of patrols, meetings or vehicles."""
    if not entry.of_a_measure:
        return True
    around = sentence[max(0, start - REACH) : end + REACH]
    word = sentence[start:end].lower()
    if not entry.licences and word.split()[-1] in {"by", "to", "of"}:
        return bool(CHANGE.search(sentence) and NEAR_MEASURE.search(sentence))
    adjective = word.split()[-1].endswith("ed") and len(word.split()) == 1 and ADJECTIVE.search(sentence[:start])
    if adjective:
        return bool(re.match(rf"\s(?:{MEASURED})\b", sentence[end:], re.IGNORECASE))
    return bool(NEAR_MEASURE.search(around) or CLAIM.search(around))


def _is_free(entry: Entry, sentence: str, permitted: frozenset[str] | None, context: Context) -> bool:
    if entry.quotable and (CLAIM.search(sentence) or holds_quantity(sentence)):
        return True
    if permitted is None or (context.kind == "page" and not context.licences):
        return bool(entry.licences)
    return not permitted.isdisjoint(entry.licences)


def _permitted(sentence: str, context: Context) -> frozenset[str] | None:
    """The words that the verdicts permit: those of the measures that the sentence names, or else of all."""
    if context.licences is None:
        return None
    named = [licence for licence in context.licences if _names(sentence, licence)]
    return frozenset(word for licence in named or context.licences for word in licence.words)


def _names(sentence: str, licence: Licence) -> bool:
    lower = sentence.lower()
    return any(name.lower() in lower for name in licence.names) or f"⟦{licence.names[0]}." in sentence


def _advice(entry: Entry, permitted: frozenset[str] | None, context: Context) -> str:
    whose = f"of {context.milestone}" if context.milestone else "of this text"
    if permitted:
        allowed = f"The verdicts {whose} permit: {', '.join(sorted(permitted))}"
    else:
        allowed = f"No verdict {whose} permits a statistical word"
    return f"{allowed}; {entry.instead}" if entry.instead else allowed
