"""The certificate of an audit in a real browser, from a folder: no fault, nothing sideways, its own style alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from planbook.audit.certificate import write_certificate
from planbook.audit.evidence_files import files_of
from planbook.audit.records import DIFFERS, WITHIN, Comparison, Difference, Fault, Tally
from planbook.audit.report import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Look

pytestmark = pytest.mark.browser
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => (await axe.run(document, {preload: false}))
  .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))"""
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
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: Path, look: Callable[..., Look], tmp_path: Path, audit: Audit, width: int, scheme: str
) -> None:
    """Passed, failed or not rebuilt, wide and narrow, light and dark; and the browser has nothing to complain of."""
    write_certificate(tmp_path, audit, files_of(site))
    looked = look((tmp_path / "index.html").as_uri(), width, scheme)
    assert [] == looked.faults
    assert width >= looked.page.evaluate("document.documentElement.scrollWidth")
    looked.page.evaluate(AXE)
    assert [] == looked.page.evaluate(RUN_AXE)
