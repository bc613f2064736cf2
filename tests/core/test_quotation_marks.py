"""Typographic marks."""

from __future__ import annotations

import pytest

from planbook.core.paper_record import Paragraph, Run
from planbook.core.quotation_marks import curled, curled_record


@pytest.mark.parametrize(
    ("straight", "typographic"),
    [
        ("The force's panels", "The force’s panels"),
        ("the Victims' Code", "the Victims’ Code"),
        ("it says 'lowest' twice", "it says ‘lowest’ twice"),
        ('("lowest on record")', "(“lowest on record”)"),
        ("no marks", "no marks"),
    ],
)
def test_marks_are_turned_as_printers_do(straight: str, typographic: str) -> None:
    """Opening at the start of a word, closing or an apostrophe elsewhere."""
    assert typographic == curled(straight)


def test_every_text_of_a_record_is_turned() -> None:
    """Texts inside tuples of records too; nothing else changes."""
    assert Paragraph("1.1.1", (Run("the force’s"),)) == curled_record(Paragraph("1.1.1", (Run("the force's"),)))
