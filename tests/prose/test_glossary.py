"""Glossary terms and where they stand in a text."""

import pytest

from planbook.prose.glossary import Glossary, Term

ASB = Term("ASB", "Anti-social behaviour", "Nuisance that may not be a crime.")
CODE = Term("Code of Practice for Victims / Victims' Code", "", "The list of what a victim may expect.")
FAMILIES = Term("Troubled Families (TF)", "", "A programme for families.")
HATE = Term("Hate crime", "", "A crime out of hostility.")
DESCRIPTOR = Term("Hate crime descriptor", "", "A marker.")
UNIT = Term("LPU", "Local Policing Unit", "A part of the force.")
GLOSSARY = Glossary((ASB, CODE, FAMILIES, HATE, DESCRIPTOR, UNIT))


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Reports of ASB fell.", ["ASB"]),
        ("Reports of anti-social behaviour fell.", ["anti-social behaviour"]),
        ("The Victims' Code names groups.", ["Victims' Code"]),
        ("Troubled Families, or TF, has begun.", ["Troubled Families"]),
        ("Every local policing unit has one, LPUs say.", ["local policing unit"]),
        ("A hate crime descriptor was added to a hate crime.", ["hate crime descriptor", "hate crime"]),
        ("Hate crimes are counted.", ["Hate crimes"]),
        ("The Asb road and the pre-ASB years.", []),
    ],
)
def test_the_first_use_of_each_term_is_found(text: str, uses: list[str]) -> None:
    """Names, parts of names, expansions and plurals; the longest spelling wins, and a second use is left."""
    assert uses == [text[use.start : use.end] for use in GLOSSARY.uses(text)]


def test_a_term_seen_before_is_left() -> None:
    """Within a section a term is explained once."""
    assert [] == list(GLOSSARY.uses("ASB again.", {ASB}))


def test_an_anchor_holds_only_letters_digits_and_hyphens() -> None:
    """The address of a term can be typed."""
    assert "term-code-of-practice-for-victims-victims-code" == CODE.anchor


def test_an_explanation_begins_with_the_expansion() -> None:
    """Short forms are written out first."""
    assert "Anti-social behaviour. Nuisance that may not be a crime." == ASB.explained
    assert "A marker." == DESCRIPTOR.explained
