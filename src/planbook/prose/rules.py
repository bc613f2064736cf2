"""The rules of the gate, each over one passage, and one text through all of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from planbook.claims.claims import Claim, claim_text
from planbook.data.values import nearest
from planbook.prose.findings import Context, Fault, Finding, Place
from planbook.prose.lexicon import CHANGE_NOUNS, LEXICON, MEASURED, Entry, any_of, each_of, one_of, words_of
from planbook.prose.numbers import holds_quantity, in_words, typed_numbers
from planbook.prose.prose import CLAIM, Passage, Span, covered, covering, passages, quoted_spans


def inspect(file: str, markdown: str, context: Context, *, cell: int = 0) -> tuple[Fault, ...]:
    """Every fault of a Markdown text, in the order of its passages; ``cell`` is the number of a notebook's cell."""
    texts = passages(markdown, cell)
    faults = (
        Fault(file, passage.place(one.start), passage.text[one.start : one.end], one.rule, one.advice)
        for passage in texts
        for one in findings(passage, context)
    )
    # A row of the register that nothing needs any more would let a number pass later, where nobody meant it to.
    stale = [phrase for phrase in context.registered if not any(phrase in passage.text for passage in texts)]
    advice = "Take the row out of data/typed_numbers.csv, or mend its text"
    return (*faults, *(Fault(file, Place(1, 1), phrase, "register", advice) for phrase in stale))


def findings(passage: Passage, context: Context) -> Iterator[Finding]:
    """What the rules find in one passage; registered titles are left alone."""
    # A promise is quoted as the plan words it, whatever the rules say of its words.
    titles = covering(passage.text, context.titles)
    everything = (
        *typed_numbers(passage, context),
        *unlicensed_words(passage, context),
        *unknown_acronyms(passage, context.terms),
        *lost_references(passage, context),
        *wrong_points(passage, context),
        *relative_dates(passage),
    )
    for finding in sorted(everything, key=lambda finding: (finding.start, finding.rule)):
        if not covered(finding.start, finding.end, titles):
            yield finding


# Statistical words without a licence.

ATTRIBUTED: Final = any_of("attributed")
NOT_STATED: Final = any_of("not_stated")
DATED: Final = re.compile(r"\b20\d\d\b|\b(?:the force|the year|this edition)\b|⟦[a-z]")
"""What makes a sentence of an explaining page a statement about this edition."""
NEAR_MEASURE: Final = re.compile(rf"\b(?:{MEASURED})\b", re.IGNORECASE)
CHANGE: Final = re.compile(
    rf"\b(?:{CHANGE_NOUNS}|rose|fell|fallen|risen|increased|decreased|reduced|dropped|lower|higher|fewer|more|less|up|down|grew|grown|gone)\b",
    re.IGNORECASE,
)
REACH: Final = 70  # characters either side within which a measure makes a word of change a statement about it
ADJECTIVE: Final = re.compile(
    r"(?:^|\b(?:an?|the|with|and|of|for|by|through|its|their|from|more|any|some)\s)$", re.IGNORECASE
)


def unlicensed_words(passage: Passage, context: Context) -> Iterator[Finding]:
    """Every statistical word that no verdict permits, outside quotation marks and others' statements."""
    for first, last in passage.sentences:
        sentence = passage.text[first:last]
        explains = context.kind == "page" and not DATED.search(sentence)
        if explains or ATTRIBUTED.search(sentence) or NOT_STATED.search(sentence):
            continue
        permitted = _permitted(sentence, context)
        quoted = [(start - first, end - first) for start, end in passage.quoted]
        for entry, start, end in _statistical_words(sentence, quoted):
            if not _is_free(entry, sentence, permitted, context):
                yield Finding("word", first + start, first + end, _advice(entry, permitted, context))


def _statistical_words(sentence: str, quoted: list[Span]) -> Iterator[tuple[Entry, int, int]]:
    """Each word that says something of a measure, by the first entry of the lexicon that finds it."""
    taken = list(quoted)
    for pattern, entry in LEXICON:
        for match in pattern.finditer(sentence):
            if not covered(*match.span(), taken) and _says_something(entry, sentence, *match.span()):
                taken.append(match.span())
                yield entry, *match.span()


def _says_something(entry: Entry, sentence: str, start: int, end: int) -> bool:
    """Whether the word speaks of a measure here, and not of patrols, meetings or vehicles."""
    if not entry.of_a_measure:
        return True
    around = sentence[max(0, start - REACH) : end + REACH]
    words = sentence[start:end].lower().split()
    # A cause ("driven by") stands far from what it explains, so the whole sentence counts.
    if not entry.licences and words[-1] in {"by", "to", "of"}:
        return bool(CHANGE.search(sentence) and NEAR_MEASURE.search(sentence))
    # "Reduced visibility" is an adjective of another noun.
    if len(words) == 1 and words[0].endswith("ed") and ADJECTIVE.search(sentence[:start]):
        return bool(re.match(rf"\s(?:{MEASURED})\b", sentence[end:], re.IGNORECASE))
    return bool(NEAR_MEASURE.search(around) or CLAIM.search(around))


def _permitted(sentence: str, context: Context) -> frozenset[str] | None:
    """The words that the verdicts permit: those of the measures that the sentence names, or else of all."""
    if context.licences is None:
        return None
    lower = sentence.lower()
    named = [
        licence
        for licence in context.licences
        if any(name.lower() in lower for name in licence.names) or f"⟦{licence.names[0]}." in sentence
    ]
    return frozenset(word for licence in named or context.licences for word in licence.words)


def _is_free(entry: Entry, sentence: str, permitted: frozenset[str] | None, context: Context) -> bool:
    if entry.quotable and (CLAIM.search(sentence) or holds_quantity(sentence)):
        return True
    # Before a run no verdict is known, and a word that one might license waits.
    if permitted is None or (context.kind == "page" and not context.licences):
        return bool(entry.licences)
    return not permitted.isdisjoint(entry.licences)


def _advice(entry: Entry, permitted: frozenset[str] | None, context: Context) -> str:
    whose = f"of {context.milestone}" if context.milestone else "of this text"
    allowed = f"No verdict {whose} permits a statistical word"
    if permitted:
        allowed = f"The verdicts {whose} permit: {', '.join(sorted(permitted))}"
    return f"{allowed}; {entry.instead}" if entry.instead else allowed


# Acronyms that a reader cannot look up.

EVERYDAY: Final = words_of("EVERYDAY")
BEFORE_A_NUMBER: Final = words_of("BEFORE_A_NUMBER")
ACRONYM: Final = re.compile(r"(?<![\w⟦.’'/-])(?:[A-Z][A-Z&]+[A-Z]|[A-Z]{2})(?:s(?=\b|[’']))?(?![\w-]*\w)(?!\d)")
NUMBER_NEXT: Final = re.compile(r" (?:EN |Box |\()?\d|(?: \((?:Admin|QB|Civ|Crim)\))")
ROMAN: Final = re.compile(r"(?=[IVXLC]+$)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
LETTERS: Final = re.compile(r"[A-Za-z][A-Za-z&]*")


def terms_of_glossary(terms: Iterable[str]) -> frozenset[str]:
    """The acronyms among the terms of a glossary: ``ROCU / WMROCU`` and ``Troubled Families (TF)`` hold three."""
    words = {word for term in terms for word in LETTERS.findall(term)}
    return frozenset(word for word in words if sum(letter.isupper() for letter in word) >= 2)


def unknown_acronyms(passage: Passage, terms: frozenset[str]) -> Iterator[Finding]:
    """Every acronym that neither the glossary nor everyday speech holds; headings in capitals hold none."""
    if passage.text.isupper():
        return
    for match in ACRONYM.finditer(passage.text):
        if match[0] in BEFORE_A_NUMBER and NUMBER_NEXT.match(passage.text, match.end()):
            continue
        if not {match[0], match[0].removesuffix("s")} & (terms | EVERYDAY) and not ROMAN.match(match[0]):
            near = nearest(match[0], terms)
            advice = f"Write the words out, or add the term to data/glossary.csv; nearest there: {near}"
            yield Finding("acronym", match.start(), match.end(), advice)


# References to charts and tables that are not there.

PICTURE: Final = r"(?:control |line |bar |column )?(?:charts?|graphs?|plots?|diagrams?|maps?|infographics?)"
NUMBERED: Final = re.compile(
    r"\b(?:[Ff]igures?|[Cc]harts?|[Gg]raphs?|[Tt]ables?|[Dd]iagrams?|[Mm]aps?|[Ff]igs?\.|[Ee]xhibit)\s?"
    r"(?:\d+|(?<=\s)[A-H]\b|(?<=\s)(?:one|two|three|four|five|six)\b)"
)
QUANTITY: Final = re.compile(r"[\s,]*(?:\d|per cent|%|offences|incidents|people|points|million)")
OTHER_WORK: Final = re.compile(
    r"\s(?:of|in|on) (?:the |that |its |an? )?(?:\w+[ -]){0,4}"
    r"(?:report|inspection|bulletin|release|paper|publication|book|guidance|strategy|plan|document|Act|study|review|⟦)",
    re.IGNORECASE,
)
POINTED: Final = (
    r"(?:the |this |these |that )(?:\w+ )?{0} (?:below|above|beneath|underneath|alongside|opposite|overleaf|on the (?:next|facing|previous) page|shows?|showed|illustrates?|that follows?)\b|"
    r"(?:the|this) (?:following|above|accompanying|adjacent|next) {0}\b|(?:see|in|on|from) (?:this|the) {0} (?:here|below|above)\b|"
    r"as {0} shows\b|(?:see|as shown in|shown (?:in|on|by)) (?:the |this )(?:\w+ )?{0}\b|{0} (?:below|beneath|underneath|overleaf|opposite)\b"
)
PICTURE_HERE: Final = re.compile(rf"\b(?:{POINTED.format(PICTURE)})", re.IGNORECASE)
TABLE_HERE: Final = re.compile(rf"\b(?:{POINTED.format('tables?')})", re.IGNORECASE)


def lost_references(passage: Passage, context: Context) -> Iterator[Finding]:
    """Charts and tables by number, which nothing here has, and those pointed at where there is none."""
    text = passage.text
    for match in NUMBERED.finditer(text):
        if not _of_another_work(passage, match) and not QUANTITY.match(text, match.end()):
            yield Finding(
                "reference", *match.span(), "Charts and tables here have titles and no numbers; name the title"
            )
    whose = f"milestone {context.milestone}" if context.milestone else "this text"
    # Each chart has a table of its data.
    tables = None if context.charts is None else context.charts + int(context.tables)
    for pattern, count, noun in ((PICTURE_HERE, context.charts, "chart"), (TABLE_HERE, tables, "table")):
        for match in pattern.finditer(text) if count == 0 else ():
            if not _of_another_work(passage, match):
                yield Finding("reference", *match.span(), f"There is no {noun} with {whose}; leave the reference out")


def _of_another_work(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a reference is to a chart or table of another work, or stands in quotation marks."""
    return bool(OTHER_WORK.match(passage.text, match.end())) or covered(*match.span(), passage.quoted)


# Relative dates: words that mean another time whenever they are read.

VERDICT_BEFORE: Final = re.compile(
    r"\b(?:increase|decrease|reduction|change|higher|lower|similar|difference) (?:on|than|to|from) $", re.IGNORECASE
)
"""The verdicts name the year before as "last year"."""
RELATIVE: Final = any_of("relative")


def relative_dates(passage: Passage) -> Iterator[Finding]:
    """Every relative date outside quotation marks; "on last year" in a verdict is none."""
    for match in RELATIVE.finditer(passage.text):
        if not covered(*match.span(), passage.quoted) and not VERDICT_BEFORE.search(passage.text[: match.start()]):
            advice = "Write the date or the period in full, such as 2014/15 or June 2015; a text is read for years"
            yield Finding("date", *match.span(), advice)


# Per cent where percentage points are meant: the difference between two percentages is in points.

SIZE: Final = re.compile(one_of("SIZE"), re.IGNORECASE)
WRONG_UNIT: Final = each_of("wrong_unit")
TWO_PERCENTAGES: Final = each_of("two_percentages")
TOLERANCE: Final = 0.15


def wrong_points(passage: Passage, context: Context) -> Iterator[Finding]:
    """Changes of a percentage that are given in per cent; a sentence that speaks of points knows the difference."""
    claims = {claim.id: claim for claim in context.claims}
    for first, last in passage.sentences:
        # A change quoted by its claim is as wrong as a typed one, so claims count as their words.
        text, origin = _with_claims(passage.text[first:last], claims)
        if "percentage point" in text or "relative" in text:
            continue
        spans = {match.span("size") for pattern in WRONG_UNIT for match in pattern.finditer(text)}
        for start, end in sorted(spans | set(_differences(text))):
            if not covered(start, end, quoted_spans(text)):
                begin, stop = first + origin[start], first + origin[end - 1] + 1
                advice = "Write percentage points, or quote the claim whose unit they are"
                yield Finding("points", begin, max(stop, begin + 1), advice)


def _differences(text: str) -> Iterator[Span]:
    """A percentage that is the difference of two others in the same sentence."""
    for pair in (match for pattern in TWO_PERCENTAGES for match in pattern.finditer(text)):
        wanted = abs(_value(pair["high"]) - _value(pair["low"]))
        for size in SIZE.finditer(text):
            apart = not covered(*size.span(), [pair.span()])
            # Typed figures are rounded, so their difference is near and not equal.
            if apart and wanted and abs(abs(_value(size["size"])) - wanted) < TOLERANCE:
                yield size.span("size")


def _value(number: str) -> float:
    plain = number.lstrip("+−-")
    return float(plain) if plain[0].isdigit() else next(in_words(plain)).value


def _with_claims(text: str, claims: Mapping[str, Claim]) -> tuple[str, list[int]]:
    """The text with its claims as readers see them, and the place in ``text`` of every character."""
    read, origin, at = "", list[int](), 0
    for quote in CLAIM.finditer(text):
        claim = claims.get(quote[1])
        modifiers = tuple(part for part in quote[2].split(":") if part in {"size", "number"})
        words = claim_text(claim, modifiers) if claim else quote[0]
        read += text[at : quote.start()] + words
        origin += [*range(at, quote.start()), *([quote.start()] * len(words))]
        at = quote.end()
    return read + text[at:], [*origin, *range(at, len(text))]
