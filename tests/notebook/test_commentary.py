"""The commentary on a promise as its notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.notebook.outcome import open_outcome
from planbook.notebook.promise import commentary_html

if TYPE_CHECKING:
    from planbook.claims.claims import Claim


def test_figures_are_filled_and_those_not_recorded_so_far_are_marked(robbery_change: Claim) -> None:
    """As on the site, but for a figure of a later cell, whose id is shown; markup in a text stays text."""
    text = "Fell by {claim}`robbery.change_pct:size`, <b>to</b> {claim}`robbery.count`.\n\n*Source* [x]"
    assert (
        "<p>Fell by 9.0 per cent, &lt;b&gt;to&lt;/b&gt; <mark>robbery.count: not recorded so far</mark>.</p>\n"
        "<p><em>Source</em> [x]</p>\n"
    ) == commentary_html(text, {"robbery.change_pct": robbery_change})


def test_a_judged_promise_shows_status_and_commentary(screen: Any) -> None:
    """Heading with anchor, the plan's words, target and owner; then status; then the paragraphs with their figures."""
    open_outcome("O1", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands").judge("M1.1")
    html = screen.html
    assert '<div id="m1-1"' in html
    assert html.index("Increase confidence in policing") < html.index("Owner") < html.index("<b>Commentary</b>")
    assert "not recorded so far" not in html
    assert "{claim}" not in html


def test_where_none_is_written_its_file_is_named(screen: Any) -> None:
    """An analyst sees where to write it."""
    open_outcome("O1", plan="west_midlands_2014_15", period="FY2015-16", force="west_midlands").judge("M1.4")
    folder = "data/plans/west_midlands_2014_15/commentary/fy2015-16"
    assert f"None has been written for 2015/16; it would stand in {folder}/M1.4.md." in screen.html
