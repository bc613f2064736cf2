"""Builders of short series, and the real ones, shared by the tests of the statistics."""

import csv
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

TABLE = Path(__file__).parents[2] / "data" / "series" / "recorded_crime_by_subgroup.csv"


def build(values, name="robbery", *, start, freq) -> pd.Series:
    """A series of values from a period on."""
    index = pd.period_range(start, periods=len(values), freq=freq)
    return pd.Series(list(values), index=index, name=name, dtype=float)


@pytest.fixture(scope="session")
def quarters() -> Callable[..., pd.Series]:
    """Build a quarterly series from April 2012 on."""
    return partial(build, start="2013Q1", freq="Q-MAR")


@pytest.fixture(scope="session")
def months() -> Callable[..., pd.Series]:
    """Build a monthly series from April 2014 on."""
    return partial(build, start="2014-04", freq="M")


@pytest.fixture(scope="session")
def recorded_crime() -> dict[str, pd.Series]:
    """Every real series of recorded crime by force and subgroup, quarters of the financial year."""
    by_name: dict[str, dict[pd.Period, float]] = defaultdict(dict)
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            period = pd.Period(f"{int(row['period'][2:6]) + 1}{row['period'][-2:]}", "Q-MAR")
            by_name[f"{row['area']} {row['measure']}"][period] = float(row["value"])
    return {name: pd.Series(dict(sorted(values.items())), name=name) for name, values in by_name.items()}
