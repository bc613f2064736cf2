"""A statistic that no notebook recorded leaves a cell that says so, and no error of a template."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from sphinx.environment import BuildEnvironment

from planbook.site.render import NOT_RECORDED, FigureLinks, render


def test_a_table_of_figures_says_what_was_not_recorded() -> None:
    """A count alone has its row, with the year before and the change not recorded."""
    links = FigureLinks(cast("BuildEnvironment", None))
    count = SimpleNamespace(id="robbery.count", measure="robbery", outcome="O5")
    measure = SimpleNamespace(id="robbery", label="Robbery", direction_words="Lower is better")
    html = render(
        "figures.html",
        ledger=SimpleNamespace(signals=SimpleNamespace(verdicts=0), verdicts=[]),
        years=[],
        edition=SimpleNamespace(label="2014/15", force_name="West Midlands"),
        before="2013/14",
        counts=[count],
        measures={"robbery": measure},
        claims={},
        verdicts={},
        outcome_link=lambda *_: "#",
        figure=lambda claim, text="": "4,888" if claim else links.figure(claim, text),
    )
    assert (1, 2) == (html.count("4,888"), html.count(NOT_RECORDED))
