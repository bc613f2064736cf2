"""The frame of a page, on the small book built for real."""

from configparser import ConfigParser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jupyter_book.config import get_final_config

from planbook.site.theme import POLICY, STATIC, binder_address

EVERY_OPTION = """
launch_buttons: {binderhub_url: "https://example.org"}
repository: {url: "https://example.org", branch: main, path_to_book: book}
html:
  navbar_footer_text: a
  extra_footer: b
  home_page_in_navbar: true
  announcement: c
  use_repository_button: true
  use_edit_page_button: true
  use_issues_button: true
  analytics: {google_analytics_id: d}
"""
"""All that jupyter_book/config.py (1.0) makes options of."""


def test_the_policy_forbids_what_is_written_into_the_page(page: BeautifulSoup) -> None:
    """The policy stands in the head before any script, and allows nothing unsafe."""
    (policy,) = page.select('head > meta[http-equiv="Content-Security-Policy"]')
    assert POLICY == policy["content"]
    assert "unsafe" not in POLICY
    assert [] == policy.find_all_previous("script")


def test_no_style_or_script_of_a_theme_is_loaded(page: BeautifulSoup) -> None:
    """Pages load the publication's own sheet, its two small scripts and those that something on the page asks for."""
    scripts = [str(script["src"]).partition("?")[0] for script in page.select("script[src]")]
    sheets = [str(link["href"]).partition("?")[0] for link in page.select('link[rel="stylesheet"]')]
    assert (["_static/scheme.js", "_static/frame.js"], ["_static/planbook.css"]) == (scripts, sheets)


def test_whatever_jupyter_book_hands_to_a_theme_is_taken(tmp_path: Path) -> None:
    """An option that Sphinx does not find declared stops a strict build."""
    (tmp_path / "_config.yml").write_text(EVERY_OPTION, encoding="utf-8")
    command = {"latex_individualpages": False}
    options, _ = get_final_config(user_yaml=tmp_path / "_config.yml", cli_config=command, use_external_toc=False)
    declared = ConfigParser()
    declared.read(STATIC.with_name("theme.conf"), encoding="utf-8")
    assert set(options["html_theme_options"]) == set(declared["options"])


def test_landmarks_stand_once_and_are_named(page: BeautifulSoup) -> None:
    """One banner, main part, footer and heading; each navigation has a name, and the menu marks the page it is on."""
    once = ("body > header", "main", "body > footer", "h1", '.pb-menu a[aria-current="page"]')
    assert [1] * len(once) == [len(page.select(name)) for name in once]
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in page.select("nav")]
    assert len(set(names)) == len(names)
    assert all(names)


def test_tables_take_the_heading_above_as_caption(page: BeautifulSoup) -> None:
    """A table without a caption has the heading's words; an empty header cell is a plain cell; heads have a scope."""
    (table,) = page.select("table.table")
    assert ["Fields of a table"] == [caption.get_text() for caption in table.select("caption")]
    assert [("Field", "col")] == [(head.get_text(), head["scope"]) for head in table.select("th")]


@pytest.mark.parametrize(
    ("repository", "binder"),
    [
        ("", ""),
        ("https://example.org/a/b", ""),
        (
            "https://github.com/a/b",
            "https://mybinder.org/v2/gh/a/b/HEAD?labpath=notebooks%2Fwest_midlands_2014_15%2F05_reduce_crime.ipynb",
        ),
    ],
)
def test_binder_is_offered_where_it_can_work(repository: str, binder: str) -> None:
    """A link to Binder needs the address of a repository on GitHub."""
    assert binder == binder_address(repository, "west_midlands_2014_15", "05_reduce_crime")
