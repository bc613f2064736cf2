"""The changes of an edition as a family: which stand when all are taken together.

Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from planbook.statistics.constants import CONFIDENCE
from planbook.statistics.sentences import join_words, number
from planbook.statistics.series import NotFinite, SeriesFault, raise_together

ALONE: Final = 1 - CONFIDENCE


@dataclass(frozen=True)
class Member:
    """One verdict of the family: name of the measure, p of its change alone, and p adjusted by Holm."""

    name: str
    p: float
    holm: float

    @property
    def alone(self) -> bool:
        """Significant when looked at alone."""
        return self.p < ALONE

    @property
    def stands(self) -> bool:
        """Significant with a chance of at most 5 per cent that any of the family is false."""
        return self.holm < ALONE


@dataclass(frozen=True)
class Family:
    """The changes of an edition, smallest p first."""

    members: tuple[Member, ...]

    @property
    def sentence(self) -> str:
        """How many changes are significant alone and which stand as a family; empty without a member."""
        if not self.members:
            return ""
        alone = sum(each.alone for each in self.members)
        names = [each.name for each in self.members if each.stands]
        standing = f"{join_words(names)} {'stands' if len(names) == 1 else 'stand'}" if names else "none stands"
        return (
            f"Of {len(self.members)} changes, {alone} {'is' if alone == 1 else 'are'} significant one by one, where "
            f"chance alone gives up to {number(ALONE * len(self.members), 1)}; "
            f"with all taken together, {standing} (Holm)."
        )


def family(p_values: Mapping[str, float]) -> Family:
    """The changes of an edition as a family.

    Args:
        p_values: two-sided p of each change by its name.

    Raises:
        NotFinite: p is no number.

    Example:
        >>> [each.name for each in family({"robbery": 0.03, "violence": 0.004}).members if each.stands]
        ['violence', 'robbery']
    """
    faults: list[SeriesFault] = [NotFinite("p", name, p) for name, p in p_values.items() if not np.isfinite(p)]
    raise_together(faults)
    ranked = sorted(p_values.items(), key=lambda each: each[1])
    p, n = np.array([each[1] for each in ranked]), len(ranked)
    holm = np.minimum(1.0, np.maximum.accumulate(p * np.arange(n, 0, -1)))
    return Family(tuple(Member(*each, strict) for each, strict in zip(ranked, holm.tolist(), strict=True)))
