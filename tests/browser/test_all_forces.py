"""The site of all forces and years in a real browser, opened from a folder, made of one force in two years."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import SIDEWAYS, violations

pytestmark = pytest.mark.browser
PROJECT = Path(__file__).parents[2]
PAGES = ("index.html", "city_of_london/index.html", "city_of_london/fy2016-17/index.html")


@pytest.fixture(scope="session")
def all_forces(tmp_path_factory) -> Path:
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
def test_a_page_has_no_fault_asks_nobody_else_and_does_not_scroll_sideways(
    all_forces, look, name, width, scheme
) -> None:
    """Index, force and edition, wide and narrow, light and dark; and the browser has nothing to complain of."""
    looked = look((all_forces / name).as_uri(), width, scheme)
    assert [] == looked.faults
    assert [] == [address for address in looked.requests if not address.startswith(all_forces.as_uri())]
    assert 0 >= looked.page.evaluate(SIDEWAYS)
    assert [] == violations(looked.page)


def test_without_scripts_every_edition_is_two_clicks_away(all_forces, look) -> None:
    """From the index to the force, from there to the year, and every figure stands in the page."""
    page = look((all_forces / "index.html").as_uri(), java_script_enabled=False).page
    page.get_by_role("link", name="City of London", exact=True).click()
    page.get_by_role("row", name="2016/17").get_by_role("link").click()
    assert "City of London, 2016/17" == page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_role("table", name="City of London in 2016/17: all measures at a glance").is_visible()
    assert page.get_by_role("navigation", name="Pages").get_by_role("link", name="2015/16").is_visible()
