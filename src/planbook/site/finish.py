"""Finish each page and the site: what the theme gets wrong is put right, what is not needed is taken out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from planbook.site.source import Source

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["finish_page", "finish_site", "own_face", "repaired"]

UNNEEDED = ("thebe", "fontawesome.js", "mathjax", "require.min.js")
"""Scripts and styles of the theme that the pages do not use."""


def own_face(app: Sphinx, config: Config) -> None:
    """Put the publication's style sheet after the theme's, and leave thebe out."""
    del config
    app.add_css_file("planbook.css", priority=900)


def finish_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Drop scripts and styles that no page uses."""
    del app, pagename, templatename, doctree
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, ()) if not _unneeded(file)]


def _unneeded(file: object) -> bool:
    name = str(getattr(file, "filename", None) or getattr(file, "attributes", {}).get("body", "") or "")
    body = str(getattr(file, "attributes", {}).get("body", ""))
    return any(word in name.lower() or word in body.lower() for word in UNNEEDED)


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Repair every page, publish the ledger beside them, and delete what nothing links to."""
    if exception or app.builder.format != "html":
        return
    out, source = Path(app.outdir), app.planbook  # type: ignore[attr-defined]
    for page in sorted(out.rglob("*.html")):
        page.write_text(repaired(page.read_text(encoding="utf-8")), encoding="utf-8")
    _publish_evidence(source, out)
    _tidy(out)


def repaired(html: str) -> str:
    """A page with the theme's faults put right: names of buttons, landmarks, scripts, doubled declarations."""
    soup = BeautifulSoup(html, "html.parser")
    for script in soup.find_all("script"):
        if any(word in f"{script.get('src', '')}{script.string or ''}".lower() for word in UNNEEDED):
            script.decompose()
    for summary in soup.select("summary[aria-label]"):
        del summary["aria-label"]
    for head in soup.select("table thead th:not([scope])"):
        head["scope"] = "col"
    for button in soup.select("button[aria-label]"):
        words = button.get_text(" ", strip=True)
        if words:
            button["aria-label"] = words
    viewports = soup.select('meta[name="viewport"]')
    for extra in viewports[1:]:
        extra.decompose()
    for logo in soup.select(".sidebar-primary-item.navbar-brand, a.navbar-brand"):
        if logo.find_parent(attrs={"role": True}) is None and logo.find_parent("nav") is None:
            logo["data-pb-brand"] = "true"
    return str(soup)


def _publish_evidence(source: Source, out: Path) -> None:
    shutil.copyfile(source.ledger_path, out / "ledger.json")
    target = out / "as_run"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source.places.edition / "as_run", target)


def _tidy(out: Path) -> None:
    for leftover in (*out.rglob("*.map"), *out.rglob("fontawesome.js*"), out / ".buildinfo"):
        leftover.unlink(missing_ok=True)
