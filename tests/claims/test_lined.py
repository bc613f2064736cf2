"""JSON with a line for each record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.ledger import lined_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_it_is_the_same_record(record: dict[str, Any]) -> None:
    """Whoever reads it finds what was written, in the same order."""
    read = json.loads(lined_json(record))
    assert (record, list(record)) == (read, list(read))


def test_each_record_has_a_line() -> None:
    """So that two files can be compared, and a claim found, by lines."""
    record = {"format": "planbook/1", "claims": [{"id": "a", "rows": [1, 2]}, {"id": "b £"}], "verdicts": []}
    assert [
        "{",
        ' "format": "planbook/1",',
        ' "claims": [',
        '  {"id": "a", "rows": [1, 2]},',
        '  {"id": "b £"}',
        " ],",
        ' "verdicts": []',
        "}",
    ] == lined_json(record).splitlines()
    assert lined_json(record).endswith("}\n")


def test_what_is_no_json_is_refused() -> None:
    """Nothing is written as something else."""
    with pytest.raises(TypeError):
        lined_json({"claims": [object()]})
