"""Acronyms that a reader cannot look up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planbook.data.names import nearest
from planbook.gate.faults import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.gate.prose import Passage

__all__ = ["EVERYDAY", "terms_of_glossary", "unknown_acronyms"]

EVERYDAY: Final = frozenset(
    "UK US USA EU TV PC PCs NHS BBC GP GPs CCTV DNA ID IT AM PM BST GMT VAT MP MPs OK DVD SMS PIN CD FAQ QR AGM CEO "
    "PhD BA BSc MA MSc ISBN ISSN DOI CSV JSON HTML PDF URL AA AAA TB MB GB".split()
)
"""Letters that everybody reads as words, or that name a form of file."""
BEFORE_A_NUMBER: Final = frozenset(
    {"ISO", "BS", "EN", "SI", "EWHC", "EWCA", "UKSC", "UKHL", "HC", "HL", "PO", "PC", "PS", "DC", "DS"}
)
"""Letters of standards, courts and papers: with their number they are an address and no term."""
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
    for found in ACRONYM.finditer(passage.text):
        if found[0] in BEFORE_A_NUMBER and NUMBER_NEXT.match(passage.text, found.end()):
            continue
        if not {found[0], found[0].removesuffix("s")} & (terms | EVERYDAY) and not ROMAN.match(found[0]):
            near = nearest(found[0], terms)
            advice = f"Write the words out, or add the term to data/glossary.csv; nearest there: {near}"
            yield Finding("acronym", found.start(), found.end(), advice)
