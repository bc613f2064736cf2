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


def test_every_text_of_a_record_is_turned_and_every_block_has_its_kind() -> None:
    """Texts inside tuples of records too; the page design of the PDF reads the record as JSON."""

    def paper(word: str) -> Paper:
        table = Table(word, ("One",), ((Cell(word, anchor="claim-one"),),), (1.0,), number=1)
        return Paper(word, (("Board", word),), word, word, (Paragraph("1.1.1", (Run(word),)), table))

    turned = with_curled_marks(paper("the force's"))
    assert paper("the force’s") == turned
    record = msgspec.json.decode(msgspec.json.encode(turned))
    assert ["paragraph", "table"] == [block["kind"] for block in record["blocks"]]
