"""What the text of a cell means, and the nearest of the valid names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.tables import parse_schema, value_fault
from planbook.data.values import nearest, records


@dataclass(frozen=True)
class Row:
    """A field of each type that a table has."""

    boolean: bool = False
    integer: int = 0
    number: float | None = 0.0
    date: date | None = None
    string: str = ""


FIELDS = parse_schema(
    '{"fields": [{"name": "boolean", "type": "boolean"}, {"name": "integer", "type": "integer"}, '
    '{"name": "number", "type": "number"}, {"name": "date", "type": "date"}, {"name": "string"}]}'
).fields


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        *(("boolean", text, True) for text in ("true", "True", "TRUE", "1")),
        *(("boolean", text, False) for text in ("false", "False", "FALSE", "0")),
        ("integer", "+7", 7),
        ("integer", "007", 7),
        ("number", "-5", -5.0),
        ("number", ".5", 0.5),
        ("number", "+5.", 5.0),
        ("number", "1e3", 1000.0),
        ("number", "", None),
        ("date", "2015-06-30", date(2015, 6, 30)),
        ("date", "", None),
        ("string", "1", "1"),
    ],
)
def test_what_the_check_accepts_is_read_as_its_value(column: str, text: str, value: object) -> None:
    """In each form that a table schema allows."""
    assert [value] == [getattr(row, column) for row in records([{column: text}], Row)]


@given(st.sampled_from(FIELDS), st.text("+-.eE0123456789truefalsTRUEFALS", min_size=1, max_size=6))
def test_the_check_and_the_reader_accept_the_same_texts(field: object, text: str) -> None:
    """Whatever stands in the cell."""
    fault = value_fault(text, field, frozenset([""]))  # type: ignore[arg-type]
    if fault is None:
        assert 1 == len(records([{field.name: text}], Row))  # type: ignore[attr-defined]
    else:
        with pytest.raises(msgspec.ValidationError, match=f"at `\\$.{field.name}`"):  # type: ignore[attr-defined]
            records([{field.name: text}], Row)  # type: ignore[attr-defined]


def test_other_columns_are_left_out_and_missing_ones_refused() -> None:
    """A record takes the columns of its fields; a field without one is named."""

    @dataclass(frozen=True)
    class Needed:
        name: str

    assert (Row(string="a"),) == records([{"string": "a", "other": "b"}], Row)
    with pytest.raises(msgspec.ValidationError, match="name"):
        records([{"other": "b"}], Needed)


NAMES = ("robbery", "burglary_dwelling", "vehicle_crime")


@pytest.mark.parametrize(("wanted", "near"), [("robery", "robbery"), ("xyz", "none")])
def test_the_nearest_name_is_given(wanted: str, near: str) -> None:
    """One letter astray is found; a far-fetched guess helps nobody."""
    assert near == nearest(wanted, NAMES, 1)


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=12), max_size=5).flatmap(st.permutations))
def test_no_name_is_made_up_and_order_does_not_matter(wanted: str, names: list[str]) -> None:
    """The message is the same every time."""
    assert nearest(wanted, names, 1) in {"none", *names}
    assert nearest(wanted, names) == nearest(wanted, sorted(names))
