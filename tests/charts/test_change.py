"""The words and table of the interval chart."""

from __future__ import annotations

from planbook.charts.change import render_change

from .conftest import change, change_rows, spec


def test_words_say_what_the_interval_allows() -> None:
    """A measure fell only if its interval leaves out zero; the long form has interval and target."""
    assert change().alt == (
        "Dots with 95% intervals: change in 2014/15 on 2013/14, West Midlands Police. "
        "Robbery & theft −9.0%, fell; Vehicle crime −2.0%, no clear change."
    )
    assert "Robbery & theft: −9.0% (95% interval −14.1% to −3.6%, target −5.0%), fell." in change().description


def test_table_equals_the_rows() -> None:
    """The table is the frame that was drawn; without targets neither table nor note speaks of one."""
    assert change_rows()["percent"].tolist() == change().table["Change, %"].tolist()
    assert "[x]" in change().to_html()
    rows = change_rows().assign(target=float("nan"))
    chart = render_change(spec("c"), rows, period="2014/15", comparison="2013/14")
    assert "Target, %" not in chart.table.columns
    assert "target" not in chart.note
