"""The files of a board paper: made once from the same sources, put in place whole, and made again where one changed."""

import json
from dataclasses import replace

import pytest

from planbook.claims.ledger import Ledger
from planbook.data.places import Places
from planbook.paper import gather
from planbook.paper.gather import NothingToPrint, UnknownQuotes, gathered, make_paper
from tests.paper.conftest import EDITION, Printed

COMMENTARY = "data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.1.md"
BEHIND = (
    "book/edition/ledger.json",
    "book/edition/as_run/05.ipynb",
    COMMENTARY,
    "data/plans/west_midlands_2014_15/milestones.csv",
)


@pytest.fixture
def ran(tree: Places) -> Places:
    """A project in which an edition has been run."""
    (tree.edition / "as_run").mkdir(parents=True)
    (tree.edition / "ledger.json").write_text(json.dumps(Ledger(EDITION, (), (), (), ()).as_record()), encoding="utf-8")
    return tree


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Places]:
    """The projects for which a paper was made, each time; its contents tell which time it was."""
    times: list[Places] = []

    def make(places: Places, source: object) -> tuple[bytes, bytes]:
        times.append(places)
        return b"pdf %d" % len(times), b"docx %d" % len(times)

    monkeypatch.setattr(gather, "_contents", make)
    return times


@pytest.mark.parametrize("file", BEHIND)
def test_a_paper_is_made_again_when_a_file_behind_it_changes(ran: Places, made: list[Places], file: str) -> None:
    """Ledger, notebooks as run, commentary, registers; until then, and for a page of the site, the files are left."""
    path = ran.root / file
    path.write_bytes(path.read_bytes() if path.is_file() else b"{}")
    make_paper(ran, gathered(ran))
    (ran.root / "book" / "index.md").write_text("# A page\n", encoding="utf-8")
    assert [b"pdf 1", b"docx 1"] == [one.read_bytes() for one in make_paper(ran, gathered(ran))]
    path.write_bytes(path.read_bytes() + b"\n")
    assert [b"pdf 2", b"docx 2"] == [one.read_bytes() for one in make_paper(ran, gathered(ran))]


def test_a_file_that_went_or_was_damaged_is_made_again(ran: Places, made: list[Places]) -> None:
    """Either of the two; both are then made."""
    pdf, docx = make_paper(ran, gathered(ran))
    pdf.write_bytes(b"other")
    make_paper(ran, gathered(ran))
    docx.unlink()
    assert [b"pdf 3", b"docx 3"] == [one.read_bytes() for one in make_paper(ran, gathered(ran))]


def test_a_changed_file_takes_the_place_of_the_old_in_one_move(ran: Places, made: list[Places]) -> None:
    """Whoever has the old one open reads it to its end, and nothing is left beside the new ones."""
    pdf, docx = make_paper(ran, gathered(ran))
    with pdf.open("rb") as reading:
        (ran.root / COMMENTARY).write_text("Other words.\n", encoding="utf-8")
        make_paper(ran, gathered(ran))
        assert (b"pdf 1", b"pdf 2") == (reading.read(), pdf.read_bytes())
    assert {pdf, docx} == set(pdf.parent.iterdir())


def test_without_an_edition_there_is_nothing_to_print(tree: Places) -> None:
    """Whoever asks is told what to do first."""
    with pytest.raises(NothingToPrint, match="run an edition first"):
        gathered(tree)


@pytest.mark.slow
def test_a_quote_of_no_claim_stops_the_paper(printed: Printed, places: Places) -> None:
    """Each is named with its file and paragraph."""
    wrong = {**printed.source.commentary, "risk": (("H.1", "It fell by {claim}`robery.change_pct`."),)}
    with pytest.raises(UnknownQuotes, match=r"risk\.md, paragraph H\.1: .*robbery\.change_pct"):
        gather._contents(places, replace(printed.source, commentary=wrong))
