"""The colours of the lines of forces can be read as text on the chart's paper, in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .test_tokens import TEXT, contrast, tokens

SHEET = (Path(__file__).parents[2] / "book" / "_styles" / "compare.css").read_text(encoding="utf-8")
MOST = 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_line_can_be_read_and_told_apart(scheme: str) -> None:
    """Six colours, all different, each 4.5 to 1 on the paper of the chart and of the page."""
    block = re.search(rf'html\[data-theme="{scheme}"\] \{{(.*?)\}}', SHEET, re.DOTALL)
    assert block is not None
    colours = re.findall(r"--pb-series-\d: (#[0-9a-f]{6});", block[1])
    assert MOST == len(set(colours)) == len(colours)
    grounds = tokens(scheme)
    ratios = [contrast(colour, grounds[ground]) for colour in colours for ground in ("chart-paper", "page")]
    assert min(ratios) >= TEXT
