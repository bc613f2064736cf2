"""How far the data behind a verdict can be trusted: every doubt that the statistics know of, in one plain sentence.

Each doubt is a record with its own sentence, so that a page can list them and an auditor can count them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from planbook.statistics.alternatives import Robustness
from planbook.statistics.change import Change
from planbook.statistics.constants import CONFIDENCE
from planbook.statistics.level import Level
from planbook.statistics.sentences import number
from planbook.statistics.xmr import PhaseStart

NEAR: Final = 2.0
"""A change whose p is within this factor of the 5 per cent at which the word turns is called close. Ours."""


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


def trust(
    level: Level,
    change: Change,
    *,
    starts: Sequence[PhaseStart] = (),
    robustness: Sequence[Robustness] = (),
    inspection: str = "",
) -> Trust:
    """Every doubt that the statistics know of, and those handed in.

    Args:
        level: for a break of definition among the quarters looked at.
        change: for a verdict close to its turn.
        starts: declared phases and breaks of definition.
        robustness: verdicts under other settings.
        inspection: sentence on what an inspection found of the recording, empty where none did.
    """
    doubts = [*_of_breaks(level, starts), *_of_change(change)]
    doubts += [Doubt("a fragile verdict", each.sentence) for each in robustness if each.fragile]
    doubts += [Doubt("recording found wanting by inspection", inspection)] if inspection else []
    return Trust(tuple(doubts))


def _of_breaks(level: Level, starts: Sequence[PhaseStart]) -> Iterator[Doubt]:
    for start in starts:
        if start.forced and start.start == level.index[0]:
            yield Doubt("a break of definition", f"The series was broken here: {start.reason.rstrip('.')}.")


def _of_change(change: Change) -> Iterator[Doubt]:
    turn = 1 - CONFIDENCE
    if change.presentation == "percentage" and turn / NEAR < change.p_value < turn * NEAR:
        p = number(100 * change.p_value, 1)
        yield Doubt(
            "a change close to its margin",
            f"The change is close to where its word turns: p is {p} per cent, and the word turns at 5 per cent.",
        )
