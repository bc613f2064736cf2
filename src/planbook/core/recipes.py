"""How to check a figure oneself in a few lines: the code that a receipt prints, one recipe a statistic.

``$file`` is the CSV of the rows used, ``$count`` and the like are values of other claims. The lines are run
by the tests, and each must give the published value.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PUBLISHED_RECIPE", "recipe"]

READ = 'import pandas as pd\ny = pd.read_csv("$file")["value"]\n'
SPLIT = READ + "before, now = y[: len(y) // 2].sum(), y[len(y) // 2 :].sum()\n"
NORMAL = "from math import exp, sqrt\nfrom statistics import NormalDist\n"
HALF_WIDTH = "half = NormalDist().inv_cdf(0.975) * sqrt($dispersion * (1 / $count + 1 / $baseline))\n"
LIMITS = (
    "import numpy as np, pandas as pd\nfrom planbook.statistics.limits import phase_limits\n"
    'y = pd.read_csv("$file")["value"].to_numpy(float)\n'
)
PEOPLE = (
    'import pandas as pd\nrows = pd.read_csv("$file")\npeople = rows["measure"].isin(["population", "households"])\n'
)
BYAR = (
    PEOPLE + 'x, P = rows["value"][~people].sum(), rows["value"][people].sum()\n'
    'z = __import__("statistics").NormalDist().inv_cdf(0.975)\n'
)
RATES = (
    PEOPLE
    + 'sums = rows.assign(people=people).pivot_table(index="area", columns="people", values="value", aggfunc="sum")\n'
    "rates = 1000 * sums[False] / sums[True]\n"
)

RECIPES: dict[str, str] = {
    "count": READ + "print(y.sum())",
    "baseline": READ + "print(y.sum())",
    "change": SPLIT + "print(now - before)",
    "change_pct": SPLIT + "print(100 * (now - before) / before)",
    "change_low": NORMAL + HALF_WIDTH + "print(100 * ($count / $baseline * exp(-half) - 1))",
    "change_high": NORMAL + HALF_WIDTH + "print(100 * ($count / $baseline * exp(half) - 1))",
    "monthly_mean": READ + "print(y.sum() / $months)",
    "process_average": READ + "print(y.mean())",
    "lower_limit": LIMITS + "print(phase_limits(y, np.arange(len(y)) == 0, screen=True, floor=0.0).lower[0])",
    "upper_limit": LIMITS + "print(phase_limits(y, np.arange(len(y)) == 0, screen=True, floor=0.0).upper[0])",
    "target_level": READ + "print(y.sum() * (1 + $target / 100))",
    "gap": SPLIT + "print(now - before * (1 + $target / 100))",
    "gap_points": SPLIT + "print(100 * (now - before) / before - ($target))",
    "dispersion": (
        "from planbook.notebook import open_outcome\n"
        'outcome = open_outcome("$outcome", period="$window", as_at="$as_at", force="$force")\n'
        'print(outcome.control_chart(outcome.quarters("$measure")).dispersion)'
    ),
    "flip_dispersion": (
        "from math import log\nfrom statistics import NormalDist\n"
        "print((log($count / $baseline) / NormalDist().inv_cdf(0.975)) ** 2 / (1 / $count + 1 / $baseline))"
    ),
    "year_rank": READ + 'print(y.rank(method="min").iloc[-1])',
    "rate": PEOPLE + 'print(1000 * rows["value"][~people].sum() / rows["value"][people].sum())',
    "rate_low": BYAR + "print(1000 / P * x * (1 - 1 / (9 * x) - z / (3 * x**0.5)) ** 3)",
    "rate_high": BYAR + "print(1000 / P * (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * (x + 1) ** 0.5)) ** 3)",
    "rank": RATES + 'print(rates.rank(method="min")["$force"])',
    "force_rank": RATES + 'print(rates.rank(method="min")["$force"])',
    "group_mean": RATES + "print(rates.mean())",
}

PUBLISHED_RECIPE = (
    "import csv\n"
    'rows = csv.DictReader(open("data/published/cited.csv", encoding="utf-8"))\n'
    'print(next(row["display"] for row in rows if row["id"] == "$id"))'
)
"""A value that was only printed is checked against the register of printed values."""


def recipe(statistic: str, values: Mapping[str, str]) -> str:
    """The lines of Python that print a claim's value, with ``values`` put in; empty where one of them is missing."""
    text = RECIPES.get(statistic, PUBLISHED_RECIPE)
    try:
        return Template(text).substitute(values)
    except KeyError:
        return ""
