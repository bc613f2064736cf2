"""Measures: what is counted, in which unit, whether it has ended, and which way is good."""

from dataclasses import dataclass

from planbook.data.values import nearest


class UnknownMeasure(KeyError):
    """A measure id that no catalogue holds."""


@dataclass(frozen=True)
class Measure:
    """A defined quantity.

    ``ended`` is the last canonical period of a measure that is counted no more, followed by ``successor`` or ended
    because of ``ended_because``; how far a measure is held is read from its table. ``denominator`` is the table that
    rates are worked out with, ``population`` or ``households``.
    """

    id: str
    label: str
    noun: str
    unit: str
    definition: str
    direction: str
    table: str = ""
    group_table: str = ""
    year_table: str = ""
    ended: str = ""
    successor: str = ""
    ended_because: str = ""
    note: str = ""
    seasonal: bool = False
    denominator: str = "population"

    @property
    def has_series(self) -> bool:
        """Whether observations are held, as against published values alone."""
        return bool(self.table)

    @property
    def label_inside(self) -> str:
        """The label as it stands inside a sentence: ``total recorded crime``."""
        # Not lower(): a label may hold a name or an abbreviation further on.
        return self.label[:1].lower() + self.label[1:]

    @property
    def per_whom(self) -> str:
        """Whom a rate is counted for: ``residents`` or ``households``."""
        return "households" if self.denominator == "households" else "residents"

    @property
    def direction_words(self) -> str:
        """The direction of good, in words."""
        return {
            "down": "Lower is better",
            "up": "Higher is better",
            "report": "More reporting is intended: a rise is not bad news by itself",
        }.get(self.direction, "Neither direction is better")


@dataclass(frozen=True)
class Measures:
    """The catalogue, in its own order."""

    all: tuple[Measure, ...]

    def __getitem__(self, wanted: str) -> Measure:
        by_id = {measure.id: measure for measure in self.all}
        if wanted not in by_id:
            raise UnknownMeasure(f"measure {wanted!r} is not in the catalogue; nearest: {nearest(wanted, by_id)}")
        return by_id[wanted]
