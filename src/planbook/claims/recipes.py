"""The lines of Python by which a reader checks a figure: nothing but the rows, and where a model is fitted the library.

``$count`` and the like stand for values of other claims, ``$file`` for the CSV of the rows used, words in capitals for
what a row of the table of statistics puts in.
"""

READ = 'import pandas as pd\ny = pd.read_csv("$file")["value"]\n'
SPLIT = READ + "before, now = y[: len(y) // 2].sum(), y[len(y) // 2 :].sum()\n"
HALF_WIDTH = (
    "from math import exp, sqrt\nfrom scipy.stats import t\n"
    "half = t.ppf(0.975, $degrees_of_freedom) * sqrt($dispersion * (1 / $count + 1 / $baseline))\n"
)
# What a model gives has no short formula: these lines fit it again.
OPENED = (
    "from planbook.notebook import open_outcome\n"
    'outcome = open_outcome("$outcome", plan="$plan", period="$window", as_at="$as_at", force="$force")\n'
)
LEVEL = OPENED + 'print(outcome.level(outcome.quarters("$measure")).usual[PLACE])'
CHANGED = OPENED + 'print(outcome.change(outcome.quarters("$measure")).FIGURE)'
PEOPLE = (
    'import pandas as pd\nrows = pd.read_csv("$file")\npeople = rows["measure"].isin(["population", "households"])\n'
)
RATE_ENDS = (
    "from math import exp, sqrt\nfrom statistics import NormalDist\n"
    + PEOPLE
    + 'x, P = rows["value"][~people].sum(), rows["value"][people].sum()\n'
    "half = NormalDist().inv_cdf(0.975) * sqrt($dispersion / x)\n"
)
RATES = (
    PEOPLE
    + 'sums = rows.assign(people=people).pivot_table(index="area", columns="people", values="value", aggfunc="sum")\n'
    "rates = 1000 * sums[False] / sums[True]\n"
)
FORCE_PLACE = (
    "from planbook.statistics.funnel import funnel\n"
    + RATES.rpartition("rates =")[0]
    + 'frame = sums.set_axis(["count", "population"], axis=1)\n'
    'print(funnel(frame, dispersion=$dispersion).forces["END"]["$force"])'
)
SPREAD_RECIPE = (
    'import pandas as pd\nrows = pd.read_csv("$file")\n'
    'own = [rows[rows["measure"].isin(names.split())] for names in ("$part", "$base")]\n'
    'x, n = (part.groupby("period")["value"].sum() for part in own)\n'
    "p = x.sum() / n.sum()\n"
    "sigma = ((x / n - p) / (p * (1 - p) / n) ** 0.5).diff().abs().mean() / 1.128\n"
    "print(max(1.0, sigma**2))"
)
# Written out, so that a reader's check does not rest on the library that it checks.
WILSON_RECIPE = (
    "from math import sqrt\nfrom statistics import NormalDist\nz = NormalDist().inv_cdf(0.975)\n"
    "def wilson(x, m):\n"
    "    p, half = x / m, z * sqrt(x / m * (1 - x / m) / m + (z / m) ** 2 / 4)\n"
    "    return [(p + z**2 / (2 * m) + sign * half) / (1 + z**2 / m) for sign in (-1, 1)]\n"
)
NEWCOMBE_RECIPE = WILSON_RECIPE + (
    "x1, n1, x0, n0 = [each / $share_spread for each in "
    "($share_part, $share_base, $share_part_before, $share_base_before)]\n"
    "(l1, u1), (l0, u0), p1, p0 = wilson(x1, n1), wilson(x0, n0), x1 / n1, x0 / n0\n"
    "ends = p1 - p0 - sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2), p1 - p0 + sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2)\n"
)
# A value that was only printed is checked against the register of printed values.
PUBLISHED_RECIPE = (
    "import csv\n"
    'rows = csv.DictReader(open("$register", encoding="utf-8"))\n'
    'print(next(row["display"] for row in rows if row["id"] == "$id"))'
)
