"""Whole editions from the ten notebooks, strictly built, in a copy of the project."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document

from planbook.data.places import Places
from planbook.paper.board_paper import board_paper
from planbook.paper.gather import gathered
from planbook.paper.paper_record import Facts, Heading, Pictures, curled
from tests.conftest import copy_project, planbook
from tests.edition.honest import honest_edition

pytestmark = pytest.mark.slow
COPIED = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.lock", "book", "data", "notebooks")
OTHER_YEARS = ("FY2013-14", "FY2015-16", "FY2024-25")
AS_AT = "2018-07"
"""The edition of 2014/15 as known in July 2018."""
EXPECTED = {
    "robbery": (5373, 4888, -485, "−9.0 per cent"),
    "burglary_dwelling": (12726, 11425, -1301, "−10.2 per cent"),
    "vehicle_crime": (22372, 21920, -452, "−2.0 per cent"),
    "theft_from_shops": (15895, 17142, 1247, "+7.8 per cent"),
    "total_recorded_crime": (174524, 176280, 1756, "+1.0 per cent"),
}
"""2013/14, 2014/15, change, change in per cent: Home Office recorded crime open data, release of 2026."""


@dataclass(frozen=True)
class Made:
    """An edition that has been run and built."""

    root: Path

    @property
    def ledger(self) -> dict[str, Any]:
        """The ledger published beside the pages."""
        record: dict[str, Any] = json.loads((self.root / "_build" / "html" / "ledger.json").read_text(encoding="utf-8"))
        return record

    @property
    def claims(self) -> dict[str, dict[str, Any]]:
        """Claims by id."""
        return {claim["id"]: claim for claim in self.ledger["claims"]}

    @property
    def statuses(self) -> dict[str, dict[str, Any]]:
        """Statuses by milestone."""
        return {status["milestone"]: status for status in self.ledger["milestones"]}

    def page(self, name: str) -> BeautifulSoup:
        """A built page."""
        return BeautifulSoup((self.root / "_build" / "html" / f"{name}.html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The edition of the period asked for; that of 2014/15 is shared with other tests, which read it too."""
    if request.param == "FY2014-15":
        return Made(honest_edition(tmp_path_factory))
    folder = tmp_path_factory.mktemp("edition")
    copy_project(folder, *COPIED)
    option = "--as-at" if request.param == AS_AT else "--period"
    done = planbook(folder, "book", option, request.param)
    assert 0 == done.returncode, done.stderr
    return Made(folder)


def in_period(*periods: str) -> pytest.MarkDecorator:
    """Tests of the editions of these periods, each edition made once."""
    return pytest.mark.parametrize("made", periods, indirect=True)


@in_period("FY2014-15", *OTHER_YEARS, "FY2014-15Q3")
def test_every_edition_builds_strictly_with_a_status_for_each_milestone(made: Made) -> None:
    """39 promises and four parts, none without a status, each on the front page; no page loads MathJax."""
    whole = [name for name in made.statuses if name[-1].isdigit()]
    assert (39, 43) == (len(whole), len(made.statuses))
    assert [] == [name for name, status in made.statuses.items() if not (status["status"] and status["sentence"])]
    assert set(made.statuses) <= set(made.page("book/index").get_text(" ").split())
    site = made.root / "_build" / "html"
    names = sorted(path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html"))
    assert [] == [name for name in names if "mathjax" in str(made.page(name).select("script")).lower()]


@in_period("FY2014-15", *OTHER_YEARS, "FY2014-15Q3")
def test_each_figure_and_verdict_on_a_page_belongs_to_its_milestone(made: Made) -> None:
    """Figures of the status, of the foot, rows of verdicts and charts; a promise in parts shows those of its parts."""
    record, claims, blocks = made.ledger, made.claims, 0
    verdicts = {verdict["measure"]: verdict["milestone"] for verdict in record["verdicts"]}
    charts = {chart["id"]: chart["milestone"] for chart in record["charts"]}
    for name in sorted((made.root / "_build" / "html" / "book" / "edition").glob("*.html")):
        page = made.page(f"book/edition/{name.stem}")
        # From the last section to the first, so that parts are taken out of the block of their whole.
        for milestone in sorted(made.statuses, reverse=True):
            block = page.find("section", id=milestone.lower().replace(".", "-"))
            if block is None:
                continue
            own = block.extract()
            links = [Path(str(link["href"])).stem for link in own.select(".pb-milestone-head a[href*='receipts/']")]
            owners = {claims[claim]["milestone"] for claim in links}
            owners |= {verdicts[str(row["data-measure"])] for row in own.select(".pb-verdicts")}
            owners |= {charts[str(figure["id"])] for figure in own.select("figure[id]")}
            # Context of a part is a section of its own, beside the part and below the whole.
            assert {milestone, *(f"{milestone}{part}" for part in "abcd")} >= owners
            blocks += 1
    assert len(made.statuses) == blocks


@in_period("FY2014-15", *OTHER_YEARS, "FY2014-15Q3")
def test_each_verdict_and_chart_of_the_board_paper_stands_under_its_milestone(made: Made) -> None:
    """No promise borrows the verdicts of another; the chart of all changes stands under its outcome alone."""
    source = gathered(Places(made.root))
    verdicts = {(one.milestone, one.kind.capitalize(), f"{one.word}. {one.sentence}") for one in source.ledger.verdicts}
    changes = {chart.id for chart in source.ledger.charts if chart.kind == "changes"}
    milestone, rows = "", set()
    for block in board_paper(source).blocks:
        if isinstance(block, Heading) and block.level < 3:
            milestone = block.number if block.number in made.statuses else ""
        elif isinstance(block, Facts):
            for term, runs in block.items:
                text = "".join(run.text for run in runs)
                if term in {"Level", "Year on year"}:
                    rows.add((milestone, term, text[:1].lower() + text[1:]))
        elif isinstance(block, Pictures):
            own = {picture.milestone for picture in block.pictures if picture.id not in changes}
            assert own <= {milestone}
            assert milestone == "" or changes.isdisjoint(picture.id for picture in block.pictures)
    assert {(one, kind, curled(text)) for one, kind, text in verdicts} == rows


@in_period("FY2014-15")
def test_2014_15_holds_the_known_figures_and_says_what_is_met_and_what_is_missed(made: Made) -> None:
    """Counts, changes, percentages. Robbery and burglary met, vehicle crime too close; violence missed as printed."""
    claims, statuses = made.claims, made.statuses
    for measure, figures in EXPECTED.items():
        values = [claims[f"{measure}.{name}"]["value"] for name in ("baseline", "count", "change")]
        assert figures == (*values, claims[f"{measure}.change_pct"]["display"])
    assert ("too_close", "close") == (statuses["M5.4c"]["status"], statuses["M5.4c"]["group"])
    assert "code 126" in statuses["M5.4c"]["sentence"]
    # 22,372 and 1,227 offences became 21,920 and 2,535 (Home Office open data, codes 37.2, 45, 48 and 126).
    joint = 100 * ((21920 + 2535) / (22372 + 1227) - 1)
    assert joint == pytest.approx(made.claims["vehicle_interference.joint_change_pct"]["value"])
    assert "+3.6 per cent" in made.page("book/edition/05_reduce_crime").find(id="m5-4c").get_text(" ")
    assert ("met", "met", "missed") == tuple(statuses[name]["status"] for name in ("M5.4a", "M5.4b", "M5.3"))
    assert "as published (paragraph" in statuses["M5.3"]["sentence"]
    assert "public place violence" in made.page("book/index").get_text(" ")


@in_period(*OTHER_YEARS)
def test_another_plan_year_says_plainly_that_no_register_is_held(made: Made) -> None:
    """Every status, the front page and the page of crime say so, and no target is shown."""
    label = made.ledger["edition"]["plan_year"]
    words = f"The plan for {label} is not in the register, so no target is applied"
    assert {"no_register"} == {status["status"] for status in made.statuses.values()}
    assert {""} == {status["target"] for status in made.statuses.values()}
    assert words in made.page("book/index").get_text(" ")
    page = made.page("book/edition/05_reduce_crime")
    assert words in page.get_text(" ")
    assert "Target" not in [term.get_text() for term in page.select(".pb-promise dt")]


@in_period("FY2024-25")
def test_a_measure_that_ended_names_its_successor(made: Made) -> None:
    """Burglary of dwellings has no figure after March 2017, and the page names what came after."""
    assert "absent" == made.claims["burglary_dwelling.count"]["status"]
    assert "its successor is residential burglary" in made.page("book/edition/05_reduce_crime").get_text(" ")


@in_period("FY2014-15Q3")
def test_a_quarter_gives_positions_within_the_year(made: Made) -> None:
    """October to December against the same quarter; nothing is met or missed yet."""
    assert {"ahead", "behind"} >= {made.statuses[name]["status"] for name in ("M5.4a", "M5.4b")}
    judged = {name for name, status in made.statuses.items() if status["status"] in {"met", "missed"}}
    assert set() == judged - {"M5.4"}


@in_period("FY2014-15")
def test_the_board_paper_is_published_with_the_pages(made: Made) -> None:
    """Both files stand where the page says, with the sizes that it says, and hold every figure of the ledger.

    Each paragraph number of a page stands in the paper before the same words.
    """
    links = made.page("book/board_paper").select(".pb-downloads a")
    files = [made.root / "_build" / "html" / str(link["href"]).removeprefix("../") for link in links]
    assert ["board-paper-fy2014-15.pdf", "board-paper-fy2014-15.docx"] == [file.name for file in files]
    sizes = [size.get_text() for size in made.page("book/board_paper").select(".pb-download-kind")]
    assert all(f"{round(file.stat().st_size / 1000):,} kB" in size for file, size in zip(files, sizes, strict=True))
    paper = Document(str(files[1]))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {claim["display"] for claim in made.ledger["claims"]} <= cells
    numbered = made.page("book/edition/05_reduce_crime").select(".pb-numbered")
    paragraphs = {text.get_text().removeprefix("Paragraph ").replace(" ", "\t", 1) for text in numbered}
    assert paragraphs <= {paragraph.text for paragraph in paper.paragraphs}


@in_period(AS_AT)
def test_figures_as_known_then_are_those_of_the_annual_table(made: Made) -> None:
    """No claim rests on a row that became known later, no control chart is drawn, forces are not compared."""
    tables = {rows["table"] for claim in made.claims.values() for rows in claim["rows"]}
    assert {"asb_incidents", "households", "population", "recorded_crime_year_ending_march"} == tables
    robbery = made.claims["robbery.count"]
    assert (4888, "computed") == (robbery["value"], robbery["status"])
    assert not [chart for chart in made.ledger["charts"] if "quarter" in chart["title"].lower()]
    comparison = made.page("book/compare")
    assert "By quarter nothing is held that was known in July 2018" in comparison.text
    assert not comparison.select("#pb-compare-data")


@in_period(AS_AT)
def test_each_outcome_says_which_measures_were_not_known_then(made: Made) -> None:
    """By name: known by year, cited from the report, not known. Verdicts rest on the year or on what was printed."""
    notice = made.page("book/edition/05_reduce_crime").select_one(".pb-known")
    assert notice is not None
    words = {term.text: there.text for term, there in zip(notice.select("dt"), notice.select("dd"), strict=True)}
    assert "Built as known in July 2018." in notice.text
    assert "Robbery" in words["Known by year"]
    assert "Vehicle crime" in words["Cited only: as the report printed it"]
    assert "Criminal damage" in words["Not known in this form"]
    robbery, vehicles = (made.statuses[name] for name in ("M5.4b", "M5.4c"))
    assert ("met", "series") == (robbery["status"], robbery["evidence"])
    assert ("direction_met", "published") == (vehicles["status"], vehicles["evidence"])
    assert "interval" not in robbery["sentence"]


@in_period("FY2014-15")
def test_every_paragraph_of_the_report_leads_somewhere(made: Made) -> None:
    """Each link of the page is to a page that was built, and to an address that stands on it."""
    links = {str(link["href"]).partition("#")[::2] for link in made.page("book/paragraphs").select("tbody a")}
    ids = {page: {str(one["id"]) for one in made.page(f"book/{page[:-5]}").select("[id]")} for page, _ in links}
    assert [] == [(page, place) for page, place in sorted(links) if place and place not in ids[page]]
