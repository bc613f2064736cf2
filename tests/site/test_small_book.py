"""The Sphinx extension, on tiny books built for real: tests/sites/small, and tests/sites/faulty laid over it."""

import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from planbook.site.render import place_text
from tests.site.conftest import Book


def facts(page: BeautifulSoup) -> dict[str, str]:
    """The facts of the one milestone of the small book: those at its head and those at its foot."""
    terms, texts = (
        [item.get_text() for item in page.select(f":is(.pb-promise, .pb-provenance) {tag}")] for tag in ("dt", "dd")
    )
    return dict(zip(terms, texts, strict=True))


def test_claims_are_quoted_with_their_unit_and_linked_to_their_receipt(page: BeautifulSoup) -> None:
    """On a page and in a commentary, with and without the sign."""
    claims = page.select("a.pb-claim")
    assert ["−9.0 per cent", "9.0 per cent", "9.0 per cent"] == [claim.get_text() for claim in claims]
    assert {"receipts/robbery.change_pct.html"} == {str(claim["href"]) for claim in claims}
    assert {"Receipt: Robbery: change, per cent, 2014/15"} == {str(claim["title"]) for claim in claims}


def test_a_block_says_what_was_promised_and_how_its_figures_were_made(page: BeautifulSoup) -> None:
    """Owner, status, paragraphs; each figure with its method and a link to its row, and why there is no chart."""
    block = facts(page)
    assert ("M10.2", "paragraphs 141–142", "Narrative", "None: the promise has no measure.") == tuple(
        block[name] for name in ("Milestone", "Report", "Kind", "Chart and verdicts")
    )
    assert block["Owner"].startswith("Assistant Chief Constables")
    assert "Change, per cent: −9.0 per cent. 100 × (count − earlier count)" in block["Data and how it was made"]
    assert "The report, paragraphs 141–142" == block["Sources"].strip()
    assert ["Missed The change was +1.0 per cent."] == [line.get_text() for line in page.select(".pb-verdict-line")]


def test_the_promise_stands_in_the_plans_words_under_a_short_heading(page: BeautifulSoup) -> None:
    """The heading names it; the words of the plan are quoted whole."""
    headings = [heading.find(string=True) for heading in page.select("section#m10-2 > h2")]
    assert ["M10.2 Delivery plan and performance reporting"] == headings
    (promise,) = page.select(".pb-promise-text")
    assert promise.get_text().strip().startswith("Force delivery plan for the Police and Crime Plan 2015-16")


def test_the_address_of_a_block_does_not_change_with_its_heading(page: BeautifulSoup) -> None:
    """The link to the heading and the permanent link are the same, and the section answers to it."""
    links = page.select("section#m10-2 :is(h2 > a.headerlink, a.pb-permalink)")
    assert ["#m10-2", "#m10-2"] == [link["href"] for link in links]
    assert str(links[1]["aria-label"]).startswith("Permanent link to M10.2 Delivery plan")


def test_an_outcome_says_its_place_force_and_period(page: BeautifulSoup) -> None:
    """The eighth of ten, on one line with what the edition is of."""
    assert ["Outcome 8 of 10", "West Midlands, 2014/15 (April 2014 to March 2015)"] == [
        part.get_text() for part in page.select(".pb-edition span")
    ]


def test_commentary_stands_under_its_milestone_in_numbered_paragraphs(page: BeautifulSoup) -> None:
    """Under a label; each paragraph stands after the number by which it is cited, a permanent link to itself."""
    assert ["Commentary", "Paragraph 10.2.1 Robbery fell.", "Paragraph 10.2.2 It fell by 9.0 per cent."] == [
        text.get_text() for text in page.select(".pb-commentary p")
    ]
    assert [("para-10-2-1", "#para-10-2-1"), ("para-10-2-2", "#para-10-2-2")] == [
        (number["id"], number["href"]) for number in page.select(".pb-commentary .pb-para-number")
    ]


def test_formulas_are_written_at_build_time(page: BeautifulSoup) -> None:
    """Two formulas as MathML, of which the wide one is a stop of the Tab key with a name; no script draws them."""
    assert 2 == len(page.select("math"))
    assert ["Formula"] == [tag["aria-label"] for tag in page.select('.pb-formula[tabindex="0"]')]
    assert [] == [script for script in page.select("script") if "mathjax" in str(script).lower()]


def test_the_ledger_is_published_beside_the_pages(sound: Book) -> None:
    """Whoever checks a figure finds the data of every claim."""
    record = json.loads((sound.root / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert ["robbery.change_pct"] == [claim["id"] for claim in record["claims"]]


def test_an_inferred_title_says_so_until_one_line_of_the_register_is_changed(
    page: BeautifulSoup, elsewhere: Book
) -> None:
    """The note of the register stands under the head of the outcome."""
    (notice,) = page.select('.pb-notice[role="note"]')
    assert notice.get_text().startswith("The title of this outcome is inferred. The report speaks of ten strategic out")
    assert [] == elsewhere.soup().select('.pb-notice[role="note"]')


def test_another_force_does_not_get_this_forces_commentary(elsewhere: Book) -> None:
    """What was written of West Midlands is not said of Merseyside; the lack is said plainly."""
    text = elsewhere.soup().get_text()
    assert "No commentary has been written for 2014/15." in text
    assert "Robbery fell." not in text


@pytest.mark.parametrize(
    "words",
    [
        "/index.md:3: no claim 'robery.change_pct'; nearest: robbery.change_pct",
        "/index.md:5: claim modifier 'sise' does not exist; nearest: size",
        "/index.md:7: WARNING: milestone 'M10.9' is not in the register; nearest: M10.2",
        "/index.md:10: WARNING: milestone M1.1 has no status: its notebook must call judge()",
        "/commentary/fy2014-15/M10.2.md:5: no claim 'robbery.changepct'; nearest: robbery.change_pct",
        "a_notebook.ipynb, cell 2, line 3: no claim 'robery.count'; nearest: ",
    ],
)
def test_each_fault_is_named_with_its_place(faults: str, words: str) -> None:
    """File and line, or notebook and cell, what is wrong, and the nearest right name."""
    assert words in faults


def test_all_faults_are_told_at_once_and_each_once(faults: str) -> None:
    """Six faults, six lines: nobody builds six times to find them."""
    assert 6 == len(re.findall(r"no claim|modifier|milestone '?M", faults))


@pytest.mark.slow
def test_without_a_ledger_the_reader_is_told_to_run_first(book: Book) -> None:
    """One line with the command to type, no traceback."""
    (book.places.edition / "ledger.json").unlink()
    done = book.build()
    assert 0 != done.returncode
    assert "run an edition first, with `make book` or `planbook run`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("book/index.md", 3, "book/index.md:3"),
        ("book/index.md", None, "book/index.md"),
        ("05_reduce_crime.ipynb", 40002, "05_reduce_crime.ipynb, cell 4, line 1"),
        ("05_reduce_crime.ipynb", 7, "05_reduce_crime.ipynb:7"),
        ("a_long_page.md", 40002, "a_long_page.md:40002"),
    ],
)
def test_a_place_is_a_line_or_a_cell(source: str, line: int | None, words: str) -> None:
    """A page has lines; a notebook has cells with lines."""
    assert words == place_text(source, line)


@pytest.mark.slow
def test_folded_code_and_tables_are_written_by_our_words(book: Book) -> None:
    """Code that a tag hides opens under the configured words; a table has a caption, and its heads a scope."""
    cells = [
        nbformat.v4.new_markdown_cell("# A page\n\n## Counts\n\n| Place | Count |\n|---|---|\n| Here | few |\n"),
        nbformat.v4.new_code_cell("few = 1", metadata={"tags": ["hide-input"]}),
    ]
    language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    book.write("other.ipynb", nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=language)))
    index = (book.root / "index.md").read_text(encoding="utf-8")
    book.write("index.md", f"{index}\n```{{toctree}}\nother\n```\n")
    page = book.built().soup("other")
    assert ["Show the calculation"] == [one.get_text() for one in page.select("details.pb-code > summary")]
    assert ["Counts"] == [one.get_text() for one in page.select(".pb-table-wrap[tabindex] > table.pb-table > caption")]
    assert ["col", "col"] == [one["scope"] for one in page.select("table th")]
