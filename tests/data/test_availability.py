"""Why a figure is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planbook.data.available import absence
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period

BURGLARY = Measure(
    "burglary_dwelling", "Burglary dwelling", "", "offences", "", "down", table="table", first_period="FY2012-13Q1",
    last_period="FY2016-17Q4", successor="residential_burglary",
)  # fmt: skip
AFTER = replace(
    BURGLARY, id="residential_burglary", label="Residential burglary", first_period="FY2017-18Q1",
    last_period="FY2025-26Q3", successor="",
)  # fmt: skip
UNSERIED = replace(BURGLARY, table="")
SUCCESSOR = "its successor is residential burglary, which cannot be set against it"


@pytest.mark.parametrize(
    ("measure", "period", "words"),
    [
        (BURGLARY, "FY2024-25", f"the measure ended with January to March 2017; {SUCCESSOR}"),
        (AFTER, "FY2026-27", "the measure ended with October to December 2025; no later figure is held"),
        (AFTER, "FY2014-15", "the series begins in April to June 2017"),
        (
            AFTER,
            "FY2017-18",
            "the series begins in April to June 2017, so there is nothing a year earlier to compare with",
        ),
        (BURGLARY, "FY2014-15", "no figure for Merseyside is held for 2014/15"),
        (UNSERIED, "FY2014-15", "only published values exist, no open series by force"),
    ],
    ids=["ended", "ended without successor", "not begun", "nothing earlier", "not held", "published only"],
)
def test_the_reason_is_one_plain_sentence(measure: Measure, period: str, words: str) -> None:
    """What ended names its successor; what has not begun says when it begins."""
    told = absence(measure, Period.parse(period), "Merseyside", Measures((BURGLARY, AFTER)))
    assert f"{measure.label}: {words}." == told
