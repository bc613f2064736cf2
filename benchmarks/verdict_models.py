"""Verdicts on the year by the published model beside two others, over 43 forces and all years with three before them.

Run: python benchmarks/verdict_models.py

The others are a negative binomial model with season and year (maximum likelihood, Wald test) and a state-space model
of the logarithm (local level, season, a step at the start of the year; statsmodels; every ninth force), both on the
same quarters.
Printed is how often they call a change significant, and in how many of all cases each way they differ. It takes
about ten minutes.
"""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import special
from statsmodels.tsa.statespace.structural import UnobservedComponents

from planbook.statistics.annual import annual_model
from planbook.statistics.season_model import p_value

DATA = Path(__file__).resolve().parents[1] / "data"
LIMIT = 1.959963984540054
SHAPES = np.geomspace(1e-6, 1.0, 40)
"""Values of the negative binomial parameter that are tried: variance = mean + shape * mean squared."""


def main() -> None:
    """Print the comparison by measure."""
    table = pd.read_csv(DATA / "series" / "recorded_crime_by_force.csv")
    priors = pd.read_csv(DATA / "measures" / "autocorrelation.csv").set_index("measure")["correlation"]
    wide = table.pivot_table(index="period", columns=["measure", "area"], values="value")
    rows = []
    for measure, prior in priors.items():
        counts = wide[measure].dropna(how="all")
        counts = counts[counts.index <= max(period for period in counts.index if period.endswith("Q4"))]
        for end in range(len(counts), 11, -4):
            last = counts.iloc[max(0, end - 20) : end].T
            usable = last[(last > 0).all(axis=1) & (last.mean(axis=1) >= 5)]
            rows += _compared(str(measure), usable.to_numpy(float), float(prior))
    found = pd.DataFrame(rows, columns=["measure", "ours", "binomial", "space"])
    for name, group in [*found.groupby("measure"), ("all", found)]:
        print(name, len(group), *(_shares(group, other) for other in ("ours", "binomial", "space")), sep=" | ")


def _shares(group: pd.DataFrame, other: str) -> str:
    """Significant verdicts in per cent, and differences from ours each way: theirs alone, ours alone."""
    known = group[group[other].notna()]
    theirs, ours = known[other].astype(bool), known["ours"]
    parts = (theirs, theirs & ~ours, ours & ~theirs)
    return " ".join(f"{100 * float(part.mean()):.1f}" for part in parts)


def _compared(measure: str, counts: np.ndarray, prior: float) -> list[tuple[str, bool, bool, float]]:
    n = counts.shape[1]
    season, years = np.eye(4)[np.arange(n) % 4], np.eye(n // 4)[np.arange(n) // 4]
    model = annual_model(counts, np.full(n, 91.0), season, 4, prior=prior)
    now, before = counts[:, -4:].sum(axis=1), counts[:, -8:-4].sum(axis=1)
    error = np.sqrt(model.dispersion * (1 / now + 1 / before))
    ours = p_value(np.log(now / before) / error, model.df) < 0.05
    binomial = np.abs(_binomial(counts, np.column_stack([season, years[:, 1:]]))) > LIMIT
    space = [float(abs(_space(each)) > LIMIT) if at % 9 == 0 else np.nan for at, each in enumerate(counts)]
    return [(measure, *each) for each in zip(ours.tolist(), binomial.tolist(), space, strict=True)]


def _binomial(counts: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Wald z of the last year against the one before, at the most likely shape."""
    best, chosen = np.full(len(counts), -np.inf), np.zeros(len(counts))
    contrast = np.zeros(design.shape[1])
    contrast[-1] = 1
    contrast[-2] = -1
    for shape in SHAPES:
        mean = counts + 0.5
        for _ in range(40):
            weight = mean / (1 + shape * mean)
            weighted = design * weight[:, :, None]
            normal = weighted.swapaxes(1, 2) @ design
            right = weighted.swapaxes(1, 2) @ (np.log(mean) + (counts - mean) / mean)[:, :, None]
            coefficients = np.linalg.solve(normal, right)[:, :, 0]
            mean = np.exp(np.clip(coefficients @ design.T, -20, 20))
        size = 1 / shape
        likelihood = special.gammaln(counts + size) - special.gammaln(size) + size * np.log(size / (size + mean))
        likelihood = (likelihood + counts * np.log(mean / (size + mean))).sum(axis=1)
        variance = np.einsum("i,kij,j->k", contrast, np.linalg.inv(normal), contrast)
        better = likelihood > best
        best = np.where(better, likelihood, best)
        chosen = np.where(better, coefficients @ contrast / np.sqrt(variance), chosen)
    return chosen


def _space(counts: np.ndarray) -> float:
    """Z of a step at the start of the last year in a local level with season."""
    step = (np.arange(counts.size) >= counts.size - 4).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = UnobservedComponents(np.log(counts), level="llevel", seasonal=4, exog=step)
        fitted = model.fit(disp=False)
    return float(fitted.params[-1] / fitted.bse[-1])


if __name__ == "__main__":
    main()
