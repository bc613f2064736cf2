"""What tests of several modules of this folder share: the plan of 2014/15 and the catalogue of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.data import registers

if TYPE_CHECKING:
    from planbook.data.measures import Measure, Measures
    from planbook.data.places import Places
    from planbook.data.plan import Plan


@pytest.fixture(scope="session")
def plan(places: Places) -> Plan:
    """The plan of 2014/15."""
    return registers.read_plan(places, "west_midlands_2014_15")


@pytest.fixture(scope="session")
def measures(places: Places) -> Measures:
    """The catalogue."""
    return registers.measures(places, "west_midlands_2014_15")


@pytest.fixture(scope="session")
def robbery(measures: Measures) -> Measure:
    """Robbery, of which lower is better."""
    return measures["robbery"]
