"""The pages that lead to editions, and the frame that all pages share."""

import json

from bs4 import BeautifulSoup

from planbook.forces.pages import Frame, YearRow, force_page, index_page, year_row
from planbook.site.theme import POLICY

FRAME = Frame("A book & notes", (("essex", "Essex"), ("kent", "Kent & more")), ("FY2014-15", "FY2015-16"))


def soup_of(page: str) -> BeautifulSoup:
    """A page as a reader's program takes it."""
    return BeautifulSoup(page, "html.parser")


def test_a_row_reads_a_ledger() -> None:
    """Counts and changes by measure; an absent claim has no value."""
    claims = [
        {"id": "robbery.count", "value": 5.0},
        {"id": "robbery.change_pct", "value": None},
        {"id": "arson.change_pct", "value": -1.5},
    ]
    ledger = json.dumps({"edition": {"period": "FY2014-15"}, "claims": claims}).encode()
    assert YearRow("FY2014-15", {"robbery": 5.0}, {"arson": -1.5}) == year_row(ledger)


def test_the_index_leads_to_every_edition() -> None:
    """One cell a force and year; an edition that is not there has no link, and each link tells force and year."""
    soup = soup_of(index_page(FRAME, {"essex": {}, "kent": dict.fromkeys(FRAME.years, -2.04)}))
    links = {link["href"]: link["aria-label"] for link in soup.select("td a")}
    assert {
        "kent/fy2014-15/index.html": "Kent & more 2014/15: −2.0%",
        "kent/fy2015-16/index.html": "Kent & more 2015/16: −2.0%",
    } == links
    assert ["[x]", "[x]"] == [cell.text for cell in soup.select("td") if not cell.a]


def test_a_force_shows_the_measures_that_it_has() -> None:
    """A column a measure that any year counts, in the order given; a year without it shows the sign for that."""
    rows = [YearRow("FY2014-15", {"arson": 1234.0}, {}), YearRow("FY2015-16", {}, {})]
    soup = soup_of(force_page(FRAME, "kent", rows, {"robbery": "Robbery", "arson": "Arson"}))
    assert ["Year", "Arson"] == [head.text for head in soup.select("thead th")]
    assert ["1,234", "[x]"] == [cell.text for cell in soup.select("td")]
    assert ["fy2014-15/index.html", "fy2015-16/index.html"] == [link["href"] for link in soup.select("tbody a")]


def test_the_frame_leads_to_shared_files_from_any_depth() -> None:
    """Styles and scripts stand once at the root; the policy allows these alone; the menu has all years, one marked."""
    soup = soup_of(force_page(FRAME, "kent", [], {}))
    assert ["../_static/planbook.css"] == [link["href"] for link in soup.select("link[rel=stylesheet]")]
    assert ["../_static/scheme.js", "../_static/frame.js"] == [one["src"] for one in soup.select("script")]
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")
    assert policy is not None
    assert POLICY == policy["content"]
    assert soup.title is not None
    assert "Kent & more: all years — A book & notes" == soup.title.text
    assert [] == soup.select("form")
    assert ["All forces and years", "All years", "2014/15", "2015/16"] == [a.text for a in soup.select("nav.pb-menu a")]
    assert ["All years"] == [link.text for link in soup.select('[aria-current="page"]')]
