"""How far the data behind a verdict can be trusted, in one plain sentence.

Each doubt is a record with its own sentence, so that a page can list them and an auditor can count them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planbook.statistics.constants import FULL_PHASE
from planbook.statistics.phrases import join_words, number, per_cent
from planbook.statistics.seasonality import autocorrelation_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.statistics.change import Change
    from planbook.statistics.robustness import Robustness
    from planbook.statistics.xmr import ControlChart

__all__ = ["LARGE_REVISION", "Doubt", "Trust", "trust"]

LARGE_REVISION: Final = 1.0
"""Per cent by which a total was revised after publication before it counts as a doubt. Ours."""

NARROW: Final = 1.5
"""A verdict whose dispersion is within this factor of the flip is called close. Ours."""


@dataclass(frozen=True)
class Doubt:
    """One reason for care: its kind, in few words, and a sentence."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class Trust:
    """All doubts about one measure; none is a statement too."""

    doubts: tuple[Doubt, ...]

    @property
    def word(self) -> str:
        """The verdict: "no known doubt" or "with care"."""
        return "with care" if self.doubts else "no known doubt"

    @property
    def sentence(self) -> str:
        """The verdict with its reasons in few words."""
        if not self.doubts:
            return "No doubt about these figures is known."
        return f"To be read with care: {join_words([doubt.kind for doubt in self.doubts])}."


def trust(
    chart: ControlChart | None = None,
    change: Change | None = None,
    *,
    robustness: tuple[Robustness, ...] = (),
    published: float | None = None,
    revised: float | None = None,
    inspection: str = "",
) -> Trust:
    """Every doubt that the statistics know of, and those handed in.

    Args:
        chart: for trial limits, autocorrelation and breaks.
        change: for a verdict close to its flip.
        robustness: verdicts under other settings.
        published: total as first published.
        revised: the same total today.
        inspection: sentence on what an inspection found of the recording, empty where none did.
    """
    return Trust(
        (
            *([] if chart is None else _of_chart(chart)),
            *([] if change is None else _of_change(change)),
            *(Doubt("a fragile verdict", each.sentence) for each in robustness if each.fragile),
            *_of_revision(published, revised),
            *([Doubt("recording found wanting by inspection", inspection)] if inspection else []),
        )
    )


def _of_chart(chart: ControlChart) -> Iterator[Doubt]:
    phase = chart.current
    if phase.trial:
        yield Doubt("trial limits", f"Limits rest on {phase.n} points, fewer than {FULL_PHASE}.")
    if phase.forced:
        yield Doubt("a break of definition", f"The series was broken here: {phase.reason}.")
    note = autocorrelation_note(chart)
    if note:
        yield Doubt("neighbouring points alike", note)


def _of_change(change: Change) -> Iterator[Doubt]:
    ratio = change.flip_dispersion / change.dispersion
    if change.presentation == "percentage" and 1 / NARROW < ratio < NARROW:
        yield Doubt(
            "a change close to its margin",
            f"The verdict flips at a dispersion of {number(change.flip_dispersion, 1)}; "
            f"the series has {number(change.dispersion, 1)}.",
        )


def _of_revision(published: float | None, revised: float | None) -> Iterator[Doubt]:
    if not published or revised is None:
        return
    moved = 100 * (revised / published - 1)
    if abs(moved) >= LARGE_REVISION:
        yield Doubt("revised since", f"The total was revised by {per_cent(moved, signed=True)} since publication.")
