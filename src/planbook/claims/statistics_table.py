r"""The table of statistics: one row says all that the publication knows of a kind of figure.

A row holds the name in tables, the form on the page, the method in words, the formula in LaTeX, the rows of data that
it rests on, how closely a rerun must agree, and the lines of Python by which a reader checks it. To add a statistic,
add a row. In ``worked`` and ``recipe`` ``$count`` and the like stand for values of other claims, ``$file`` for the CSV
of the rows used.

Example:
    >>> STATISTICS["change_pct"].label
    'Change, per cent'
    >>> STATISTICS["change_pct"].inputs
    ('count', 'baseline')
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Template
from typing import Literal

from planbook.claims.display import (
    CHANGE,
    COUNTED,
    PERCENT_CHANGE,
    PLAIN,
    POINTS,
    QUARTER_MEAN,
    RANK,
    RATE,
    SHARE,
    WHOLE,
    Form,
)
from planbook.claims.recipes import (
    CHANGED,
    FORCE_PLACE,
    HALF_WIDTH,
    LEVEL,
    NEWCOMBE_RECIPE,
    OPENED,
    PEOPLE,
    PUBLISHED_RECIPE,
    RATE_ENDS,
    RATES,
    READ,
    SPLIT,
    SPREAD_RECIPE,
    WILSON_RECIPE,
)
from planbook.data.values import nearest

# The rows that a statistic rests on, of those that were read. ``period``: of the reporting period; ``before``: of the
# same months a year earlier; ``both``: of the two; ``phase``: of the current phase; ``series``: of the whole series up
# to the end of the period; the rates rest on twelve months and the residents or households of the force, of every force
# of the group, or of all forces.
Span = Literal["period", "before", "both", "phase", "series", "own rate", "group rate", "all rates"]
# Whether a statistic sets the period against the year before, or against the target that rests on it.
Comparison = Literal["", "year", "target"]
TARGET = "target"  # the one figure in a formula that is no claim: the target in per cent, from the plan's register


class UnknownStatistic(KeyError):
    """A statistic that the table does not hold."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"statistic {wanted!r} is not defined; nearest: {nearest(wanted, STATISTICS)}")


@dataclass(frozen=True)
class Tolerance:
    """How far a recomputed value may lie from the published one, as a share of it."""

    relative: float

    def allows(self, published: float, recomputed: float) -> bool:
        """Whether the two are the same within the tolerance."""
        return abs(published - recomputed) <= self.relative * abs(published)

    @property
    def words(self) -> str:
        """The tolerance as a receipt says it."""
        if not self.relative:
            return "None: a rerun must give exactly this value."
        return "A rerun must agree to nine significant figures, which allows for floating-point arithmetic."


EXACT = Tolerance(0.0)
# Double precision keeps about 16 figures; sums and roots in another order lose a few of them (IEEE 754).
FLOATING = Tolerance(1e-9)


@dataclass(frozen=True)
class Symbol:
    """A letter of a formula: what it stands for, and the statistic whose claim gives it (empty where rows do).

    ``letter`` is its name in ``worked``, that of the statistic where there is one.
    """

    latex: str
    words: str
    statistic: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Statistic:
    """A kind of figure; ``worked`` is the formula with a place for each letter, empty where a simulation has none."""

    id: str
    label: str
    form: Form
    method: str
    latex: str
    symbols: tuple[Symbol, ...]
    span: Span
    recipe: str
    worked: str = ""
    tolerance: Tolerance = FLOATING
    compares: Comparison = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The statistics that stand in the formula, without the target."""
        return tuple(symbol.statistic for symbol in self.symbols if symbol.statistic not in {"", TARGET})


class StatisticsTable(dict[str, Statistic]):
    """Statistics by id; a misspelt name is told the nearest."""

    def __missing__(self, wanted: str) -> Statistic:
        raise UnknownStatistic(wanted)


COUNT = Symbol("x_1", "count in the period", "count")
BASELINE = Symbol("x_0", "count in the same months a year earlier", "baseline")
DISPERSION = Symbol(r"\varphi", "dispersion", "dispersion")
OWN_DISPERSION = replace(DISPERSION, letter="own_dispersion")
FREEDOM = Symbol(r"\nu", "degrees of freedom", "degrees_of_freedom")
QUARTERS = Symbol("k", "number of quarters of the period", letter="periods")
T_POINT = Symbol(r"t_{0.975}(\nu)", "97.5 per cent point of Student's t", letter="t")
Z_POINT = Symbol("z_{0.975}", "97.5 per cent point of the normal distribution", letter="z")
TRACE = Symbol(r"\operatorname{tr}(MR)", "trace of projection M times correlations R", letter="trace")
PROMISED = Symbol("p", "target in per cent, from the plan's register", TARGET)
PERSONS = Symbol("P", "residents or households at the middle of the financial year", letter="people")
OWN_RATE = (Symbol("x", "count of the twelve months", letter="twelve_months"), PERSONS)
LOWER_RATES = Symbol(r"\sum_j [r_j < r]", "forces with a lower rate", letter="rates_below")
SPREAD = r"{SIGN t_{0.975}(\nu) \sqrt{\varphi \left( \frac{1}{x_1} + \frac{1}{x_0} \right)}}"
INTERVAL = rf"100 \left( \frac{{x_1}}{{x_0}} \, e^{SPREAD} - 1 \right)"
INTERVAL_WORKED = INTERVAL.replace("x_1", "$count").replace("x_0", "$baseline").replace(r"\varphi", "$dispersion")
INTERVAL_WORKED = INTERVAL_WORKED.replace(r"t_{0.975}(\nu)", "$t")

RATE_WORKED = r"\frac{$twelve_months}{$people} \times \text{1,000}"

SHARE_NOW = (Symbol("x_1", "count of the share", "share_part"), Symbol("n_1", "count that it is of", "share_base"))
SHARE_THEN = (
    Symbol("x_0", "count of the share a year earlier", "share_part_before"),
    Symbol("n_0", "count that it is of a year earlier", "share_base_before"),
)
SHARES = (Symbol("s_1", "share", "share"), Symbol("s_0", "share a year earlier", "share_before"))
SHARE_SPREAD = Symbol(r"\varphi", "spread of the share", "share_spread")
NOW_LOW, NOW_HIGH, THEN_LOW, THEN_HIGH = (
    Symbol(latex, f"{end} end of Wilson's interval of the share{year}", letter=letter)
    for latex, end, year, letter in (
        ("l_1", "lower", "", "low"),
        ("u_1", "upper", "", "high"),
        ("l_0", "lower", " a year earlier", "low_before"),
        ("u_0", "upper", " a year earlier", "high_before"),
    )
)
WILSON = (
    r"100 \, \frac{p + \frac{z^2}{2m} SIGN z \sqrt{\frac{p (1 - p)}{m} + \frac{z^2}{4m^2}}}{1 + \frac{z^2}{m}}, "
    r"\quad p = \frac{x_1}{n_1}, \quad m = \frac{n_1}{\varphi}, \quad z = z_{0.975}"
)
WILSON_WORKED = (
    r"100 \, \frac{P + \frac{{$z}^2}{2 M} SIGN $z \sqrt{\frac{P (1 - P)}{M} + \frac{{$z}^2}{4 {M}^2}}}"
    r"{1 + \frac{{$z}^2}{M}}"
)
WILSON_WORKED = WILSON_WORKED.replace("M", r"\frac{$share_base}{$share_spread}")
WILSON_WORKED = re.sub(r"\bP\b", r"\\frac{$share_part}{$share_base}", WILSON_WORKED)

_ROWS = (
    Statistic("count", "Count in the period", WHOLE,
        "Sum of the counts of the period.",
        r"x_1 = \sum_i y_i",
        (Symbol("y_i", "count of each quarter or year of the period", letter="quarters"),), "period",
        READ + "print(y.sum())", worked="$quarters", tolerance=EXACT),
    Statistic("baseline", "Same months a year earlier", WHOLE,
        "Sum of the counts of the same months one year earlier.",
        r"x_0 = \sum_i y_i",
        (Symbol("y_i", "count of each quarter or year, a year earlier", letter="quarters_before"),), "before",
        READ + "print(y.sum())", worked="$quarters_before", tolerance=EXACT, compares="year"),
    Statistic("change", "Change", CHANGE,
        "Count in the period less the count a year earlier.",
        "x_1 - x_0", (COUNT, BASELINE), "both",
        SPLIT + "print(now - before)",
        worked="$count - $baseline", tolerance=EXACT, compares="year"),
    Statistic("change_pct", "Change, per cent", PERCENT_CHANGE,
        "100 × (count − earlier count) ÷ earlier count.",
        r"100 \times \frac{x_1 - x_0}{x_0}", (COUNT, BASELINE), "both",
        SPLIT + "print(100 * (now - before) / before)",
        worked=r"100 \times \frac{$count - $baseline}{$baseline}",
        compares="year"),
    Statistic("joint_change_pct", "Change of vehicle crime with it counted in", PERCENT_CHANGE,
        "100 × (counts of vehicle crime and of this measure together − the same a year earlier) ÷ the same a year "
        "earlier. The rows are those of this measure; vehicle crime has its own receipts.",
        r"100 \times \left( \frac{v_1 + \sum_i y_i}{v_0 + \sum_j y_j} - 1 \right)",
        (Symbol("v_1", "count of vehicle crime", letter="vehicles"),
         Symbol(r"\sum_i y_i", "count of this measure", letter="count"),
         Symbol("v_0", "count of vehicle crime a year earlier", letter="vehicles_before"),
         Symbol(r"\sum_j y_j", "count of this measure a year earlier", letter="baseline")), "both",
        "from planbook.notebook import open_outcome\n"
        'outcome = open_outcome("$outcome", plan="$plan", period="$window", as_at="$as_at", force="$force")\n'
        'both = outcome.quarters("vehicle_crime") + outcome.quarters("$measure")\n'
        "now, before = (both.reindex(year).sum() for year in (outcome.window, outcome.year_before))\n"
        "print(100 * (now - before) / before)",
        worked=r"100 \left( \frac{$vehicles + $count}{$vehicles_before + $baseline} - 1 \right)",
        compares="year"),
    Statistic("change_low", "Change could be as low as", PERCENT_CHANGE,
        "Lower end of the 95 per cent interval of the change, from a quasi-Poisson model with season and year; of the "
        "exact test where a quarter has fewer than 5.",
        INTERVAL.replace("SIGN", "-"),
        (COUNT, BASELINE, DISPERSION, FREEDOM, T_POINT), "series",
        HALF_WIDTH + "print(100 * ($count / $baseline * exp(-half) - 1))",
        worked=INTERVAL_WORKED.replace("SIGN", "-"), compares="year"),
    Statistic("change_high", "Change could be as high as", PERCENT_CHANGE,
        "Upper end of the 95 per cent interval of the change, from a quasi-Poisson model with season and year; of the "
        "exact test where a quarter has fewer than 5.",
        INTERVAL.replace("SIGN", "+"),
        (COUNT, BASELINE, DISPERSION, FREEDOM, T_POINT), "series",
        HALF_WIDTH + "print(100 * ($count / $baseline * exp(half) - 1))",
        worked=INTERVAL_WORKED.replace("SIGN", "+"), compares="year"),
    Statistic("monthly_mean", "Average a month", WHOLE,
        "Count in the period divided by its number of months.",
        r"\frac{x_1}{k}", (COUNT, Symbol("k", "number of months of the period", letter="months")), "period",
        READ + "print(y.sum() / $months)", worked=r"\frac{$count}{$months}"),
    Statistic("process_average", "Expected a quarter", QUARTER_MEAN,
        "Mean of what level and season let expect of the quarters of the period, from a quasi-Poisson model.",
        r"\frac{1}{k} \sum_i \mu_i",
        (Symbol(r"\mu_i", "expected count of each quarter of the period", letter="expected"), QUARTERS), "phase",
        LEVEL.replace("PLACE", "0"), worked=r"\frac{$expected}{$periods}"),
    Statistic("lower_limit", "Lower limit a quarter", QUARTER_MEAN,
        "Mean of the lower limits of the quarters of the period; a quarter lies below by chance once in 740.",
        r"\frac{1}{k} \sum_i l_i",
        (Symbol("l_i", "lower limit of each quarter of the period", letter="lower"), QUARTERS), "phase",
        LEVEL.replace("PLACE", "1"), worked=r"\frac{$lower}{$periods}"),
    Statistic("upper_limit", "Upper limit a quarter", QUARTER_MEAN,
        "Mean of the upper limits of the quarters of the period; a quarter lies above by chance once in 740.",
        r"\frac{1}{k} \sum_i u_i",
        (Symbol("u_i", "upper limit of each quarter of the period", letter="upper"), QUARTERS), "phase",
        LEVEL.replace("PLACE", "2"), worked=r"\frac{$upper}{$periods}"),
    Statistic("level_shift_pct", "Trend a year, or year against the quarters before, per cent", PERCENT_CHANGE,
        "Steady change a year of the expected values, or expected values of the year, or from a sudden change on, "
        "against those before; season allowed for.",
        r"100 \, (e^{\beta} - 1)",
        (Symbol(r"\beta", "slope a year, or step, of the model on the log scale", letter="slope"),), "phase",
        OPENED + 'print(outcome.level(outcome.quarters("$measure")).growth)',
        worked=r"100 \left( e^{$slope} - 1 \right)"),
    Statistic("target_level", "Target level", WHOLE,
        "Baseline × (1 + target ÷ 100).",
        r"T = x_0 \left( 1 + \frac{p}{100} \right)", (BASELINE, PROMISED), "before",
        READ + "print(y.sum() * (1 + $target / 100))",
        worked=r"$baseline \left( 1 + \frac{$target}{100} \right)", compares="target"),
    Statistic("gap", "Gap to the target level", CHANGE,
        "Count in the period less the target level.",
        "x_1 - T", (COUNT, Symbol("T", "target level", "target_level")), "both",
        SPLIT + "print(now - before * (1 + $target / 100))",
        worked="$count - $target_level", compares="target"),
    Statistic("gap_points", "Gap to the target", POINTS,
        "Change in per cent less the target in per cent.",
        "c - p", (Symbol("c", "change in per cent", "change_pct"), PROMISED), "both",
        SPLIT + "print(100 * (now - before) / before - ($target))",
        worked="$change_pct - $target", compares="target"),
    Statistic("dispersion", "Dispersion", PLAIN,
        "Variance of the logarithm of the change over 1/count + 1/earlier count, from a quasi-Poisson model with "
        "season and year, neighbouring quarters alike, a sudden change inside the last year taken out; at least 1.",
        r"\varphi = \max \left( 1, \max \left( 1, \frac{S}{\operatorname{tr}(MR)} \right) \times "
        r"\frac{V}{\frac{1}{x_1} + \frac{1}{x_0}} \right)",
        (Symbol("S", "sum of the squared Pearson residuals of the model", letter="squares"), TRACE,
         Symbol("V", "variance of the logarithm of the change, for a variance over mean of 1 in each quarter",
                letter="wide"), COUNT, BASELINE),
        "series", CHANGED.replace("FIGURE", "dispersion"),
        worked=r"\max \left( 1, \max \left( 1, \frac{$squares}{$trace} \right) \times "
        r"\frac{$wide}{\frac{1}{$count} + \frac{1}{$baseline}} \right)"),
    Statistic("degrees_of_freedom", "Degrees of freedom", PLAIN,
        "Degrees of freedom of the dispersion, by the approximation of Satterthwaite.",
        r"\nu = \frac{\operatorname{tr}(MR)^2}{\operatorname{tr}(MRMR)}",
        (TRACE, Symbol(r"\operatorname{tr}(MRMR)", "trace of the square of that", letter="trace_2"),
         Symbol("M", "projection from errors to residuals of the model"),
         Symbol("R", "correlation of every two quarters")), "series", CHANGED.replace("FIGURE", "df"),
        worked=r"\frac{{$trace}^2}{$trace_2}"),
    Statistic("flip_dispersion", "Dispersion at which the verdict flips", PLAIN,
        "The dispersion at which the 95 per cent interval of the change just reaches zero.",
        r"\frac{\left( \ln (x_1 / x_0) \right)^2}{t_{0.975}(\nu)^2 \left( \frac{1}{x_1} + \frac{1}{x_0} \right)}",
        (COUNT, BASELINE, FREEDOM, T_POINT), "series",
        "from math import log\nfrom scipy.stats import t\n"
        "print((log($count / $baseline) / t.ppf(0.975, $degrees_of_freedom)) ** 2 / (1 / $count + 1 / $baseline))",
        worked=r"\frac{\left( \ln ($count / $baseline) \right)^2}"
        r"{{$t}^2 \left( \frac{1}{$count} + \frac{1}{$baseline} \right)}",
        compares="year"),
    Statistic("year_rank", "Place among years, lowest first", RANK,
        "Rank of the year's count among the years of the series, lowest first.",
        r"1 + \sum_j [x_j < x_1]",
        (Symbol(r"\sum_j [x_j < x_1]", "years of the series with a lower count", letter="years_below"),), "series",
        READ + 'print(y.rank(method="min").iloc[-1])', worked="1 + $years_below", tolerance=EXACT),
    Statistic("rate", "Rate per 1,000", RATE,
        "1,000 × count of the twelve months ÷ residents or households at the middle of the financial year in which the "
        "period ends.",
        r"\frac{x}{P} \times \text{1,000}",
        OWN_RATE, "own rate",
        PEOPLE + 'print(1000 * rows["value"][~people].sum() / rows["value"][people].sum())', worked=RATE_WORKED),
    Statistic("rate_low", "Rate could be as low as", RATE,
        "Lower end of the 95 per cent interval of the rate, on its logarithm.",
        r"\frac{x}{P} \times \text{1,000} \times e^{-z_{0.975} \sqrt{\frac{\varphi}{x}}}",
        (*OWN_RATE, OWN_DISPERSION, Z_POINT), "own rate",
        RATE_ENDS + "print(1000 * x / P * exp(-half))",
        worked=RATE_WORKED + r" \times e^{-$z \sqrt{\frac{$own_dispersion}{$twelve_months}}}"),
    Statistic("rate_high", "Rate could be as high as", RATE,
        "Upper end of the 95 per cent interval of the rate, on its logarithm.",
        r"\frac{x}{P} \times \text{1,000} \times e^{z_{0.975} \sqrt{\frac{\varphi}{x}}}",
        (*OWN_RATE, OWN_DISPERSION, Z_POINT), "own rate",
        RATE_ENDS + "print(1000 * x / P * exp(half))",
        worked=RATE_WORKED + r" \times e^{$z \sqrt{\frac{$own_dispersion}{$twelve_months}}}"),
    Statistic("rank", "Place among similar forces, lowest first", RANK,
        "Rank of the rate among the forces of the group, lowest first; ties share the lower number.",
        r"1 + \sum_j [r_j < r]", (Symbol("r", "rate of the force", "rate"), LOWER_RATES), "group rate",
        RATES + 'print(rates.rank(method="min")["$force"])', worked="1 + $rates_below", tolerance=EXACT),
    Statistic("force_rank", "Place among all forces, lowest first", RANK,
        "Rank of the rate among all territorial forces but the City of London, lowest first; ties share the lower "
        "number.",
        r"1 + \sum_j [r_j < r]",
        (LOWER_RATES,), "all rates",
        RATES + 'print(rates.rank(method="min")["$force"])', worked="1 + $rates_below", tolerance=EXACT),
    Statistic("rank_low", "Place among all forces could be as low as", RANK,
        "2.5 per cent point of the place in 4,000 rankings drawn about the recorded rates.",
        r"Q_{0.025}(\text{place})", (Symbol("r_j", "rate of each force"), OWN_DISPERSION), "all rates",
        FORCE_PLACE.replace("END", "rank_low"), tolerance=EXACT),
    Statistic("rank_high", "Place among all forces could be as high as", RANK,
        "97.5 per cent point of the place in 4,000 rankings drawn about the recorded rates.",
        r"Q_{0.975}(\text{place})", (Symbol("r_j", "rate of each force"), OWN_DISPERSION), "all rates",
        FORCE_PLACE.replace("END", "rank_high"), tolerance=EXACT),
    Statistic("group_mean", "Mean rate of the group", RATE,
        "Unweighted mean of the rates of the forces of the group, this force included.",
        r"\frac{1}{m} \sum_{j=1}^{m} r_j",
        (Symbol("r_j", "rate of each force of the group", letter="rates"),
         Symbol("m", "number of forces of the group", letter="forces")), "group rate",
        RATES + "print(rates.mean())", worked=r"\frac{$rates}{$forces}"),
    Statistic("volume_rank", "Place among similar forces by number, highest first",
        replace(RANK, unit="of {of}, highest first"),
        "Rank of the count of the twelve months among the forces of the group, highest first; ties share the lower "
        "number.",
        r"1 + \sum_j [x_j > x]",
        (Symbol(r"\sum_j [x_j > x]", "forces of the group with a higher count", letter="counts_above"),), "group rate",
        RATES + 'print(sums[False].rank(method="min", ascending=False)["$force"])', worked="1 + $counts_above",
        tolerance=EXACT),
    Statistic("level_gap", "Gap to the level set", CHANGE,
        "Count in the period less the level that the plan sets, or less as much of it as the period is of a year where "
        "the counts of months add up.",
        r"x_1 - L", (COUNT, Symbol("L", "level for the period, from the plan's register", TARGET)), "period",
        READ + "print(y.sum() - $target * min($months, 12) / 12)", worked="$count - $target", compares="target"),
    Statistic("share_part", "Counted in the share", COUNTED,
        "Sum of the counts of the period that make up the share.",
        r"x_1 = \sum_i y_i", (Symbol("y_i", "count of each quarter of the period", letter="quarters"),), "period",
        READ + "print(y.sum())", worked="$quarters", tolerance=EXACT),
    Statistic("share_base", "Of so many", COUNTED,
        "Sum of the counts of the period that the share is taken of.",
        r"n_1 = \sum_i y_i", (Symbol("y_i", "count of each quarter of the period", letter="quarters"),), "period",
        READ + "print(y.sum())", worked="$quarters", tolerance=EXACT),
    Statistic("share_part_before", "Counted in the share a year earlier", COUNTED,
        "Sum of the counts of the same months one year earlier that make up the share.",
        r"x_0 = \sum_i y_i",
        (Symbol("y_i", "count of each quarter a year earlier", letter="quarters_before"),), "before",
        READ + "print(y.sum())", worked="$quarters_before", tolerance=EXACT, compares="year"),
    Statistic("share_base_before", "Of so many a year earlier", COUNTED,
        "Sum of the counts of the same months one year earlier that the share is taken of.",
        r"n_0 = \sum_i y_i",
        (Symbol("y_i", "count of each quarter a year earlier", letter="quarters_before"),), "before",
        READ + "print(y.sum())", worked="$quarters_before", tolerance=EXACT, compares="year"),
    Statistic("answers", "People asked", COUNTED,
        "Number of people who answered in the period.",
        r"n = \sum_i a_i", (Symbol("a_i", "answers of each quarter of the period", letter="quarters"),), "period",
        READ + "print(y.sum())", worked="$quarters", tolerance=EXACT),
    Statistic("share_spread", "Spread of the share", PLAIN,
        "Variance of the share over that of independent cases, at least 1: from the moving ranges of the standardised "
        "shares of the quarters (Laney 2002); of a survey the effect of its weights (Kish 1965).",
        r"\varphi = \max (1, \sigma_z^2)",
        (Symbol(r"\sigma_z", "mean moving range of the standardised shares / 1.128", letter="sigma"),), "phase",
        SPREAD_RECIPE, worked=r"\max \left( 1, {$sigma}^2 \right)"),
    Statistic("share", "Share", SHARE,
        "100 × count of the share ÷ count that it is taken of.",
        r"s_1 = 100 \times \frac{x_1}{n_1}", SHARE_NOW, "period",
        "print(100 * $share_part / $share_base)", worked=r"100 \times \frac{$share_part}{$share_base}"),
    Statistic("share_low", "Share could be as low as", SHARE,
        "Lower end of Wilson's 95 per cent interval of the share, numbers divided by the spread.",
        WILSON.replace("SIGN", "-"), (*SHARE_NOW, SHARE_SPREAD, Z_POINT), "period",
        WILSON_RECIPE + "print(100 * wilson($share_part / $share_spread, $share_base / $share_spread)[0])",
        worked=WILSON_WORKED.replace("SIGN", "-")),
    Statistic("share_high", "Share could be as high as", SHARE,
        "Upper end of Wilson's 95 per cent interval of the share, numbers divided by the spread.",
        WILSON.replace("SIGN", "+"), (*SHARE_NOW, SHARE_SPREAD, Z_POINT), "period",
        WILSON_RECIPE + "print(100 * wilson($share_part / $share_spread, $share_base / $share_spread)[1])",
        worked=WILSON_WORKED.replace("SIGN", "+")),
    Statistic("share_before", "Share a year earlier", SHARE,
        "The same of the same months one year earlier.",
        r"s_0 = 100 \times \frac{x_0}{n_0}", SHARE_THEN, "before",
        "print(100 * $share_part_before / $share_base_before)",
        worked=r"100 \times \frac{$share_part_before}{$share_base_before}",
        compares="year"),
    Statistic("share_change_points", "Change of the share", POINTS,
        "Share less the share a year earlier.",
        "s_1 - s_0", SHARES, "both",
        "print($share - $share_before)", worked="$share - $share_before", compares="year"),
    Statistic("share_change_low", "Change of the share could be as low as", POINTS,
        "Lower end of Newcombe's 95 per cent interval of the change (method 10), numbers divided by the spread.",
        r"(s_1 - s_0) - \sqrt{(s_1 - l_1)^2 + (u_0 - s_0)^2}",
        (*SHARES, *SHARE_NOW, *SHARE_THEN, SHARE_SPREAD, NOW_LOW, THEN_HIGH), "both",
        NEWCOMBE_RECIPE + "print(100 * ends[0])",
        worked=r"$share - $share_before - \sqrt{($share - $low)^2 + ($high_before - $share_before)^2}",
        compares="year"),
    Statistic("share_change_high", "Change of the share could be as high as", POINTS,
        "Upper end of Newcombe's 95 per cent interval of the change (method 10), numbers divided by the spread.",
        r"(s_1 - s_0) + \sqrt{(u_1 - s_1)^2 + (s_0 - l_0)^2}",
        (*SHARES, *SHARE_NOW, *SHARE_THEN, SHARE_SPREAD, NOW_HIGH, THEN_LOW), "both",
        NEWCOMBE_RECIPE + "print(100 * ends[1])",
        worked=r"$share - $share_before + \sqrt{($high - $share)^2 + ($share_before - $low_before)^2}",
        compares="year"),
    Statistic("share_gap", "Gap of the share to the level set", POINTS,
        "Share less the level that the plan sets.",
        "s_1 - L", (Symbol("s_1", "share", "share"), Symbol("L", "level, from the plan's register", TARGET)), "period",
        "print($share - $target)", worked="$share - $target", compares="target"),
    Statistic("share_gap_points", "Gap to the target in points", POINTS,
        "Change of the share less the change that the plan promises.",
        "c - p", (Symbol("c", "change of the share", "share_change_points"),
                  Symbol("p", "change promised in percentage points, from the plan's register", TARGET)), "both",
        "print($share_change_points - ($target))", worked="$share_change_points - $target", compares="target"),
)  # fmt: skip
# In the order in which readers see them; a name that is not there raises `UnknownStatistic`.
STATISTICS = StatisticsTable((row.id, row) for row in _ROWS)


def recipe(statistic: str, values: Mapping[str, str]) -> str:
    """The lines of Python that print a claim's value, with ``values`` put in; empty where one of them is missing.

    A name that is no statistic gives the recipe of a value that was only printed.
    """
    row = STATISTICS.get(statistic)
    try:
        return Template(row.recipe if row else PUBLISHED_RECIPE).substitute(values)
    except KeyError:
        return ""  # half-filled code must not stand on a receipt
