"""What is made beside the site, opened from a folder: the statements of forces, and the certificate of an audit."""

from dataclasses import replace
from pathlib import Path

import pytest

from planbook.audit.evidence_files import files_of
from planbook.audit.records import DIFFERS, WITHIN, Comparison, Difference, Fault, Tally
from planbook.audit.report import Audit, write_certificate
from tests.browser.conftest import problems
from tests.conftest import copy_project, planbook

pytestmark = pytest.mark.browser
at_each_size = pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (320, "light")])
PAGES = ("index.html", "city_of_london/fy2025-26q3/index.html")


@pytest.fixture(scope="session")
def all_forces(tmp_path_factory) -> Path:
    """The folder of a site of the City of London, whose small counts and missing rates make the hardest page."""
    folder = tmp_path_factory.mktemp("all")
    copy_project(folder, "_config.yml", "data", "book/_styles", "book/_static", "notebooks/national_priorities")
    planbook(folder, "all", "--forces", "city_of_london", "--period", "FY2025-26Q2..").check_returncode()
    return folder / "_build" / "all"


@pytest.mark.parametrize("name", PAGES)
@at_each_size
def test_a_page_has_no_fault_asks_nobody_else_and_does_not_scroll_sideways(
    all_forces, look, name, width, scheme
) -> None:
    """Index and statement, wide and narrow, light and dark; and the browser has nothing to complain of."""
    looked = look((all_forces / name).as_uri(), width, scheme)
    assert [] == [address for address in looked.requests if not address.startswith(all_forces.as_uri())]
    assert [] == problems(looked)


def test_without_scripts_every_statement_is_one_click_away(all_forces, look) -> None:
    """From the index to the statement of the last quarter, from there to the quarter before."""
    page = look((all_forces / "index.html").as_uri(), java_script_enabled=False).page
    page.get_by_role("link", name="City of London", exact=True).click()
    assert "National priorities for policing: City of London" == page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_role("table", name="How each promise stands in October to December 2025").is_visible()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="July to September 2025").click()
    assert page.get_by_role("table", name="How each promise stands in July to September 2025").is_visible()


PASSED = Audit(
    edition="West Midlands, 2014/15 (April 2014 to March 2015)",
    ledger="ab" * 32,
    environment="Rebuilt with cold kernels and the packages installed here.",
    evidence=(),
    versions=(),
    comparison=Comparison((Tally("claim", 250, 0, 0), Tally("cell", 230748, 0, 0)), ()),
    cause="",
    compared="A published edition, its pages stamped again in the same way, against a rebuild from its evidence.",
)
CAUSE = "data: data/series/crime.csv, first differing row: line 175 (FY2014-15Q1), column 'value'"
FAILED = replace(
    PASSED,
    comparison=Comparison(
        (Tally("claim", 248, 1, 1),),
        (
            Difference("claim", "ledger.json", "robbery.count, value", "4888.0", "4889.0", DIFFERS, CAUSE),
            Difference("claim", "ledger.json", "robbery.rate, value", "1.77", "1.7700000001", WITHIN, CAUSE),
            Difference("text", "book/edition/05_reduce_crime.html", "#m5-4b, p", "long " * 60, None, DIFFERS, CAUSE),
        ),
    ),
    evidence=(Fault("data", "data/series/crime.csv", "has another content than the ledger says"),),
    versions=(Fault("package", "numpy", "is 2.4.6 here and 2.5.5 in the lock"),),
    cause=CAUSE,
)


@pytest.mark.parametrize(
    "audit", [PASSED, FAILED, replace(PASSED, failure="FY2014-15: no data")], ids=["passed", "failed", "not rebuilt"]
)
@at_each_size
def test_a_certificate_has_no_fault_and_does_not_scroll_sideways(site, look, tmp_path, audit, width, scheme) -> None:
    """Passed, failed or not rebuilt, wide and narrow, light and dark; and the browser has nothing to complain of."""
    write_certificate(tmp_path, audit, files_of(site))
    assert [] == problems(look((tmp_path / "index.html").as_uri(), width, scheme))
