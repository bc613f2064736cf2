"""A chart as one record: drawing, words and data of the same numbers, and their HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.charts.labels import MISSING, number
from planbook.charts.svg import static

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from planbook.charts.drawing import Spots

__all__ = ["EmptyChart", "Figure", "require_rows"]


class EmptyChart(ValueError):
    """A chart was asked for without data; no chart is better than an empty one."""

    def __init__(self, figure_id: str, wanted: str) -> None:
        super().__init__(f"chart {figure_id!r} has no {wanted}; leave the chart out and say on the page why")


def require_rows(figure_id: str, frame: pd.DataFrame | pd.Series[Any], wanted: str) -> None:
    """Raise ``EmptyChart`` when ``frame`` has no row."""
    if len(frame) == 0:
        raise EmptyChart(figure_id, wanted)


@dataclass(frozen=True)
class Figure:
    """One chart of the publication.

    ``title`` states the finding, ``subtitle`` what, unit, area and period. ``alt`` is one or two sentences,
    ``description`` the long form. ``table`` holds the numbers drawn, its first column naming the rows;
    ``places`` gives decimals by column (0 where not given). ``narrow`` is the chart for a small screen. ``spots``
    are the places of the table's rows on the wide and on the narrow drawing; the page's script reads the values
    from the table. ``along`` says how the pointer finds the nearest: ``x``, ``y`` or ``xy``.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    description: str
    svg: str
    table: pd.DataFrame
    note: str = ""
    source: str = ""
    narrow: str = ""
    places: Mapping[str, int] = field(default_factory=dict)
    spots: tuple[Spots, Spots] = ((), ())
    along: str = "x"

    def to_html(self, downloads: Sequence[tuple[str, str]] = ()) -> str:
        """Return one ``<figure>`` without blank lines; ``downloads`` are pairs of link text and address."""
        parts = (
            f'<figure class="pb-figure" id="{escape(self.id)}" aria-labelledby="{escape(self.id)}-title">',
            self._head(),
            self._drawings(),
            _paragraph("pb-figure-note", self.note),
            self._details(),
            _paragraph("pb-figure-source", f"Source: {self.source}" if self.source else ""),
            _links(downloads),
            "</figure>",
        )
        return "\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_csv(self) -> str:
        """Return the table as CSV text with unformatted numbers."""
        return self.table.to_csv(index=False, lineterminator="\n")

    def to_svg(self) -> str:
        """Return the wide drawing as a file: plain colours, own font, the alternative text as title."""
        return static(self.svg, self.alt)

    def _head(self) -> str:
        title = f'<p class="pb-figure-title" id="{escape(self.id)}-title">{escape(self.title)}</p>'
        return f"<figcaption>{title}{_paragraph('pb-figure-subtitle', self.subtitle)}</figcaption>"

    def _drawings(self) -> str:
        """Return the wide drawing and, hidden until the style sheet shows it, the narrow one."""
        wide = f'<div class="pb-wide"{self._spots(0)}>{_named(self.svg, self.alt)}</div>'
        if not self.narrow:
            return wide
        hidden = _named(self.narrow, self.alt).replace("<svg ", '<svg display="none" ', 1)
        return f'{wide}<div class="pb-narrow"{self._spots(1)}>{hidden}</div>'

    def _spots(self, frame: int) -> str:
        """Where the rows of the table stand, for the script that lets readers look closer."""
        places = " ".join(f"{x},{y}" for x, y in self.spots[frame])
        along = "" if self.along == "x" else f' data-along="{self.along}"'
        return f' data-spots="{places}"{along}' if places else ""

    def _details(self) -> str:
        label = f"{self.title}: data of the chart"
        return (
            '<details class="pb-figure-more"><summary>Description and data of this chart</summary>'
            f"<p>{escape(self.description)}</p>"
            f'<div class="pb-table-wrap" role="region" tabindex="0" aria-label="{escape(label)}">'
            f"{self._table()}</div></details>"
        )

    def _table(self) -> str:
        heads = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in self.table.columns)
        caption = f"<caption>{escape(self.title)}. {escape(self.subtitle)}</caption>"
        rows = "".join(self._row(row) for row in self.table.to_dict("records"))
        return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def _row(self, row: Mapping[Hashable, Any]) -> str:
        (first, name), *rest = row.items()
        cells = "".join(_cell(value, self.places.get(str(column), 0)) for column, value in rest)
        return f'<tr><th scope="row">{escape(_text(name, self.places.get(str(first), 0)))}</th>{cells}</tr>'


def _named(svg: str, alt: str) -> str:
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)


def _cell(value: Any, places: int) -> str:  # noqa: ANN401 - a cell of a frame
    if isinstance(value, str):
        return f"<td>{escape(value)}</td>"
    return f'<td class="pb-number">{_text(value, places)}</td>'


def _text(value: Any, places: int) -> str:  # noqa: ANN401 - as above
    if isinstance(value, str):
        return value
    return MISSING if pd.isna(value) else number(float(value), places)


def _paragraph(name: str, text: str) -> str:
    return f'<p class="{name}">{escape(text)}</p>' if text else ""


def _links(downloads: Sequence[tuple[str, str]]) -> str:
    links = "".join(f'<li><a href="{escape(to)}" download>{escape(text)}</a></li>' for text, to in downloads)
    return f'<ul class="pb-figure-downloads">{links}</ul>' if links else ""
