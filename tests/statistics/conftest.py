"""Builders of short series shared by the tests of the statistics."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

Build = Callable[..., pd.Series]


@pytest.fixture(scope="session")
def quarters() -> Build:
    """Build a quarterly series from April 2012 on."""

    def build(values: Sequence[float], name: str = "robbery", start: str = "2013Q1") -> pd.Series:
        index = pd.period_range(start, periods=len(values), freq="Q-MAR")
        return pd.Series(list(values), index=index, name=name, dtype=float)

    return build


@pytest.fixture(scope="session")
def months() -> Build:
    """Build a monthly series from April 2014 on."""

    def build(values: Sequence[float], name: str = "robbery", start: str = "2014-04") -> pd.Series:
        index = pd.period_range(start, periods=len(values), freq="M")
        return pd.Series(list(values), index=index, name=name, dtype=float)

    return build
