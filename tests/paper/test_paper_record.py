"""The record of a paper: typographic marks in every text of it, and the kind of each block for writers."""

import msgspec
import pytest

from planbook.paper.paper_record import Cell, Paper, Paragraph, Run, Table, curled, with_curled_marks


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


def paper(word: str) -> Paper:
    """A paper that says a word in its title, a paragraph, a caption and a cell."""
    table = Table(word, ("One",), ((Cell(word, anchor="claim-one"),),), (1.0,), number=1)
    return Paper(word, (("Board", word),), word, word, (Paragraph("1.1.1", (Run(word),)), table))


def test_every_text_of_a_record_is_turned() -> None:
    """Texts inside tuples of records too; nothing else changes."""
    assert paper("the force’s") == with_curled_marks(paper("the force's"))


def test_a_writer_that_is_no_python_is_told_the_kind_of_each_block() -> None:
    """The page design of the PDF reads the record as JSON."""
    record = msgspec.json.decode(msgspec.json.encode(paper("word")))
    assert ["paragraph", "table"] == [block["kind"] for block in record["blocks"]]
