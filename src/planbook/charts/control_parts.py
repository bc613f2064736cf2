"""What a control chart must offer to be drawn, and the rule of its scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["Break", "ChartLike", "PhaseLike", "starts_at_zero"]

ZERO_SHARE = 0.4
"""The vertical axis starts at zero when the lowest thing drawn lies below this share of the highest."""


class PhaseLike(Protocol):
    """A stretch of periods with one mean and one pair of limits."""

    @property
    def start(self) -> pd.Period:
        """First period."""

    @property
    def end(self) -> pd.Period:
        """Last period."""

    @property
    def n(self) -> int:
        """Number of points."""

    @property
    def mean(self) -> float:
        """Process average."""

    @property
    def lower(self) -> float:
        """Lower limit; NaN for a phase of one point."""

    @property
    def upper(self) -> float:
        """Upper limit; NaN for a phase of one point."""

    @property
    def trial(self) -> bool:
        """Whether fewer than 12 points stand behind the limits."""

    @property
    def reason(self) -> str:
        """Why the phase starts."""


class ChartLike(Protocol):
    """What a control chart must offer to be drawn."""

    @property
    def points(self) -> pd.DataFrame:
        """One row a period: value, phase, mean, lower, upper, rules."""

    @property
    def phases(self) -> Sequence[PhaseLike]:
        """In order of time."""

    @property
    def current(self) -> PhaseLike:
        """The last phase."""


@dataclass(frozen=True)
class Break:
    """A change of definition or recording: ``period`` is the first one counted in the new way."""

    period: pd.Period
    label: str


def starts_at_zero(low: float, high: float) -> bool:
    """Say whether an axis that shows ``low`` to ``high`` starts at zero: the scale rule of control charts."""
    return low < ZERO_SHARE * high
