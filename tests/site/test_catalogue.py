"""The blocks of the hand-written pages, on a small book built for real."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from planbook.data import registers
from planbook.data.periods import Period
from planbook.editions.library_files import SINCE
from planbook.export.downloads import GROUPS
from planbook.site.catalogue import PLACES, accessibility, paragraphs
from planbook.site.render import render
from tests.site.conftest import EDITION, LEDGER, small_book
from tests.site.published import EARLIER

if TYPE_CHECKING:
    from planbook.data.places import Places
    from tests.site.conftest import Book

PAGES = {
    "changes": "# What changed\n\n```{planbook-changes}\n```\n",
    "cite": "# How to cite\n\n```{planbook-cite}\n```\n",
    "data": "# Data\n\n" + "\n".join(f"```{{planbook-data}} {group}\n```\n" for group in GROUPS),
}
CHECK = {
    "checked_on": "1 May 2026",
    "tools": [{"name": "Chromium", "version": "140.0"}, {"name": "axe-core", "version": "4.12"}],
    "pages": 3,
    "widths": [320, 1440],
    "schemes": ["light", "dark"],
    "checks": [
        {"what": "A page has one h1.", "tried": 3, "failed": 0},
        {"what": "Links work.", "tried": 3, "failed": 1},
    ],
}


def write(book: Book, *names: str) -> None:
    """Add pages to a book."""
    for name in names:
        book.write(f"{name}.md", f"---\norphan: true\n---\n{PAGES[name]}")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small book that compares itself with an earlier ledger."""
    book = small_book(tmp_path_factory.mktemp("catalogue"))
    write(book, *PAGES)
    met = tuple(replace(status, status="met") for status in LEDGER.milestones)
    earlier = replace(LEDGER, edition=replace(EARLIER, plan_in_force=True), milestones=met)
    book.write("earlier.json", json.dumps(earlier.as_record()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SINCE, str(book.root / "earlier.json"))
        done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    return book


def page(book: Book, name: str) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup(book.page(name), "html.parser")


def test_changes_are_told_in_sentences_and_tables(book: Book) -> None:
    """The status that moved, linked to its milestone; and the site carries what it compared itself with."""
    changes = page(book, "changes")
    assert "2 milestones have another status." in changes.get_text()
    assert "were not compared" in changes.get_text()  # the earlier edition is a ledger alone
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in changes.select("tbody tr")]
    (row,) = (row for row in rows if row[0].startswith("M10.2"))
    assert ["Met", "Missed"] == row[1:]
    assert "book/edition/10_national_policing.html#m10-2" in [link["href"] for link in changes.select("tbody a")]
    record = json.loads((book.root / "out" / "before" / "ledger.json").read_text(encoding="utf-8"))
    assert "FY2013-14" == record["edition"]["period"]


@pytest.mark.slow
def test_without_an_earlier_edition_the_page_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One honest sentence and no table."""
    alone = small_book(tmp_path_factory.mktemp("alone"))
    write(alone, "changes")
    assert 0 == alone.build().returncode
    assert "nothing to compare this edition with" in page(alone, "changes").get_text()
    assert [] == page(alone, "changes").select("table")
    assert not (alone.root / "out" / "before").exists()


def test_the_citation_can_be_read_and_downloaded(book: Book) -> None:
    """The words are text; the button waits for its script; both files are there."""
    cite = page(book, "cite")
    assert "SHA-256 of the ledger: " in cite.select("#pb-citation")[0].get_text()
    assert "hidden" in cite.select("button[data-pb-copy]")[0].attrs
    files = [str(link["href"]) for link in cite.select(".pb-cite__files a")]
    assert ["citation.bib", "citation.json"] == files
    assert [] == [name for name in files if not (book.root / "out" / name).is_file()]


def test_pages_describe_themselves_to_machines(book: Book) -> None:
    """Each for previews, without picture and address before publication; the front page alone as a dataset."""
    for name in ("index", "changes"):
        tags = {str(tag["property"]): str(tag["content"]) for tag in page(book, name).select("meta[property]")}
        assert {"og:title", "og:description", "og:type", "og:site_name"} == set(tags)
        assert "Was it kept?" == tags["og:site_name"]
    assert tags["og:title"].startswith("What changed · West Midlands, 2014/15")
    front, changes = (page(book, name).select("script[type='application/ld+json']") for name in ("index", "changes"))
    record = json.loads(str(front[0].string))
    assert ("Dataset", "2014-04-01/2015-03-31") == (record["@type"], record["temporalCoverage"])
    assert EDITION.force_name in record["name"]
    assert [] == changes


def test_every_file_of_the_page_is_published_as_listed(book: Book) -> None:
    """Each link leads to a file of the size and hash that stand beside it, and every file is listed."""
    out = book.root / "out"
    links = {str(link["href"]) for link in page(book, "data").select(".pb-files a")}
    manifest = json.loads((out / "downloads" / "manifest.json").read_text(encoding="utf-8"))["files"]
    for line in manifest:
        content = (out / line["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (line["bytes"], line["sha256"])
    beside = {line["path"] for line in manifest if line["path"].endswith((".schema.json", ".provenance.json"))}
    assert {line["path"] for line in manifest} - links == beside - {"ledger.schema.json"}


@pytest.mark.slow
def test_a_group_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """With the nearest that does."""
    book = small_book(tmp_path)
    book.write("index.md", "# Data\n\n```{planbook-data} table\n```\n")
    done = book.build()
    assert 0 != done.returncode
    assert "no group of files 'table'; nearest: tables" in done.stderr


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (CHECK, "On 1 May 2026, 1 of 2 checks failed on some page. 3 pages were opened at 320, 1440 pixels"),
        (CHECK, "in the light and the dark colour scheme, with Chromium 140.0 and axe-core 4.12."),
        (CHECK, '<th scope="row">Links work.</th><td class="pb-number">2 of 3</td>'),
        ({**CHECK, "checked_on": "", "checks": [{"what": "A", "tried": 3, "failed": 0}]}, "<p>All 1 checks passed."),
        (None, "No result of a check is kept"),
    ],
)
def test_the_last_accessibility_check_is_shown_with_its_failures(
    tmp_path: Path, record: dict[str, Any] | None, sentence: str
) -> None:
    """How many failed, on what day, with which tools; no date and no result is made up."""
    if record:
        (tmp_path / "accessibility").mkdir()
        (tmp_path / "accessibility" / "last_check.json").write_text(json.dumps(record), encoding="utf-8")
    source: Any = SimpleNamespace(places=SimpleNamespace(data=tmp_path))
    assert sentence in render("accessibility.html", **accessibility(source))


def _numbers(written: str) -> set[int]:
    """The paragraphs that the plan's register gives a milestone, written ``5-9`` or ``14``."""
    first, _, last = written.partition("-")
    return set(range(int(first), int(last or first) + 1)) if first.isdigit() else set()


def test_every_paragraph_of_the_report_has_its_place(places: Places) -> None:
    """Numbers 1 to 142 once each; each place is a page or the milestone that the plan gives the paragraph."""
    register = registers.rows(places.plan("west_midlands_2014_15") / "report" / "paragraphs.csv")
    assert [str(number) for number in range(1, 143)] == [row["paragraph"] for row in register]
    of_milestone = {
        milestone.id: _numbers(milestone.paragraphs)
        for milestone in registers.read_plan(places, "west_midlands_2014_15").milestones
    }
    elsewhere = {row["place"] for row in register} - set(of_milestone)
    assert elsewhere == set(PLACES)
    assert all((places.root / "book" / f"{page}.md").is_file() for page in PLACES.values())
    assert [] == [
        (row["paragraph"], row["place"])
        for row in register
        if row["place"] in of_milestone and int(row["paragraph"]) not in of_milestone[row["place"]]
    ]


@pytest.mark.parametrize(
    ("force", "year", "own"),
    [("west_midlands", "FY2014-15", True), ("merseyside", "FY2014-15", False), ("west_midlands", "FY2015-16", False)],
)
def test_paragraphs_lead_to_promises_with_their_readings(places: Places, force: str, year: str, own: bool) -> None:  # noqa: FBT001
    """Another force or year reads in one sentence whose report the page is about, and no reading."""
    edition = replace(EDITION, force=force, period=year, plan_in_force=force == "west_midlands")
    source: Any = SimpleNamespace(
        places=places,
        ledger=replace(LEDGER, edition=edition),
        plan=registers.read_plan(places, "west_midlands_2014_15"),
        measures=registers.measures(places, "west_midlands_2014_15"),
        period=Period.parse(year),
    )
    links = {"link": lambda *parts: "#".join(parts), "outcome_link": lambda *parts: "#".join(parts)}
    table = BeautifulSoup(render("paragraphs.html", edition=edition, **links, **paragraphs(source)), "html.parser")
    assert own == (table.select_one(".pb-notice") is None)
    rows = table.select("tbody tr")
    assert 142 == len(rows)
    assert {True} == {len(row.select("td a:not(.pb-reading)")) == 1 for row in rows}
    assert own == ("book/report_checked#c096" in {str(link["href"]) for link in rows[73].select("a")})
    assert "O5#m5-1" == rows[73].select("a")[0]["href"]
