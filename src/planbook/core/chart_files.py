"""Where the files of a chart stand, and the links to them under the chart."""

from __future__ import annotations

__all__ = ["CHART_FILES", "chart_links", "chart_path"]

CHART_FILES = {"csv": "Data of this chart (CSV)", "svg": "Picture (SVG)", "png": "Picture (PNG)"}
"""Words of the link by the ending of the file."""
FROM_OUTCOME_PAGE = "../../"
"""From ``book/edition/<page>.html``, where charts are shown, to the root of the site."""


def chart_path(chart_id: str, ending: str) -> str:
    """Where a file of a chart stands below the root of the site: ``downloads/charts/<id>.csv``."""
    return f"downloads/charts/{chart_id}.{ending}"


def chart_links(chart_id: str) -> tuple[tuple[str, str], ...]:
    """Pairs of link text and address, relative to the page of an outcome."""
    return tuple((words, f"{FROM_OUTCOME_PAGE}{chart_path(chart_id, ending)}") for ending, words in CHART_FILES.items())
