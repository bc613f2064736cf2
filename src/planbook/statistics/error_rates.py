"""How often the words err, as simulated: the table that the methods page prints.

Series that never change, with a season, a dispersion of 5 and neighbours that correlate, are judged as the publication
judges. The simulation stands with the tests (`tests/statistics/simulation.py`); a slow test makes the table again.
"""

from dataclasses import dataclass
from typing import Final

LENGTHS: Final = (12, 16, 20, 52)
CORRELATIONS: Final = (0.0, 0.3, 0.6)


@dataclass(frozen=True)
class ErrorRates:
    """Error rates of the words for series of one length and correlation, in per cent.

    Attributes:
        quarters, correlation: of the series.
        false_change: stationary series called a significant change.
        false_level: stationary series whose level signals. withheld: those that get no word.
        power: changes of 10 per cent on the year before that are found.
        trend_seen: steady rises of 7 per cent a year that are not called stable.
    """

    quarters: int
    correlation: float
    false_change: float
    false_level: float
    withheld: float
    power: float
    trend_seen: float


ERROR_RATES: Final = (
    ErrorRates(12, 0.0, 2.2, 2.7, 3.2, 22.3, 99.8),
    ErrorRates(12, 0.3, 4.4, 5.3, 10.6, 26.2, 99.6),
    ErrorRates(12, 0.6, 8.8, 10.1, 23.9, 34.9, 99.6),
    ErrorRates(16, 0.0, 2.5, 3.8, 1.1, 28.3, 100.0),
    ErrorRates(16, 0.3, 5.6, 7.9, 6.6, 31.2, 100.0),
    ErrorRates(16, 0.6, 10.4, 13.9, 26.6, 39.6, 100.0),
    ErrorRates(20, 0.0, 2.4, 3.5, 1.5, 29.3, 100.0),
    ErrorRates(20, 0.3, 5.6, 7.5, 6.8, 31.0, 100.0),
    ErrorRates(20, 0.6, 10.5, 14.5, 25.3, 38.4, 100.0),
    ErrorRates(52, 0.0, 2.5, 3.6, 1.0, 30.1, 100.0),
    ErrorRates(52, 0.3, 5.6, 6.9, 7.9, 32.0, 100.0),
    ErrorRates(52, 0.6, 10.8, 13.7, 26.4, 39.3, 100.0),
)
"""The table of the methods page, as `error_rates` gives it; a slow test holds it."""


def nearest_rates(quarters: int, correlation: float) -> ErrorRates:
    """The row for series of about so many quarters that correlate about so much."""
    rows = [row for row in ERROR_RATES if row.correlation == min(CORRELATIONS, key=lambda at: abs(at - correlation))]
    return min(rows, key=lambda row: abs(row.quarters - quarters))
