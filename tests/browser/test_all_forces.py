"""The site of all forces and years in a real browser, opened from a folder, made of one force in two years."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Look
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PROJECT = Path(__file__).parents[2]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => (await axe.run(document, {preload: false}))
  .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))"""
PAGES = ("index.html", "city_of_london/index.html", "city_of_london/fy2016-17/index.html")


@pytest.fixture(scope="session")
def all_forces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of the City of London, whose corrections and missing rates make the hardest page."""
    folder = tmp_path_factory.mktemp("all")
    shutil.copy(PROJECT / "_config.yml", folder)
    for name in ("data", "book/_styles", "book/_static", "notebooks/force"):
        shutil.copytree(PROJECT / name, folder / name)
    command = [sys.executable, "-m", "planbook.cli", "all", "--forces", "city_of_london", "--years", "2015-16..2016-17"]
    environment = {**os.environ, "PLANBOOK_ROOT": str(folder)}
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return folder / "_build" / "all"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (320, "light")])
def test_axe_finds_nothing_nobody_else_is_asked_and_nothing_scrolls_sideways(
    all_forces: Path, look: Callable[..., Look], name: str, width: int, scheme: str
) -> None:
    """Index, force and edition, wide and narrow, light and dark; and the browser has nothing to complain of."""
    looked = look((all_forces / name).as_uri(), width, scheme)
    assert [] == looked.faults
    assert [] == [address for address in looked.requests if not address.startswith(all_forces.as_uri())]
    assert width >= looked.page.evaluate("document.documentElement.scrollWidth")
    looked.page.evaluate(AXE)
    assert [] == looked.page.evaluate(RUN_AXE)


def test_without_scripts_every_edition_is_two_clicks_away(all_forces: Path, browser: Browser) -> None:
    """From the index to the force, from there to the year, and every figure stands in the page."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((all_forces / "index.html").as_uri())
    page.get_by_role("link", name="City of London", exact=True).click()
    page.get_by_role("row", name="2016/17").get_by_role("link").click()
    assert "City of London, 2016/17" == page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_role("table", name="City of London in 2016/17: all measures at a glance").is_visible()
    assert page.get_by_role("navigation", name="Pages").get_by_role("link", name="2015/16").is_visible()
    context.close()
