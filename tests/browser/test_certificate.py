"""The certificate of an audit in a real browser, from a folder: no fault, nothing sideways, its own style alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planbook.audit.evidence_files import files_of
from planbook.audit.records import DIFFERS, WITHIN, Comparison, Difference, Fault, Tally
from planbook.audit.report import Audit, write_certificate
from tests.browser.conftest import SIDEWAYS, violations

pytestmark = pytest.mark.browser
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
def test_axe_finds_nothing_and_nothing_scrolls_sideways(site, look, tmp_path, audit, width, scheme) -> None:
    """Passed, failed or not rebuilt, wide and narrow, light and dark; and the browser has nothing to complain of."""
    write_certificate(tmp_path, audit, files_of(site))
    looked = look((tmp_path / "index.html").as_uri(), width, scheme)
    assert [] == looked.faults
    assert 0 >= looked.page.evaluate(SIDEWAYS)
    assert [] == violations(looked.page)
