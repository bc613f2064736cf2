"""The funnel of all forces: limits, ranks, and the words that rest on them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.funnel import funnel, rates
from planbook.statistics.series import EmptySeries, ManyFaults, ZeroDenominator

FORCES = 42
POPULATIONS = np.geomspace(300_000, 8_000_000, FORCES)


def _forces(rates: np.ndarray, dispersion: float, rng: np.random.Generator) -> pd.DataFrame:
    """Counts of made-up forces about given rates per 1,000, overdispersed."""
    mean = rates * POPULATIONS / 1000
    counts = mean if dispersion == 1 else rng.gamma(mean / (dispersion - 1), dispersion - 1)
    index = [f"made_up_{place:02d}" for place in range(FORCES)]
    return pd.DataFrame({"count": np.maximum(1, rng.poisson(counts)), "population": POPULATIONS}, index=index)


@pytest.mark.parametrize("spread", [0.0, 0.15, 0.4])
def test_forces_unlike_by_nature_are_rarely_called_unusual(spread):
    """Forces that differ by the usual spread alone are called unusual in at most 1 per cent of cases."""
    rng = np.random.default_rng(5)
    samples = [_forces(5 * np.exp(rng.normal(0, spread, FORCES)), 4, rng) for _ in range(60)]
    places = pd.concat([funnel(sample, dispersion=4).forces["place"] for sample in samples])
    assert (places != "within the usual spread of forces").mean() <= 0.01


def test_forces_of_one_rate_are_seldom_told_apart():
    """Two forces of one rate are called higher or lower in at most 5.5 per cent of pairs: 5, and simulation error."""
    rng = np.random.default_rng(6)
    samples = [funnel(_forces(np.full(FORCES, 2.0), 5, rng), dispersion=5) for _ in range(40)]
    words = pd.concat([sample.against(area)["word"] for sample in samples for area in sample.forces.index[::2]])
    assert (words != "no clear difference").mean() <= 0.055


def test_one_force_far_off_is_seen():
    """A force at three times the rate of others that hardly differ is unusually high, and the highest for certain."""
    rng = np.random.default_rng(7)
    rates = 5 * np.exp(rng.normal(0, 0.1, FORCES))
    rates[20] *= 3
    row = funnel(_forces(rates, 2, rng), dispersion=2).forces.loc["made_up_20"]
    assert row[["place", "rank", "rank_low", "rank_high"]].tolist() == ["unusually high", FORCES, FORCES, FORCES]


def test_a_spread_is_estimated():
    """The spread put in comes out, within a fifth."""
    rng = np.random.default_rng(8)
    spreads = [funnel(_forces(5 * np.exp(rng.normal(0, 0.3, FORCES)), 1, rng)).spread for _ in range(30)]
    assert np.mean(spreads) == pytest.approx(0.3, rel=0.2)


def test_words_and_picture_share_their_limits():
    """A force is unusual exactly where its rate lies outside the limits that a chart draws at its population."""
    rng = np.random.default_rng(9)
    made = funnel(_forces(5 * np.exp(rng.standard_t(2, FORCES) * 0.1), 1, rng))
    low, high = made.limits(made.forces["population"].to_numpy())
    outside = (made.forces["rate"] < low) | (made.forces["rate"] > high)
    assert outside.tolist() == (made.forces["place"] != "within the usual spread of forces").tolist()
    assert made.forces["outer_high"].tolist() == pytest.approx(high.tolist())


@given(st.lists(st.integers(1, 50_000), min_size=10, max_size=43), st.floats(1, 30))
@settings(max_examples=60, deadline=None)
def test_ranks_lie_in_their_intervals(counts, dispersion):
    """Every rate lies inside its interval, rates ascend, and ranks are those of a plain sort."""
    frame = pd.DataFrame({"count": counts, "population": 100_000}, index=range(len(counts)))
    forces = funnel(frame, dispersion=dispersion).forces
    assert ((forces["low"] < forces["rate"]) & (forces["rate"] < forces["high"])).all()
    assert forces["rank"].tolist() == [1 + sum(other < count for other in counts) for count in sorted(counts)]
    assert forces["rank_low"].le(forces["rank_high"]).all()
    assert forces["rank_high"].between(1, len(counts)).all()


def test_all_faults_of_a_table_are_told_at_once():
    """Every force without a count or without residents is told, by its name."""
    frame = pd.DataFrame({"count": [0, 5], "population": [10, 0]}, index=["kent", "surrey"])
    with pytest.raises(ManyFaults) as caught:
        rates(frame, measure="robbery")
    assert [type(fault) for fault in caught.value.faults] == [ZeroDenominator, ZeroDenominator]
    assert "robbery, kent" in str(caught.value)


def test_a_funnel_needs_ten_forces():
    """The spread between fewer forces cannot be told from chance."""
    with pytest.raises(EmptySeries, match="a funnel of 4 forces"):
        funnel(pd.DataFrame({"count": [5] * 4, "population": [10] * 4}))


def test_the_interval_of_a_rate_is_that_of_its_count():
    """100 offences at a dispersion of 4 have a standard error of a fifth on the logarithm; no force gives no row."""
    row = rates(pd.DataFrame({"count": [100], "population": [1000]}), dispersion=4).iloc[0]
    assert [row["rate"], row["low"], row["high"]] == pytest.approx(
        [100, 100 * np.exp(-0.391993), 100 * np.exp(0.391993)]
    )
    assert len(rates(pd.DataFrame({"count": [], "population": []}, dtype=float))) == 0


def test_against_other_forces_is_the_ratio_of_rates_with_the_same_error():
    """Twice the rate of each other force is higher, equal forces do not differ, and each is lower than that one."""
    frame = pd.DataFrame({"count": [1000] * 11 + [2000], "population": 100_000}, index=list("ABCDEFGHIJKL"))
    made = funnel(frame, dispersion=4)
    table = made.against("L")
    assert table.index.tolist() == list("ABCDEFGHIJK")
    half = np.exp(1.959964 * np.sqrt(4 * (1 / 2000 + 1 / 1000)))
    assert table.loc["A", ["ratio", "low", "high"]].tolist() == pytest.approx([2, 2 / half, 2 * half])
    assert set(table["word"]) == {"higher"}
    assert made.against("A")["word"].value_counts().to_dict() == {"no clear difference": 10, "lower": 1}
    assert (made.middle, made.row("L")["rank"], made.row("A")["rank"]) == (10, 12, 1)
