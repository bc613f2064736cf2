"""Pages put right after the build, and the files beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.site.assets import delete_unused, lean_sheet, unused_files
from planbook.site.page_repairs import POLICY, repaired

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!DOCTYPE html>
<html data-content_root="../" data-theme="auto" lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="a"><meta name="viewport" content="b">
<script>document.documentElement.dataset.mode = localStorage.getItem("mode");</script>
<noscript><style>.pst-js-only {}</style></noscript>
<script src="../_static/documentation_options.js"></script>
<script>DOCUMENTATION_OPTIONS.pagename = 'book/index';</script>
<script src="../_static/sphinx-thebe.js"></script><script src="../searchindex.js"></script>
<script src="../_static/copybutton.js"></script>
<link rel="stylesheet" href="../_static/sphinx-design.min.css"><link rel="icon" href="../_static/favicon.svg"></head>
<body><header id="pst-header"></header>
<div class="bd-sidebar-primary"><div class="sidebar-primary-items__start">
<div class="sidebar-primary-item"><a class="navbar-brand" href="#"><p>Was it kept?</p></a></div>
<div class="sidebar-primary-item"><nav aria-label="Main"></nav></div></div></div>
<main><button aria-label="Toggle" onclick="go()">Print</button>
<div id="jb-print-docs-body"><h1>Page</h1></div><h1>Page</h1><h2>Fields</h2>
<details><summary aria-label="Toggle hidden content">Show the calculation</summary></details>
<table><thead><tr><th></th><th>Field</th></tr></thead></table>
<table><caption>Own words</caption></table>
<p class="last-updated">Last updated on Jan 01, 1970.</p><div class="pb-formula"></div></main>
<footer class="bd-footer"> </footer></body></html>"""


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    """The page above, put right."""
    return BeautifulSoup(repaired(PAGE), "html.parser")


def test_a_second_repair_changes_nothing() -> None:
    """A page put right is left alone."""
    once = repaired(PAGE)
    assert str(BeautifulSoup(once, "html.parser")) == repaired(once)


def test_only_needed_scripts_stay_and_all_are_files(page: BeautifulSoup) -> None:
    """Scripts of services that the page does not use go; the rest are files of the site."""
    assert ["../_static/scheme.js", "../_static/documentation_options.js"] == [
        script.get("src") for script in page.find_all("script")
    ]
    assert [["icon"]] == [link["rel"] for link in page.find_all("link")]
    assert [] == page.select("[onclick]")


def test_a_script_stays_where_its_element_is() -> None:
    """Copy buttons need their script on a page that shows code."""
    with_code = PAGE.replace("<main>", '<main><div class="highlight"><pre>x</pre></div>')
    assert "copybutton.js" in repaired(with_code)


def test_head_holds_one_viewport_and_the_policy(page: BeautifulSoup) -> None:
    """The head says the viewport once and forbids scripts and styles written into the page."""
    assert ["a"] == [tag["content"] for tag in page.select('meta[name="viewport"]')]
    policy = page.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert POLICY == policy["content"]
    assert "unsafe" not in POLICY
    assert page.html is not None
    assert "light" == page.html["data-theme"]


def test_names_are_the_words_shown(page: BeautifulSoup) -> None:
    """A button is named by its own words, and so is a fold."""
    button, summary = page.find("main").find("button"), page.find("summary")  # type: ignore[union-attr]
    assert ("Print", None) == (button["aria-label"], summary.get("aria-label"))  # type: ignore[index,union-attr]


def test_headings_and_landmarks_stand_once(page: BeautifulSoup) -> None:
    """One h1, one banner that holds the site's name and not its menu, no empty footer, no time stamp."""
    assert 1 == len(page.find_all("h1"))
    (banner,) = page.find_all("header")
    assert "Was it kept?" == banner.get_text(strip=True)
    assert [] == banner.find_all("nav")
    assert [] == page.select("footer, .last-updated")


def test_tables_are_captioned_and_scoped(page: BeautifulSoup) -> None:
    """A table without a caption takes the heading above; an empty header cell is a plain cell."""
    assert ["Fields", "Own words"] == [caption.get_text() for caption in page.find_all("caption")]
    assert [("th", "col")] == [(head.name, head["scope"]) for head in page.find_all("th")]


def test_formulas_can_be_reached_by_keyboard(page: BeautifulSoup) -> None:
    """A formula that scrolls is a stop of the Tab key with a name."""
    assert ["Formula"] == [tag["aria-label"] for tag in page.select('.pb-formula[tabindex="0"]')]


def test_sheet_keeps_the_icons_in_use() -> None:
    """Rules of other icons and font faces of other families go; code points of those kept are told."""
    css = (
        '.fa-sun:before{content:"\\f185"}.fa-a:before,.fa-b:before{content:"\\41"}a{color:red}'
        "@font-face{src:url(../vendor/fontawesome/webfonts/fa-brands-400.woff2)}"
        "@font-face{font-weight:900;src:url(../vendor/fontawesome/webfonts/fa-solid-900.woff2)}"
    )
    lean, points = lean_sheet(css, frozenset({"sun", "solid"}))
    assert frozenset({0xF185}) == points
    assert (
        '.fa-sun:before{content:"\\f185"}a{color:red}'
        '@font-face{font-weight:900;src:url(../vendor/fontawesome/webfonts/fa-solid-900.woff) format("woff")}'
    ) == lean


def test_unused_files_go_and_used_ones_stay(tmp_path: Path) -> None:
    """Files that a page, a sheet or an import names stay, as do those published; the others and empty folders go."""
    files = {
        "index.html": '<link href="_static/a.css?v=1"><img src="i%20j.svg"><a href="#x">x</a>',
        "_static/a.css": '@import "b.css"; p{background:url(data:image/png,x)}',
        "_static/b.css": "p{background:url('../font.woff')}",
        "_static/locales/cy/x.po": "",
        "font.woff": "",
        "i j.svg": "",
        "left.map": "",
        "ledger.json": "{}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    gone = {"_static/locales/cy/x.po", "left.map"}
    assert gone == {path.relative_to(tmp_path).as_posix() for path in unused_files(tmp_path)}
    delete_unused(tmp_path)
    assert set(files) - gone == {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert not (tmp_path / "_static" / "locales").exists()
