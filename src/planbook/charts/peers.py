"""Rates of similar forces: sorted bars from zero with intervals, the group mean and its usual range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.charts.drawing import draw
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import number
from planbook.data.names import nearest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FOOT", "HEAD", "OWN", "UnknownArea", "peer_figure"]

WIDE_ROW, NARROW_ROW = 40, 58
HEAD, FOOT = 32, 48
OWN = "\u25b6"
DRAWING = "peers_drawing.PeersDrawing"


class UnknownArea(KeyError):
    """The force of the page is not among the forces compared."""

    def __init__(self, own: str, areas: list[str]) -> None:
        super().__init__(f"{own!r} is not in the comparison; nearest name: {nearest(own, areas)}")


def peer_figure(  # noqa: PLR0913 - one keyword for each thing a chart must say
    rates: pd.DataFrame,
    *,
    own: str,
    mean: float,
    band: tuple[float, float],
    id: str,  # noqa: A002 - the word of the page
    title: str,
    label: str,
    unit: str,
    period: str,
    note: str = "",
    source: str = "",
) -> Figure:
    """Return the peer chart of ``rates``, lowest first.

    ``rates`` has areas as index and columns rate, low and high in ``unit`` (``offences per 1,000 residents``);
    ``mean`` and ``band`` are the group's. Raises ``EmptyChart`` for no rows and ``UnknownArea`` when ``own`` is
    not among them.
    """
    require_rows(id, rates, "rates")
    if own not in rates.index:
        raise UnknownArea(own, [str(area) for area in rates.index])
    ranked = rates.sort_values("rate", kind="stable")
    places = 1 if ranked["rate"].max() >= 10 else 2
    tall = {
        "wide_height": HEAD + FOOT + WIDE_ROW * len(ranked),
        "narrow_height": HEAD + FOOT + NARROW_ROW * len(ranked),
    }
    drawn = draw(DRAWING, (ranked, own, mean, band, unit, places), id, **tall)
    group = f"group mean {number(mean, places)}, usual range {number(band[0], places)} to {number(band[1], places)}"
    return Figure(
        id=id,
        title=title,
        subtitle=f"{label}: {unit}, {period}, {own} and similar forces",
        alt=_alt(ranked, own, label=label, unit=unit, period=period, group=group, places=places),
        description=_description(ranked, group, places),
        svg=drawn.wide,
        narrow=drawn.narrow,
        spots=(drawn.wide_spots, drawn.narrow_spots),
        along="y",
        table=_table(ranked),
        places={"Rate": places, "Interval from": places, "Interval to": places},
        note=" ".join(part for part in (f"{OWN} {own}. Thin lines: 95% intervals; {group}.", note) if part),
        source=source,
    )


def _alt(ranked: pd.DataFrame, own: str, label: str, unit: str, period: str, group: str, places: int) -> str:
    rank = list(ranked.index).index(own) + 1
    rate = number(ranked["rate"][own], places)
    return (
        f"Bar chart of {label}, {unit}, {period}, {len(ranked)} forces from lowest to highest. "
        f"{own} has {rate}, rank {rank} of {len(ranked)} (1 is lowest); {group}."
    )


def _description(ranked: pd.DataFrame, group: str, places: int) -> str:
    bars = (
        f"{area} {number(row['rate'], places)} (95% interval {number(row['low'], places)} to "
        f"{number(row['high'], places)})"
        for area, row in ranked.iterrows()
    )
    return f"From lowest to highest: {'; '.join(bars)}. {group[0].upper()}{group[1:]}."


def _table(ranked: pd.DataFrame) -> pd.DataFrame:
    table = ranked[["rate", "low", "high"]].rename_axis("Force").reset_index()
    table.columns = ["Force", "Rate", "Interval from", "Interval to"]
    return table
