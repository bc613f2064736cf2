"""The style sheet: tokens, contrast, status classes, nothing fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planbook.charts.style import COLOURS
from planbook.claims.status import STATUSES

STYLES = Path(__file__).parents[2] / "book" / "_styles"
SHEET = (STYLES / "base.css").read_text(encoding="utf-8")
SCHEMES = {"light": r'html\[data-theme="light"\] \{(.*?)\}', "dark": r'html\[data-theme="dark"\] \{(.*?)\}'}
TEXT = 4.5
MARK = 3.0
GROUNDS = ("page", "surface", "tint", "notice", "draft")
TEXT_PAIRS = [
    (ink, ground)
    for ink in ("ink", "muted", "link", "link-strong", "good", "bad", "plum", "close")
    for ground in GROUNDS
]
TEXT_PAIRS += [(f"side-{ink}", "side") for ink in ("ink", "muted", "mark")]
CHART_TEXT = ("ink", "muted", "line", "mean", "signal", "target")
TEXT_PAIRS += [(f"chart-{ink}", f"chart-{ground}") for ink in CHART_TEXT for ground in ("paper", "window")]
MARK_PAIRS = [(f"chart-{mark}", "chart-paper") for mark in ("line", "limit", "signal", "target", "mean")]
MARK_PAIRS += [("focus", "page"), ("focus", "surface"), ("edge", "page"), ("chart-line", "chart-soft")]


def tokens(scheme: str) -> dict[str, str]:
    """The colour tokens of one scheme."""
    block = re.search(SCHEMES[scheme], SHEET, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--pb-([a-z-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first: str, second: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_can_be_read(scheme: str) -> None:
    """Text keeps 4.5 to 1 on every ground it stands on, marks 3 to 1, in both schemes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)  # the largest there is
    colours = tokens(scheme)
    wanted = [(pair, TEXT) for pair in TEXT_PAIRS] + [(pair, MARK) for pair in MARK_PAIRS]
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair, _ in wanted}
    assert {pair: round(ratios[pair], 2) for pair, least in wanted if ratios[pair] < least} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_token_has_a_value(scheme: str) -> None:
    """The sheet gives each token of the house style a value."""
    assert set(COLOURS) == {name.removeprefix("chart-") for name in tokens(scheme) if name.startswith("chart-")}


def test_fallbacks_are_the_light_values() -> None:
    """A chart without the sheet looks as it does in the light scheme."""
    light = tokens("light")
    assert dict(COLOURS) == {name: light[f"chart-{name}"] for name in COLOURS}
    assert len(COLOURS) == len(set(COLOURS.values()))


def test_each_status_has_a_shape_of_its_own_or_shares_one() -> None:
    """A new word needs no new drawing: it may share a mark. No two drawings are the same."""
    rules = re.findall(r'([^{}]+)\{\n  --pb-shape: url\("([^"]+)"\)', SHEET)
    shapes = {name: shape for heads, shape in rules for name in re.findall(r"\.(pb-status--[a-z-]+)", heads)}
    styles = {status.style for status in STATUSES.values()}
    assert styles <= set(shapes)
    assert len(styles) == len({shapes[style] for style in styles})
    assert {status.mark for status in STATUSES.values() if status.mark} <= set(STATUSES)


def test_nothing_is_fetched() -> None:
    """The sheet imports nothing and its images are part of it."""
    assert "@import" not in SHEET
    assert "@font-face" not in SHEET
    assert all(address.startswith("data:") for address in re.findall(r'url\("?([^")]+)', SHEET))


@pytest.mark.parametrize("query", ["prefers-reduced-motion: reduce", "forced-colors: active", "print"])
def test_sheet_serves(query: str) -> None:
    """Reduced motion, forced colours and print have their own part."""
    assert f"@media ({query})" in SHEET or f"@media {query}" in SHEET


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_of_forces_can_be_read_and_told_apart(scheme: str) -> None:
    """Six colours, all different, each 4.5 to 1 on the paper of the chart and of the page."""
    sheet = (STYLES / "compare.css").read_text(encoding="utf-8")
    block = re.search(SCHEMES[scheme], sheet, re.DOTALL)
    assert block is not None
    colours = re.findall(r"--pb-series-\d: (#[0-9a-f]{6});", block[1])
    assert 6 == len(set(colours)) == len(colours)
    grounds = [tokens(scheme)[ground] for ground in ("chart-paper", "page")]
    assert min(contrast(colour, ground) for colour in colours for ground in grounds) >= TEXT
