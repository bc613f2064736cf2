"""The constants of the statistical rules, each with its source, each written once.

Sources: W. A. Shewhart, *Economic Control of Quality of Manufactured Product* (1931); D. J. Wheeler and
D. S. Chambers, *Understanding Statistical Process Control*.
"""

from typing import Final

BIAS_OF_RANGE: Final = 1.128
"""d2 for ranges of two points: mean moving range divided by this is sigma (Shewhart 1931)."""
LIMIT_FACTOR: Final = 2.66
"""Mean moving ranges from the process average to a natural process limit: 3 / d2 (Wheeler)."""
RANGE_LIMIT_FACTOR: Final = 3.267
"""D4 for ranges of two points: the upper limit of a moving range in mean moving ranges."""
LIMIT_SIGMAS: Final = 3
"""Standard deviations between the process average and a limit."""
FULL_PHASE: Final = 12
"""Points from which a level is judged."""
FEWEST_POINTS: Final = 6
"""Points under which the level is "too few points to say" (Wheeler: five or six for useful limits)."""
NORMAL_95: Final = 1.959963984540054
"""97.5 per cent point of the standard normal distribution: half of a 95 per cent interval."""
CONFIDENCE: Final = 0.95
"""Confidence of every interval in the publication."""
SIMILAR_MARGIN: Final = 3.0
"""Per cent: an interval wholly inside plus and minus this is "similar to last year"."""
COUNTS_ONLY_UNDER: Final = 20
"""Two years together under this many: the counts are printed and no percentage."""
COUNTS_BESIDE_UNDER: Final = 50
"""A baseline under this many: the percentage is followed by the two counts."""
OVERDISPERSED: Final = 1.25
"""Laney's sigma of z above which a p-chart takes the p' limits."""
SUPPRESSED_BASE: Final = 30
"""Survey answers under which no percentage is shown."""
LOW_BASE: Final = 100
"""Survey answers under which a percentage carries a low-base mark."""
SUDDEN_P: Final = 0.01
"""P, times the places looked at, under which a sudden change inside the last year is taken for one."""
CLOSE: Final = 1e-9
"""Relative distance under which two floating-point values count as equal."""
LARGEST: Final = float(2**53)
"""Whole numbers above this are not exact in double precision."""
PERIODS_A_YEAR: Final = {"M": 12, "Q": 4, "Y": 1}
"""Periods in a year by the first letter of a pandas frequency."""
USUAL_CORRELATION: Final = 0.35
"""Correlation of neighbouring quarters where none is registered: the mean of the measures in
data/measures/autocorrelation.csv (0.31), rounded up."""
