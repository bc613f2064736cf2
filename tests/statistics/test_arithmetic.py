"""Published figures that cannot all be true: the checks of the report."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.arithmetic import (
    PublishedFigure,
    Span,
    baseline_and_total,
    contradictions,
    months_of_prior_year,
    rounding,
)
from planbook.statistics.series import NotFinite, ZeroDenominator

HATE = (("Islamophobic", 55, 1.7), ("anti-Semitic", 14, 0.4), ("mobility impairment", 28, 0.9))


def change(measure, absolute, percent, decimals, average):
    """The three figures that the report gives of a measure."""
    return [
        PublishedFigure(measure, "change", absolute),
        PublishedFigure(measure, "change_percent", percent, decimals),
        PublishedFigure(measure, "monthly_average", average),
    ]


@pytest.mark.parametrize(
    ("absolute", "percent", "decimals", "baseline", "total"),
    [
        (1048, 10.8, 1, (9658.99, 9748.84), (10706.99, 10796.84)),
        (-474, 8.8, 1, (5355.93, 5417.14), (4881.93, 4943.14)),
        (-1276, 10, 0, (12152.38, 13431.58), (10876.38, 12155.58)),
        (-362, 1.6, 1, (21939.39, 23354.84), (21577.39, 22992.84)),
        (2488, 7, 0, (33173.33, 38276.92), (35661.33, 40764.92)),
    ],
)
def test_change_and_percentage_imply_a_baseline(absolute, percent, decimals, baseline, total):
    """A change and its printed percentage bound baseline and total as the report's audit has them."""
    found = baseline_and_total(absolute, percent, decimals)
    assert (found[0].low, found[0].high) == pytest.approx(baseline, abs=0.01)
    assert (found[1].low, found[1].high) == pytest.approx(total, abs=0.01)


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (change("public_place_violence", 1048, 10.8, 1, 862), True),
        (change("robbery", -474, -8.8, 1, 424), True),
        (change("burglary_dwelling", -1276, -10, 0, 1012), False),
        (change("burglary_dwelling", -1276, -10.0, 1, 1012), True),
        (change("vehicle_crime", -362, -1.6, 1, 1894), False),
        (change("business_crime", 2488, 7, 0, 3212), False),
    ],
)
def test_average_against_change(figures, found):
    """Twelve times the average fits the implied total, or is found not to, as in the report's audit."""
    assert bool(contradictions(figures)) == found


def test_robbery_average_spans_more_than_the_year():
    """The sentence on robbery gives both spans and the months that would mend it."""
    sentence = contradictions(change("robbery", -474, -8.8, 1, 424))[0].sentence
    assert sentence == (
        "Robbery: the total of the year is between 5,082 and 5,094 by 12 times the average of 424 a month, "
        "and between 4,882 and 4,943 by the change of \N{MINUS SIGN}474 and the change of "
        "\N{MINUS SIGN}8.8 per cent; both cannot be true unless the average is not that of the year; "
        "one of the year and the 7 months before it would fit."
    )


def test_hate_crime_shares_against_the_average():
    """Two of the three shares deny 255 a month; together they meet between 3,143 and 3,294."""
    figures = [PublishedFigure("hate_crime", "monthly_average", 255)]
    for part, count, share in HATE:
        figures.append(PublishedFigure("hate_crime", "part", count, part=part))
        figures.append(PublishedFigure("hate_crime", "share", share, 1, part=part))
    found = contradictions(figures)
    spans = [(round(each.second.span.low), round(each.second.span.high)) for each in found]
    assert spans == [(3143, 3333), (3111, 4000)]


def test_business_crime_step_is_not_the_change():
    """From 2,907 to 3,212 a month is not 2,488 offences a year."""
    figures = [
        *change("business_crime", 2488, 7, 0, 3212),
        PublishedFigure("business_crime", "previous_monthly_average", 2907),
    ]
    found = contradictions(figures)
    assert [each.quantity for each in found] == ["change"]
    assert "between 3,648 and 3,672" in found[0].sentence


def test_change_and_percentage_must_share_a_sign():
    """A fall printed with a rising percentage is found, with where it stands."""
    figures = [
        PublishedFigure("robbery", "change", -474, source="para 89"),
        PublishedFigure("robbery", "change_percent", 8.8, 1),
    ]
    assert "(para 89)" in contradictions(figures)[0].sentence


def test_part_above_its_whole():
    """A part larger than the stated total is found."""
    figures = [
        PublishedFigure("hate_crime", "total", 50),
        PublishedFigure("hate_crime", "part", 55, part="x"),
    ]
    assert "55 or more" in contradictions(figures)[0].sentence


def test_rounding_of_printed_figures():
    """Percentages stand for half a unit either side, counts for themselves, thousands for half a thousand."""
    assert rounding(PublishedFigure("a", "share", 1.7, 1)) == Span(pytest.approx(1.65), pytest.approx(1.75))
    assert rounding(PublishedFigure("a", "total", 700)) == Span(700, 700)
    assert rounding(PublishedFigure("a", "total", 120_000, -3)) == Span(119_500, 120_500)


def test_percentage_that_rounds_to_zero():
    """A change printed as 0 per cent bounds the baseline from below alone."""
    baseline, _ = baseline_and_total(5, 0, 0)
    assert (baseline.low, baseline.high) == (1000, math.inf)
    with pytest.raises(ZeroDenominator):
        baseline_and_total(0, 0, 1)


def test_months_of_the_prior_year():
    """Public place violence averages 862 if the phase holds 8 months of the year before."""
    assert round(months_of_prior_year(10752, 9704, 862)) == 8


def test_figures_must_be_finite():
    """A missing figure is refused with where it stands."""
    with pytest.raises(NotFinite, match="para 89"):
        contradictions([PublishedFigure("robbery", "change", math.nan, source="para 89")])


@given(baseline=st.integers(200, 90_000), moved=st.integers(-150, 5000), decimals=st.integers(0, 2))
@settings(max_examples=100, deadline=None)
def test_true_figures_never_contradict(baseline, moved, decimals):
    """Figures of one true pair of years, rounded as printed, are never called contradictory."""
    total = baseline + moved
    figures = [
        PublishedFigure("m", "total", total),
        PublishedFigure("m", "baseline", baseline),
        PublishedFigure("m", "change", moved),
        PublishedFigure("m", "change_percent", round(100 * moved / baseline, decimals), decimals),
        PublishedFigure("m", "monthly_average", round(total / 12)),
        PublishedFigure("m", "previous_monthly_average", round(baseline / 12)),
        PublishedFigure("m", "part", total // 3, part="p"),
        PublishedFigure("m", "share", round(100 * (total // 3) / total, 1), 1, part="p"),
    ]
    assert contradictions(figures) == ()
