"""Making an edition: refused before anything runs, swapped in whole, and left alone where it fails."""

import json
from pathlib import Path
from typing import Any

import pytest

from planbook import Refusal
from planbook.data.files import sha256
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import UnknownMilestone
from planbook.data.tables import DataProblems
from planbook.run.edition import Request, run_edition
from planbook.run.running import UnknownParameter
from tests.conftest import planbook, with_last_line

YEAR = Period.parse("FY2014-15")


def standing(places: Places) -> Path:
    """An edition that was there before."""
    places.edition.mkdir(parents=True)
    ledger = places.edition / "ledger.json"
    ledger.write_text('{"old": true}\n', encoding="utf-8")
    return ledger


def test_the_ledger_names_the_tables_that_notebooks_could_read(tree: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is saved after a run has begun, and before its kernels read it, is named as it was saved."""
    table = tree.data / "measures" / "areas.csv"

    def saved_meanwhile(*_: object) -> tuple[dict[str, object], int]:
        table.write_text(f"{table.read_text(encoding='utf-8')}\n", encoding="utf-8")
        return {}, 0

    monkeypatch.setattr("planbook.run.edition._results", saved_meanwhile)
    made = run_edition(tree, Request(PLAN, YEAR, "west_midlands"))
    assert sha256(table) == dict(made.ledger.edition.data)["data/measures/areas.csv"]


def test_an_edition_of_one_outcome_is_put_in_place(tree: Places) -> None:
    """Pages, notebooks as run and the ledger stand where the book reads them, and the old edition is gone."""
    standing(tree)
    done = planbook(tree.root, "run", "--outcome", "O10", "--period", "FY2014-15")
    assert (0, "1 of 1 notebook ran for 2014/15: 3 claims, 0 charts\n") == (done.returncode, done.stdout)
    made = sorted(path.relative_to(tree.edition).as_posix() for path in tree.edition.rglob("*") if path.is_file())
    assert ["10_national_policing.ipynb", "as_run/10_national_policing.ipynb", "ledger.json"] == made
    ledger = json.loads((tree.edition / "ledger.json").read_text(encoding="utf-8"))
    assert ["M10.1", "M10.2"] == [status["milestone"] for status in ledger["milestones"]]
    hashes = ledger["edition"]["notebooks"]
    assert {
        "notebooks/west_midlands_2014_15/10_national_policing.ipynb": sha256(
            tree.notebook("west_midlands_2014_15", "10_national_policing")
        )
    } == hashes
    assert ["edition"] == [path.name for path in tree.edition.parent.iterdir()]


@pytest.mark.slow
def test_one_outcome_run_again_keeps_the_pages_of_the_others(tree: Places) -> None:
    """An analyst who reruns one outcome of the same edition has both afterwards, and the ledger of both."""
    planbook(tree.root, "run", "--outcome", "O10")
    planbook(tree.root, "run", "--outcome", "O7")
    ledger = json.loads((tree.edition / "ledger.json").read_text(encoding="utf-8"))
    assert {"O7", "O10"} == {status["outcome"] for status in ledger["milestones"]}


def test_a_failing_notebook_leaves_the_old_edition(tree: Places) -> None:
    """One cell raises: the command ends with its place, and what was published stays."""
    ledger = standing(tree)
    path = tree.notebook("west_midlands_2014_15", "10_national_policing")
    path.write_text(with_last_line(path.read_text(encoding="utf-8"), 'outcome.judge("M10.9")'), encoding="utf-8")
    done = planbook(tree.root, "run", "--outcome", "O10")
    assert 1 == done.returncode
    assert (
        "O10 Ensure an effective contribution to national policing · 10_national_policing.ipynb · cell" in done.stderr
    )
    assert "UnknownMilestone" in done.stderr
    assert "Traceback" not in done.stderr
    assert '{"old": true}\n' == ledger.read_text(encoding="utf-8")
    assert ["edition"] == [path.name for path in tree.edition.parent.iterdir()]


def test_a_bad_table_stops_the_run_before_it_begins(tree: Places) -> None:
    """Every problem is listed with its place; nothing is half-built."""
    ledger = standing(tree)
    path = tree.data / "series" / "population.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("population,", "population,-", 1), encoding="utf-8")
    with pytest.raises(DataProblems, match=r"population\.csv"):
        run_edition(tree, Request(PLAN, YEAR, "west_midlands"))
    assert '{"old": true}\n' == ledger.read_text(encoding="utf-8")
    assert not tree.build.exists()


NO_DATE = "Write 2018-07 or 2018-07-31"
PLAN = "west_midlands_2014_15"
NOT_YET = "nothing of 2014/15 that was known then is held"
REFUSED = {
    "no data": (
        {"period": Period.parse("FY2010-11")},
        Refusal,
        "quarters FY2012-13Q1 to FY2025-26Q3, and the years",
    ),
    "no force": (
        {"force": "mersyside"},
        Refusal,
        "not one of the plan west_midlands_2014_15; nearest",
    ),
    "no outcome": ({"outcomes": ("O11",)}, UnknownMilestone, "'O11' is not in the register; nearest: O1"),
    "no parameter": ({"outcomes": ("O10",), "extra": {"peroid": "FY2013-14"}}, UnknownParameter, "nearest: period"),
    **{as_at: ({"as_at": as_at}, Refusal, NOT_YET) for as_at in ("2014-06", "2015-05-31")},
    **{
        as_at: ({"as_at": as_at}, Refusal, NO_DATE)
        for as_at in ("yesterday", "2026", "2026-13", "2026-04-31", "04/2026")
    },
}


@pytest.mark.parametrize(("wanted", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_with_the_nearest_that_can(
    tree: Places, wanted: dict[str, Any], error: type[Exception], words: str
) -> None:
    """Nothing has run by then, later figures are not passed off as earlier ones, and the edition stays."""
    ledger = standing(tree)
    with pytest.raises(error, match=words):
        run_edition(tree, Request(**{"plan": PLAN, "period": YEAR, "force": "west_midlands", **wanted}))
    assert ledger.is_file()


@pytest.mark.slow
def test_what_is_kept_does_not_run_again_and_keeps_its_time(tree: Places) -> None:
    """The second run takes all from the first, and pages that are the same look unchanged to Sphinx."""
    first = planbook(tree.root, "run", "--outcome", "O10")
    page = tree.edition / "10_national_policing.ipynb"
    before = page.stat().st_mtime_ns
    again = planbook(tree.root, "run", "--outcome", "O10")
    kept = "0 of 1 notebook ran for 2014/15, 1 kept from before: 3 claims, 0 charts\n"
    assert ("", kept, before) == (first.stderr + again.stderr, again.stdout, page.stat().st_mtime_ns)
    fresh = planbook(tree.root, "run", "--outcome", "O10", "--fresh")
    assert fresh.stdout.startswith("1 of 1 notebook ran")
