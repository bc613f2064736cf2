"""In what form figures were known at a date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planbook.claims.claims import Claim
from planbook.data.as_at import Known, at_that_time
from planbook.data.measures import Measure

ROBBERY = Measure("robbery", "Robbery", "", "offences", "", "down", "counts", "", "years", "", "", "", "")
HATE = replace(ROBBERY, id="hate_crime", label="Hate crime", table="", year_table="")
DAMAGE = replace(ROBBERY, id="damage", label="Damage", year_table="")


def claim(name: str, status: str) -> Claim:
    """A claim of a status."""
    return Claim(name, "", 1.0, "1", "offences", "FY2014-15", "O5", "M5.4", "", (), status, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(("as_at", "when"), [("2018-07", "in July 2018"), ("2018-07-31", "on 31 July 2018")])
def test_a_date_is_said_after_a_verb(as_at: str, when: str) -> None:
    """In a month, on a day."""
    assert when == at_that_time(as_at)


def test_only_a_dated_edition_has_something_to_say() -> None:
    """The latest revision says nothing; a dated one that has its quarters shows no less than today's would."""
    assert ("", False) == (Known("quarters").words, Known("quarters").earlier)
    assert not Known("quarters", "2026-06").earlier
    assert "known in July 2018" in Known("years", "2018-07").words
    assert "what the original report printed" in Known("published", "2015-07").words
