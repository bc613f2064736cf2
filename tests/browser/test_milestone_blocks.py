"""Every milestone's block on the built pages has the same parts in the same order."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

pytestmark = pytest.mark.browser
PARTS = (
    ".pb-promise-text",
    ".pb-verdict-line",
    "dl.pb-promise",
    ".pb-figure:not([id$=-intervals])",  # shares that others published are shown below the commentary on them
    ".pb-verdicts",
    ".pb-reading-block",
    ".pb-commentary",
    ".pb-provenance",
)
ALWAYS = {".pb-promise-text", ".pb-verdict-line", "dl.pb-promise", ".pb-commentary", ".pb-provenance"}
FOOT = ["Data and how it was made", "Sources", "Status rule", "Milestone", "Kind", "Report", "Permanent link"]


def outcomes(site: Path, soup_of: Callable[[str], BeautifulSoup]) -> list[BeautifulSoup]:
    """The page of each outcome."""
    return [soup_of(f"book/edition/{path.name}") for path in sorted((site / "book" / "edition").glob("*.html"))]


def blocks(site: Path, soup_of: Callable[[str], BeautifulSoup]) -> list[Tag]:
    """The section of each milestone, in the order of the pages."""
    heads = [head for page in outcomes(site, soup_of) for head in page.select(".pb-milestone-head")]
    return [section for head in heads if (section := head.find_parent("section"))]


def own(section: Tag, selector: str) -> list[Tag]:
    """What belongs to this block and not to a section inside it."""
    return [tag for tag in section.select(selector) if tag.find_parent("section") is section]


def test_every_milestone_has_the_whole_pattern_in_order(site, soup_of) -> None:
    """Promise, status, figures, chart, verdicts, reading, commentary, data: none missing, none out of place."""
    faults = []
    sections = blocks(site, soup_of)
    assert 43 == len(sections)
    for section in sections:
        lines = [(own(section, part) or [None])[0] for part in PARTS]
        parts = [(part, tag) for part, tag in zip(PARTS, lines, strict=True) if tag is not None]
        faults += [f"{section['id']} lacks {part}" for part in ALWAYS - {part for part, _ in parts}]
        order = [(tag.sourceline, tag.sourcepos) for _, tag in parts]
        faults += [f"{section['id']} is out of order"] * (order != sorted(order))
        charted = {PARTS[3], ".pb-verdicts", ".pb-reading-block"} & {part for part, _ in parts}
        faults += [f"{section['id']} has only {charted} of chart, verdicts and reading"] * (len(charted) not in {0, 3})
    assert [] == faults


def test_every_block_says_where_its_data_came_from(site, soup_of) -> None:
    """The foot has every term; a block without a chart says why; heading and permanent link name the block."""
    for section in blocks(site, soup_of):
        terms = [term.get_text() for term in own(section, ".pb-provenance dt")]
        assert FOOT == terms[-len(FOOT) :], section["id"]
        charted = bool(own(section, ".pb-figure"))
        assert charted != ("Chart and verdicts" in terms), section["id"]
        (link,) = own(section, "a.pb-permalink")
        (heading,) = section.find_all(["h2", "h3"], recursive=False)
        assert {f"#{section['id']}"} == {link["href"], *(one["href"] for one in heading.select("a.headerlink"))}
        assert len(heading.get_text()) < 70


def test_sources_are_the_tables_that_the_block_rests_on(site, soup_of) -> None:
    """Robbery: counts by quarter, by year and of the other forces, and the residents behind the rates; no other."""
    robbery = next(section for section in blocks(site, soup_of) if "m5-4b" == section["id"])
    links = own(robbery, ".pb-provenance a[href*='#source-']")
    crime = ("by_force", "by_measure", "by_subgroup", "year_ending_march")
    tables = ("denominators_by_force", "population", *(f"recorded_crime_{name}" for name in crime))
    assert [f"{name}.csv" for name in tables] == [link.get_text() for link in links]
    page = soup_of("book/data_quality.html")
    assert [] == [link["href"] for link in links if page.find(id=str(link["href"]).partition("#")[2]) is None]


def test_every_control_chart_is_read_in_plain_english(site, soup_of, ledger) -> None:
    """One reading for each control chart of the ledger; under the verdicts, what chance alone can explain."""
    charts = [chart for chart in ledger["charts"] if chart["id"].endswith("-level")]
    pages = outcomes(site, soup_of)
    readings = [reading for page in pages for reading in page.select(".pb-reading-block")]
    assert 0 < len(charts) == len(readings)
    assert [] == [reading for reading in readings if 2 != len(reading.select("p:not(.pb-block-title)"))]
    pairs = [pair for page in pages for pair in page.select("dl.pb-verdicts")]
    said = [pair.find_next_sibling("p", class_="pb-plainly") for pair in pairs]
    assert [] == [str(words) for words in said if words is None or "chance" not in words.get_text()]
