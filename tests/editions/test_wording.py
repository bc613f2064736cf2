"""What people write and sign for an edition."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from planbook import Refusal
from planbook.claims.ledger import Ledger
from planbook.claims.signoff import CAPACITIES
from planbook.claims.status import MilestoneStatus
from planbook.cli import main
from planbook.data.row_edits import set_cells
from planbook.data.table_files import check_data
from planbook.editions.wording import Wording, edition_states, paragraphs_of, read_register, sign, wording_at
from tests.conftest import ROBBERY_CHANGE
from tests.editions.test_library import EDITION

if TYPE_CHECKING:
    from planbook.data.places import Places

LEDGER = Ledger(EDITION, (), (), (), ())


def test_paragraphs_are_parted_by_blank_lines_and_numbered() -> None:
    """Line breaks inside a paragraph are no change; empty blocks are no paragraphs."""
    parted = paragraphs_of("M1.1", "One\ntwo.\n\n\n\nThree  {claim}`a.b`.\n")
    assert [(1, "One two."), (2, "Three {claim}`a.b`.")] == [(one.place, one.text) for one in parted]


def test_words_are_kept_as_written_and_read_back_the_same(places: Places) -> None:
    """As JSON and back: every definition, promise and paragraph; due dates as the register has them."""
    words = wording_at(places, EDITION)
    assert words == msgspec.convert(json.loads(json.dumps(msgspec.to_builtins(words))), Wording)
    assert all((words.definitions, words.promises, words.commentary))
    promise = next(one for one in words.promises if one.milestone == "M4.4")
    assert ("2015-09-01", "2015-03") == (promise.due, promise.awaiting_since)


@pytest.fixture
def ran(tree: Places) -> Places:
    """A small project with an edition that was run."""
    (tree.edition / "as_run").mkdir(parents=True)
    keep(tree, LEDGER)
    return tree


def keep(places: Places, ledger: Ledger) -> None:
    """Put a ledger in place."""
    (places.edition / "ledger.json").write_text(json.dumps(ledger.as_record()), encoding="utf-8")


def sign_all(places: Places, milestone: str) -> None:
    """Sign a milestone in all capacities."""
    for capacity in CAPACITIES:
        sign(places, milestone, capacity, f"Role of the {capacity}", "2015-06-30")


def states(places: Places) -> dict[str, str]:
    """Milestones with the words of their state."""
    return {state.milestone: state.words for state in edition_states(places)}


def test_a_signature_is_a_row_that_passes_the_checks(ran: Places) -> None:
    """Written in order, read back, valid by the schema beside it; the register as shipped holds none."""
    assert ((), {"not signed off"}) == (read_register(ran, LEDGER), set(states(ran).values()))
    sign_all(ran, "M10.2")
    sign(ran, "M1.1", "author", "Analyst", "2015-06-30")
    assert ["M1.1", "M10.2", "M10.2", "M10.2"] == [row.milestone for row in read_register(ran, LEDGER)]
    assert () == check_data(ran.data)
    assert "signed off by author, checker and approver" == states(ran)["M10.2"]


def test_a_word_changed_in_the_commentary_is_said(ran: Places) -> None:
    """One milestone alone, and that its prose changed."""
    sign_all(ran, "M10.2")
    sign_all(ran, "M10.1")
    path = ran.plan("west_midlands_2014_15") / "commentary" / "fy2014-15" / "M10.2.md"
    path.write_text(path.read_text(encoding="utf-8") + "One more sentence.\n", encoding="utf-8")
    words = states(ran)
    assert "changed since sign-off: prose" == words["M10.2"]
    assert words["M10.1"].startswith("signed off")


def test_another_period_gets_a_register_of_its_own(ran: Places) -> None:
    """With the schema beside it."""
    keep(ran, replace(LEDGER, edition=replace(LEDGER.edition, period="FY2013-14")))
    sign(ran, "M10.2", "author", "Analyst", "2014-06-30")
    assert (ran.plan("west_midlands_2014_15") / "signoff" / "fy2013-14.csv").is_file()
    assert () == check_data(ran.data)


def test_nothing_can_be_signed_before_an_edition_is_run(tree: Places) -> None:
    """The message says what to do."""
    with pytest.raises(Refusal, match="planbook run"):
        sign(tree, "M10.2", "author", "Analyst", "2015-06-30")


def test_the_command_signs_and_shows(
    ran: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a person would use it; a day that is none is refused."""
    monkeypatch.setenv("PLANBOOK_ROOT", str(ran.root))
    assert 0 == main(["sign", "M10.2", "--as", "checker", "--role", "Second analyst", "--date", "2015-06-30"])
    assert 0 == main(["signoff"])
    output = capsys.readouterr().out
    assert "M10.2: signed off as checker by Second analyst, 2015-06-30" in output
    assert "M10.2  not signed by author and approver" in output
    assert "0 of 43 signed off as they stand" in output
    with pytest.raises(SystemExit):
        main(["sign", "M10.2", "--as", "checker", "--role", "Analyst", "--date", "30 June"])
    assert "--date" in capsys.readouterr().err


def test_one_command_signs_an_outcome_in_all_capacities(
    ran: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the edition judges is signed; what it does not judge is listed once, and the exit code says so."""
    monkeypatch.setenv("PLANBOOK_ROOT", str(ran.root))
    status = MilestoneStatus("M10.2", "O10", "narrative", "Robbery is reported.")
    keep(ran, replace(LEDGER, claims=(ROBBERY_CHANGE,), milestones=(status,)))
    roles = [word for one in CAPACITIES for word in ("--as", one, "--role", f"Role of the {one}")]
    assert 1 == main(["sign", "--outcome", "O10", *roles, "--date", "2015-06-30"])
    output = capsys.readouterr().out
    assert "1 milestone signed off as approver by Role of the approver, 2015-06-30" in output
    assert "M10.1: the edition that was last run does not judge it" in output
    assert "signed off by author, checker and approver" == states(ran)["M10.2"]


def test_a_promise_is_delivered_in_the_register(
    ran: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row holds the day and the evidence and passes the check; what is no promise of a delivery is refused."""
    monkeypatch.setenv("PLANBOOK_ROOT", str(ran.root))
    (path,) = ran.plans.glob("west_midlands_2014_15/milestones.csv")
    words = ["--on", "2015-08-31", "--evidence", "Made up for a test"]
    assert 1 == main(["deliver", "M4.4", *words])
    assert "M4.4: no delivery is promised. Write dated_deliverable as its kind" in capsys.readouterr().err
    set_cells(path, "M4.4", {"kind": "dated_deliverable", "target_kind": "delivered"})
    assert 0 == main(["deliver", "M4.4", *words])
    assert ",2015-08-31,Made up for a test," in path.read_text(encoding="utf-8")
    assert () == check_data(ran.data)
    assert 1 == main(["deliver", "M44", *words])
    assert "nearest: M4.4" in capsys.readouterr().err
