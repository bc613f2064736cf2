"""A chart as one record: its two drawings, the words and the table of the same numbers, and their HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from planbook.charts.labels import number
from planbook.charts.style import TEMPLATES
from planbook.claims.records import ChartKind, Spots

if TYPE_CHECKING:
    import pandas as pd


class EmptyChart(ValueError):
    """A chart was asked for without data; no chart is better than an empty one."""

    def __init__(self, chart_id: str, wanted: str) -> None:
        super().__init__(f"chart {chart_id!r} has no {wanted}; leave the chart out and say on the page why")


def require_rows(chart_id: str, frame: pd.DataFrame | pd.Series[Any], wanted: str) -> None:
    """Raise ``EmptyChart`` when ``frame`` has no row."""
    if len(frame) == 0:  # pandas refuses to say whether a table is true
        raise EmptyChart(chart_id, wanted)


@dataclass(frozen=True)
class Drawing:
    """One SVG and the places of the table's rows on it."""

    svg: str
    spots: Spots = ()


@dataclass(frozen=True)
class ChartSpec:
    """What a chart says of itself before its numbers.

    ``title`` states the finding, ``label`` names the measure, ``unit`` says what is counted (plural), ``note`` is
    added to what the chart notes of itself.
    """

    id: str
    title: str
    area: str
    label: str = ""
    unit: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class RenderedChart:
    """One chart of the publication.

    ``title`` states the finding, ``subtitle`` what, unit, area and period. ``alt`` is one or two sentences,
    ``description`` the long form. ``table`` holds the numbers drawn, its first column naming the rows;
    ``places`` gives decimals by column (0 where not given). The page's script reads values from the table;
    ``along`` says how the pointer finds the nearest: ``x``, ``y`` or ``xy``.
    """

    kind: ChartKind
    id: str
    title: str
    subtitle: str
    alt: str
    description: str
    wide: Drawing
    narrow: Drawing
    table: pd.DataFrame
    note: str = ""
    source: str = ""
    places: Mapping[str, int] = field(default_factory=dict)
    along: str = "x"

    @classmethod
    def of(
        cls,
        kind: ChartKind,
        spec: ChartSpec,
        drawings: tuple[Drawing, Drawing],
        *,
        note: str = "",
        **more: Any,  # noqa: ANN401 - the other fields
    ) -> RenderedChart:
        """The chart of a specification; ``note`` stands before the specification's own."""
        wide, narrow = drawings
        notes = f"{note} {spec.note}".strip()
        return cls(kind, spec.id, spec.title, wide=wide, narrow=narrow, note=notes, source=spec.source, **more)

    def to_html(self, downloads: Sequence[tuple[str, str]] = ()) -> str:
        """Return one ``<figure>`` without blank lines; ``downloads`` are pairs of link text and address."""
        places = [self.places.get(str(column), 0) for column in self.table.columns]
        template = TEMPLATES.get_template("chart.html")
        return template.render(chart=self, places=places, number=number, named=self._named, downloads=downloads)

    def to_csv(self) -> str:
        """Return the table as CSV text with unformatted numbers."""
        return self.table.to_csv(index=False, lineterminator="\n")  # the same bytes on every system

    def _named(self, svg: str, look: str) -> Markup:
        """A drawing with its role and its text alternative; ``look`` is one more attribute."""
        # Named here and not where it is drawn: a picture that stands alone names itself in another way.
        name = f'<svg {look}role="img" aria-label="{escape(self.alt)}" '
        return Markup(svg.replace("<svg ", name, 1))  # noqa: S704 - our own drawing
