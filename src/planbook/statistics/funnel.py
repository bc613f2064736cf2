"""All forces beside one another: a funnel with overdispersion, ranks with intervals, and one force against others.

Forces differ for reasons that no police plan reaches: who lives there, who travels through, how fully crimes are
recorded. Limits for chance alone would mark nearly every force, so the spread between forces is part of the limits.
One error model serves the picture and the words: chance of a force's own count, and spread between forces.

Sources: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202 (funnel plots), and Quality and Safety in
Health Care 14 (2005), 347-351 (additive overdispersion); H. Goldstein and D. J. Spiegelhalter, JRSS A 159 (1996),
385-443 (ranks with intervals).
"""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from planbook.statistics.constants import NORMAL_95
from planbook.statistics.series import (
    EmptySeries,
    Floats,
    SeriesFault,
    ZeroDenominator,
    count_faults,
    numbers,
    raise_together,
)

PER: Final = 1000
"""Residents or households to which a rate refers."""
NORMAL_998: Final = 3.090232306167813
"""99.9 per cent point of the standard normal distribution: the outer funnel limits (Spiegelhalter 2005)."""
WINSORISED: Final = 0.1
"""Share of the forces at either end whose z-scores are drawn in before the spread is estimated (Spiegelhalter)."""
WINSORISED_VARIANCE: Final = 0.6787
"""Variance of a standard normal variable that is drawn in by so much: what it takes off is given back."""
FEWEST_FORCES: Final = 10
"""Forces under which the spread between them cannot be told from chance. Ours."""
DRAWS: Final = 4000
"""Simulated rankings behind the interval of a rank; its Monte Carlo error is under one place."""
SEED: Final = 2014

PLACES: Final = ("unusually high", "unusually low", "within the usual spread of forces")
DIFFERENCES: Final = ("lower", "higher", "no clear difference")


@dataclass(frozen=True, eq=False)
class Funnel:
    """Forces of one measure and year, lowest rate first.

    Attributes:
        forces: index area; columns count, population, rate, low, high (95 per cent interval of the rate), outer_low
            and outer_high (99.8 per cent funnel limits), inner_low and inner_high (95 per cent), z, rank (1 is the
            lowest, ties share the lower number), rank_low and rank_high (95 per cent interval of the rank) and place.
        middle: rate of the middle force, per 1,000 (of an even number the lower of two).
        spread: standard deviation between forces of the logarithm of the rate, beyond chance.
        dispersion: variance over mean of a force's own count.
    """

    forces: pd.DataFrame
    middle: float
    spread: float
    dispersion: float

    def row(self, area: str) -> "pd.Series[Any]":
        """The row of one force."""
        return self.forces[self.forces.index == area].iloc[0]

    def limits(self, populations: Floats, z: float = NORMAL_998) -> tuple[Floats, Floats]:
        """Lower and upper funnel limits, per 1,000, at some populations: the curves that a chart draws."""
        error = np.sqrt(self.dispersion * PER / (self.middle * populations) + self.spread**2)
        return self.middle * np.exp(-z * error), self.middle * np.exp(z * error)

    def against(self, area: str) -> pd.DataFrame:
        """The rate of one force over that of each other force.

        Returns:
            One row another force, in the order of `forces`; columns ratio, low, high (95 per cent) and word.
        """
        own, others = self.row(area), self.forces.drop(index=area)
        error = NORMAL_95 * np.sqrt(self.dispersion * (1 / own["count"] + 1 / others["count"]))
        ratio = own["rate"] / others["rate"]
        table = pd.DataFrame({"ratio": ratio, "low": ratio * np.exp(-error), "high": ratio * np.exp(error)})
        table["word"] = np.select([table["high"] < 1, table["low"] > 1], DIFFERENCES[:2], DIFFERENCES[2])
        return table


def funnel(frame: pd.DataFrame, *, dispersion: float = 1.0, measure: str = "rate") -> Funnel:
    """The funnel of all forces.

    Limits stand on the logarithm of the rate, so that they are the same factor up and down. Each force's variance is
    dispersion / count for chance and spread squared for what differs between forces for good.

    Args:
        frame: columns count and population (residents, or households for burglary), one row a force, shape (n, 2);
            n is 10 or more. Leave out a force whose residents are not those at risk (the City of London).
        dispersion: variance over mean of a force's own count, 1 or more: the middle one of all forces, or the own.
        measure: id for messages.

    Raises:
        SeriesFault: fewer than 10 forces; a missing, infinite, negative or zero count; no population.

    Example:
        >>> counts = pd.DataFrame({"count": range(100, 220, 10), "population": 10_000}, index=list("ABCDEFGHIJKL"))
        >>> funnel(counts).forces.loc["A", ["rank", "place"]].tolist()
        [1, 'within the usual spread of forces']
    """
    phi, table = max(1.0, dispersion), rates(frame, dispersion=dispersion, measure=measure)
    if len(table) < FEWEST_FORCES:
        raise_together([EmptySeries(f"{measure}: a funnel of {len(table)} forces, and it needs {FEWEST_FORCES}")])
    rate, population = table["rate"].to_numpy(), table["population"].to_numpy()
    # The middle force and not the rate of all together: London alone would pull every other force below it.
    middle = float(np.quantile(rate, 0.5, method="inverted_cdf"))
    # Chance has the size that the force would have at the middle rate, so that a limit depends on size alone.
    chance = np.sqrt(phi * PER / (middle * population))
    spread = _spread(np.log(rate / middle) / chance, chance)
    error = np.sqrt(chance**2 + spread**2)
    for name, z in (("inner", NORMAL_95), ("outer", NORMAL_998)):
        table[f"{name}_low"], table[f"{name}_high"] = middle * np.exp(-z * error), middle * np.exp(z * error)
    table["z"] = np.log(rate / middle) / error
    table["rank_low"], table["rank_high"] = _rank_interval(np.log(rate), np.sqrt(phi / table["count"].to_numpy()))
    outside = [table["z"] > NORMAL_998, table["z"] < -NORMAL_998]
    table["place"] = np.select(outside, PLACES[:2], PLACES[2])
    return Funnel(table.sort_values("rate", kind="stable"), middle, spread, phi)


def rates(frame: pd.DataFrame, *, dispersion: float = 1.0, measure: str = "rate") -> pd.DataFrame:
    """Rate, interval and rank of each force.

    Args:
        frame: columns count and population, one row a force, shape (n, 2); n may be zero.
        dispersion: variance over mean of a force's own count; under 1 counts as 1.
        measure: id for messages.

    Returns:
        One row a force in the order given; columns count, population, rate, low, high (per 1,000; 95 per cent, on the
        logarithm of the rate) and rank (1 is the lowest, ties share the lower number).

    Raises:
        SeriesFault: a missing, infinite, negative or zero count; no population.

    Example:
        >>> rates(pd.DataFrame({"count": [50, 40], "population": [10_000, 10_000]}))["rank"].tolist()
        [2, 1]
    """
    count, population = _checked(frame, measure)
    rate, reach = PER * count / population, NORMAL_95 * np.sqrt(max(1.0, dispersion) / count)
    table = pd.DataFrame({"count": count, "population": population, "rate": rate}, index=frame.index.astype(str))
    table["low"], table["high"] = rate * np.exp(-reach), rate * np.exp(reach)
    table["rank"] = table["rate"].rank(method="min").astype(int)
    return table


def _spread(z: Floats, chance: Floats) -> float:
    """Standard deviation between forces beyond chance, by the method of moments on winsorised z-scores."""
    n, weight = z.size, chance**-2.0
    drawn_in = np.clip(z, np.quantile(z, WINSORISED), np.quantile(z, 1 - WINSORISED))
    excess = float((drawn_in**2).sum()) / WINSORISED_VARIANCE - (n - 1)
    return math.sqrt(max(0.0, excess) / float(weight.sum() - (weight**2).sum() / weight.sum()))


def _rank_interval(log_rate: Floats, error: Floats) -> tuple[Floats, Floats]:
    """95 per cent interval of each rank: rates are drawn about those recorded, and ranked, many times."""
    draws = np.random.default_rng(SEED).normal(log_rate, error, size=(DRAWS, log_rate.size))
    ranks = draws.argsort(axis=1).argsort(axis=1) + 1
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    return low.astype(int), high.astype(int)


def _checked(frame: pd.DataFrame, measure: str) -> tuple[Floats, Floats]:
    count, population = numbers(frame["count"]), numbers(frame["population"])
    faults: list[SeriesFault] = []
    for area, *values in zip(frame.index, count, population, strict=True):
        faults += count_faults(measure, [(area, value) for value in values])
        faults += [ZeroDenominator(measure, area, value) for value in values if value == 0]
    raise_together(faults)
    return count, population
