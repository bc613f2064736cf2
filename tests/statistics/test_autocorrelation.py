"""The register of correlations, worked out again from the quarters of all 43 forces."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planbook.statistics.constants import USUAL_CORRELATION
from planbook.statistics.season_model import CANDIDATES, fit

DATA = Path(__file__).parents[2] / "data"
SPAN, LEAST = 20, 20


def pooled(table: pd.DataFrame) -> tuple[float, int, str, str]:
    """Correlation, spans, first and last period of one measure; a row a quarter, a column a force."""
    table = table[table.index <= max(period for period in table.index if period.endswith("Q4"))]
    products = squares = spans = 0
    curve = np.zeros(CANDIDATES.size)
    ends = range(len(table), SPAN - 1, -SPAN)
    for end in ends:
        rows = table.iloc[end - SPAN : end]
        counts = rows.loc[:, (rows > 0).all() & (rows.mean() >= LEAST)].T.to_numpy(float)
        season, year = np.eye(4)[np.arange(SPAN) % 4], np.eye(5)[np.arange(SPAN) // 4]
        fits = fit(np.column_stack([season, year[:, 1:]]), counts, np.full(SPAN, 91.0))
        scaled = fits.residuals / np.sqrt(fits.squares / fits.df)[:, None]
        products += (scaled[:, 1:] * scaled[:, :-1]).sum()
        squares += (scaled**2).sum()
        curve += fits.expected_lag_1().sum(axis=0)
        spans += len(counts)
    correlation = float(np.interp(products / squares, curve / spans, CANDIDATES))
    return round(correlation, 2), spans, table.index[ends[-1] - SPAN], table.index[-1]


@pytest.fixture(scope="module")
def register() -> dict[str, tuple[float, int, str, str]]:
    """The register as it stands."""
    with (DATA / "measures" / "autocorrelation.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["measure"]: (float(row["correlation"]), int(row["spans"]), row["first_period"], row["last_period"])
        for row in rows
    }


def test_the_register_is_what_the_series_show(register):
    """Every measure of the tables of forces stands in the register with the value that its quarters give.

    Homicide is too rare in every force to show how alike its quarters are.
    """
    tables = [
        pd.read_csv(DATA / "series" / f"{name}.csv") for name in ("recorded_crime_by_force", "priority_crime_by_force")
    ]
    wide = pd.concat(tables).pivot_table(index="period", columns=["measure", "area"], values="value")
    found = {name: pooled(wide[name].dropna(how="all")) for name in wide.columns.levels[0] if name != "homicide"}
    assert found == register


def test_the_usual_correlation_is_their_mean_rounded_up(register):
    """A measure without a row takes a correlation a little above the mean."""
    mean = np.mean([correlation for correlation, *_ in register.values()])
    assert mean <= USUAL_CORRELATION < mean + 0.05
