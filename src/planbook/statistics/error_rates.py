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
    ErrorRates(12, 0.0, 2.1, 2.6, 3.3, 22.0, 99.8),
    ErrorRates(12, 0.3, 4.3, 4.9, 10.7, 25.9, 99.6),
    ErrorRates(12, 0.6, 8.8, 9.4, 24.5, 34.8, 99.5),
    ErrorRates(16, 0.0, 2.5, 3.5, 1.2, 27.9, 100.0),
    ErrorRates(16, 0.3, 5.4, 7.0, 6.9, 30.7, 100.0),
    ErrorRates(16, 0.6, 10.2, 12.1, 27.8, 39.2, 100.0),
    ErrorRates(20, 0.0, 2.4, 3.2, 1.5, 29.1, 100.0),
    ErrorRates(20, 0.3, 5.5, 6.6, 7.1, 30.7, 100.0),
    ErrorRates(20, 0.6, 10.2, 12.7, 26.7, 38.0, 100.0),
    ErrorRates(52, 0.0, 2.4, 3.4, 1.1, 29.8, 100.0),
    ErrorRates(52, 0.3, 5.4, 6.2, 8.2, 31.6, 100.0),
    ErrorRates(52, 0.6, 10.5, 11.8, 27.6, 39.0, 100.0),
)
"""The table of the methods page, as `error_rates` gives it; a slow test holds it."""


def nearest_rates(quarters: int, correlation: float) -> ErrorRates:
    """The row for series of about so many quarters that correlate about so much."""
    rows = [row for row in ERROR_RATES if row.correlation == min(CORRELATIONS, key=lambda at: abs(at - correlation))]
    return min(rows, key=lambda row: abs(row.quarters - quarters))
