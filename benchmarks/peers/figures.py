"""From costs to the printed tables: medians, ratios, targets. Nothing here measures."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from .cost import MIB, Cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOOP, BUILD, PLAIN = "papermill loop", "jupyter-book build", "papermill loop + jupyter-book build"
NOTEBOOKS, EDITION, NOTHING_CHANGED = "planbook run, cold", "planbook book, cold", "planbook book, nothing changed"
PARAGRAPH, ROW, CELL = "planbook book, paragraph", "planbook book, data row", "planbook book, cell"
HELP = "planbook --help"


@dataclass(frozen=True)
class Target:
    """A promise: what is measured, of which way, in which unit, at most how much.

    ``unit`` is ``ratio`` (time waited against ``against``), ``cpu`` (seconds), ``wall`` (seconds) or ``peak`` (MiB).
    """

    what: str
    way: str
    unit: str
    most: float
    against: str = PLAIN


TARGETS = (
    Target("run the ten notebooks, cold cache", NOTEBOOKS, "ratio", 0.15, LOOP),
    Target("finished edition, cold cache", EDITION, "ratio", 0.25),
    Target("nothing changed", NOTHING_CHANGED, "ratio", 0.02),
    Target("nothing changed, processor time", NOTHING_CHANGED, "cpu", 1.0),
    Target("one paragraph changed", PARAGRAPH, "ratio", 0.08),
    Target("one data row changed", ROW, "ratio", 0.20),
    Target("peak memory of the whole build, all processes", EDITION, "peak", 1024.0),
    Target("planbook --help", HELP, "wall", 0.15),
)
"""Those of the table of targets that this harness measures; one cell changed has no target of its own."""

UNITS = {"ratio": "", "cpu": " s", "wall": " s", "peak": " MiB"}
NOTEBOOKS_ALONE = ("papermill loop", "snakemake", "ploomber", "jcache", NOTEBOOKS)
"""How the names of ways begin that build no book: they are compared with the loop alone."""


def added(first: Sequence[Cost], second: Sequence[Cost]) -> list[Cost]:
    """Two commands as one way, round by round."""
    return [one + other for one, other in zip(first, second, strict=True)]


def median_cost(costs: Sequence[Cost]) -> Cost:
    """The median of each figure, but the most of the peaks."""
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        max(cost.peak for cost in costs),
        max(cost.resident for cost in costs),
    )


def ratio(own: Sequence[Cost], other: Sequence[Cost], figure: str = "wall") -> float:
    """The median of the rounds' own ratios: a change in the load of the machine between rounds falls out.

    A way that had fewer turns had them in the first rounds.
    """
    return float(median(getattr(one, figure) / getattr(two, figure) for one, two in zip(own, other, strict=False)))


def compared_with(way: str) -> str:
    """The plain way that does the same work as a way."""
    return LOOP if way.startswith(NOTEBOOKS_ALONE) and way != PLAIN else PLAIN


def costs_table(costs: Mapping[str, Sequence[Cost]]) -> str:
    """One line for each way, as Markdown."""
    lines = []
    for way, each in costs.items():
        middle, plain = median_cost(each), costs[compared_with(way)]
        walls = [cost.wall for cost in each]
        lines.append(
            (
                way,
                f"{middle.wall:.2f}",
                f"{min(walls):.2f} to {max(walls):.2f}",
                f"{middle.cpu:.2f}",
                f"{ratio(each, plain):.3f}",
                f"{ratio(each, plain, 'cpu'):.3f}",
                f"{middle.peak / MIB:.0f}",
                f"{middle.resident / MIB:.0f}",
            )
        )
    head = ("way", "seconds", "range", "CPU s", "ratio", "CPU ratio", "peak MiB", "shared counted each time, MiB")
    return table(head, lines)


def targets_table(costs: Mapping[str, Sequence[Cost]]) -> str:
    """One line for each target whose way was measured, as Markdown."""
    lines = []
    for target in TARGETS:
        if target.way in costs:
            value = measured(target, costs)
            met = "met" if value <= target.most else "not met"
            unit = UNITS[target.unit]
            lines.append((target.what, f"at most {target.most:g}{unit}", f"{value:.3f}{unit}", met))
    return table(("what", "target", "measured", ""), lines)


def measured(target: Target, costs: Mapping[str, Sequence[Cost]]) -> float:
    """The figure of a target, in its unit."""
    own = costs[target.way]
    if target.unit == "ratio":
        return ratio(own, costs[target.against])
    if target.unit == "peak":
        return median_cost(own).peak / MIB
    return float(getattr(median_cost(own), target.unit))


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns padded so that it reads as it is."""
    rows = [head, *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    ruled = [head, ["-" * width for width in widths], *lines]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in ruled]
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)
