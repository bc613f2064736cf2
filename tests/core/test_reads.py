"""What a notebook read, and when that has changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planbook.core.reads import FILE, Read, Table, digest, sorted_reads

TABLE = b"period,area,measure,value\nQ1,west,robbery,5\nQ1,east,robbery,7\nQ1,west,burglary,9\n"
WEST = Read.rows("t.csv", area="west", measure="robbery")
words = st.text(st.characters(codec="utf-8", exclude_characters='\r\n",'), max_size=8)


@given(words, words, st.lists(words, max_size=3))
def test_a_read_survives_its_line(path: str, column: str, texts: list[str]) -> None:
    """What is noted is what is read back."""
    read = Read("rows", path, ((column, tuple(sorted(texts))),))
    assert read == Read.from_line(read.to_line())


def test_rows_that_do_not_match_do_not_matter() -> None:
    """A changed row of another area or measure leaves the digest as it was; a changed row of its own does not."""
    same = [TABLE.replace(b"east,robbery,7", b"east,robbery,8"), TABLE.replace(b"burglary,9", b"burglary,8")]
    assert {digest(WEST, Table(TABLE))} == {digest(WEST, Table(content)) for content in same}
    assert digest(WEST, Table(TABLE)) != digest(WEST, Table(TABLE.replace(b"robbery,5", b"robbery,6")))


def test_a_new_row_and_a_new_column_matter() -> None:
    """Rows added to what was read, and other headings over it, change the digest."""
    for content in (TABLE + b"Q2,west,robbery,5\n", TABLE.replace(b"value", b"count")):
        assert digest(WEST, Table(TABLE)) != digest(WEST, Table(content))


def test_several_texts_of_a_column_are_one_read() -> None:
    """Rows of any of the areas asked for count, in whatever order they were asked for."""
    both = Read.rows("t.csv", area=("west", "east"))
    assert both == Read.rows("t.csv", area=("east", "west"))
    assert digest(both, Table(TABLE)) != digest(both, Table(TABLE.replace(b"robbery,7", b"robbery,8")))


def test_values_are_those_of_the_column_alone() -> None:
    """A count may change; a new area may not."""
    areas = Read.values("t.csv", "area")
    assert digest(areas, Table(TABLE)) == digest(areas, Table(TABLE.replace(b",5", b",6")))
    assert digest(areas, Table(TABLE)) != digest(areas, Table(TABLE + b"Q1,north,robbery,5\n"))


def test_a_missing_column_makes_every_row_matter() -> None:
    """Where a table lacks the column asked for, nothing of it can be left out."""
    read = Read.rows("t.csv", force="west")
    assert digest(read, Table(TABLE)) != digest(read, Table(TABLE.replace(b"burglary,9", b"burglary,8")))


def test_a_table_read_whole_needs_no_rows() -> None:
    """The file alone is kept where rows of it were read too."""
    assert (Read(FILE, "t.csv"),) == sorted_reads([WEST, Read(FILE, "t.csv"), Read.values("t.csv", "area")])


@given(st.lists(st.tuples(words, words, words), max_size=8), words, words)
def test_rows_are_found_as_a_plain_search_finds_them(rows: list[tuple[str, str, str]], first: str, second: str) -> None:
    """The index gives what a walk over all rows gives."""
    table = Table("\n".join(["a,b,c", *(",".join(row) for row in rows)]).encode())
    expected = [list(row) for row in table.lines[1:] if row[:2] == [first, second]]
    assert [table.lines[0], *expected] == table.matching((("a", (first,)), ("b", (second,))))
