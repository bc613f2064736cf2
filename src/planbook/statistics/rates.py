"""Rates per 1,000 residents against most similar forces.

Sources: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987), pages 69-71
(Byar's approximation); F. Garwood, Biometrika 28 (1936) (exact limits). The group mean is the unweighted
mean of the forces' rates with the force itself, as in HMIC's Crime and Policing Comparator. The "usual
range" is this publication's own band and not iQuanta's, whose formula is not public.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from planbook.statistics.change import ratio_interval
from planbook.statistics.checks import Floats, count_faults, numbers
from planbook.statistics.constants import CONFIDENCE, EXACT_UNDER, NORMAL_95
from planbook.statistics.errors import EmptySeries, SeriesFault, ZeroDenominator, raise_together

PER = 1000


def byar(count: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Byar's approximate 95 per cent limits of a Poisson count; any shape. Zero has lower limit zero."""
    x = np.asarray(count, dtype=np.float64)
    some = np.where(x > 0, x, 1.0)
    low = np.where(x > 0, some * (1 - 1 / (9 * some) - NORMAL_95 / (3 * np.sqrt(some))) ** 3, 0.0)
    more = x + 1
    high = more * (1 - 1 / (9 * more) + NORMAL_95 / (3 * np.sqrt(more))) ** 3
    return np.maximum(low, 0.0), high


def garwood(count: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Garwood's exact 95 per cent limits of a Poisson count; any shape. Zero has lower limit zero."""
    x = np.asarray(count, dtype=np.float64)
    tail = (1 - CONFIDENCE) / 2
    low = np.where(x > 0, special.gammaincinv(np.where(x > 0, x, 1.0), tail), 0.0)
    return np.asarray(low, dtype=np.float64), np.asarray(special.gammaincinv(x + 1, 1 - tail), dtype=np.float64)


def rates(frame: pd.DataFrame, *, measure: str = "rate") -> pd.DataFrame:
    """Rate, interval and rank of every area.

    Args:
        frame: columns count and population (residents, or households for burglary), one row an area,
            shape (n, 2); index the areas.
        measure: id for messages.

    Returns:
        One row an area in the order given; columns rate, low, high (per 1,000, 95 per cent interval: Garwood
        for counts under 100, Byar above), rank (1 is the lowest, ties share the lower number) and n (areas);
        no row where no area is given.

    Raises:
        SeriesFault: an area with a missing, infinite or negative count, or without population.
    """
    count, population = _checked(frame, measure)
    small, scale = count < EXACT_UNDER, PER / population
    exact, approximate = garwood(count), byar(count)
    result = pd.DataFrame({"rate": count * scale}, index=frame.index)
    result["low"] = np.where(small, exact[0], approximate[0]) * scale
    result["high"] = np.where(small, exact[1], approximate[1]) * scale
    result["rank"] = result["rate"].rank(method="min").astype(int)
    result["n"] = len(result)
    return result


def group_mean(table: pd.DataFrame) -> float:
    """Unweighted mean of the rates of a group, the force itself included."""
    return float(table["rate"].mean())


@dataclass(frozen=True)
class UsualRange:
    """Group mean plus and minus one sample standard deviation of its rates: ours, descriptive only."""

    mean: float
    low: float
    high: float


def usual_range(table: pd.DataFrame) -> UsualRange:
    """The usual range of similar forces, from a table made by `rates`; needs two areas or more."""
    if len(table) < 2:
        raise EmptySeries("usual range")
    mean, spread = group_mean(table), float(table["rate"].std(ddof=1))
    return UsualRange(mean, mean - spread, mean + spread)


def rate_ratios(
    frame: pd.DataFrame, area: str, *, dispersion: float = 1.0, measure: str = "rate ratio"
) -> pd.DataFrame:
    """Rate of one area over the rate of each other, with quasi-Poisson 95 per cent intervals.

    Args:
        frame: columns count and population by area.
        area: the force.
        dispersion: variance over mean of the force's own series.
        measure: id for messages.

    Returns:
        One row a peer; columns ratio, low, high and word ("lower", "higher" or "no clear difference").
    """
    count, population = _checked(frame, measure)
    table = pd.DataFrame({"count": count, "population": population}, index=frame.index.astype(str))
    own, peers = table.loc[[area]].iloc[0], table.drop(index=area)
    rows = [_ratio(own, peer, max(1.0, dispersion), f"{measure}, {name}") for name, peer in peers.iterrows()]
    return pd.DataFrame(rows, index=peers.index, columns=["ratio", "low", "high", "word"])


def _ratio(own: pd.Series, peer: pd.Series, phi: float, name: str) -> tuple[float, float, float, str]:
    if peer["count"] == 0:
        raise ZeroDenominator(name, "count", 0)
    exposure = float(own["population"] / peer["population"])
    low, high = ratio_interval(float(own["count"]), float(peer["count"]), phi)
    ratio = float(own["count"] / peer["count"]) / exposure
    low, high = low / exposure, high / exposure
    word = "lower" if high < 1 else "higher" if low > 1 else "no clear difference"
    return ratio, low, high, word


def _checked(frame: pd.DataFrame, measure: str) -> tuple[Floats, Floats]:
    count, population = numbers(frame["count"]), numbers(frame["population"])
    faults: list[SeriesFault] = []
    for area, *values in zip(frame.index, count, population, strict=True):
        faults += count_faults(measure, [(area, value) for value in values])
        if values[1] == 0:
            faults.append(ZeroDenominator(measure, area, values[1]))
    raise_together(faults)
    return count, population
