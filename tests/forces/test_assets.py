"""Shared files stand once; a full edition leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.scale.assets import place_full_edition, write_shared

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.edge.places import Places


def test_every_shared_file_is_there(project: Places, tmp_path: Path) -> None:
    """Style sheet, the frame's scripts, pictures, and the notebook as written."""
    target = tmp_path / "all"
    write_shared(project, target)
    names = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    assert [
        "_static/favicon.svg",
        "_static/frame.js",
        "_static/planbook.css",
        "_static/scheme.js",
        "_static/wordmark-light.svg",
        "numbers.ipynb",
    ] == names
    assert ".pb-all-forces" in (target / "_static" / "planbook.css").read_text(encoding="utf-8")


def test_a_full_edition_shares_its_files_but_keeps_its_own_index(tmp_path: Path) -> None:
    """Pages of any depth lead to the root's files; the search index, which is of the edition, stays beside it."""
    built, target = tmp_path / "html", tmp_path / "all"
    (built / "_static").mkdir(parents=True)
    (built / "book").mkdir()
    for name in ("planbook.css", "search_index.js"):
        (built / "_static" / name).write_text(name, encoding="utf-8")
    page = '<link href="{up}_static/planbook.css"><script src="{up}_static/search_index.js"></script>'
    (built / "search.html").write_text(page.format(up=""), encoding="utf-8")
    (built / "book" / "index.html").write_text(page.format(up="../"), encoding="utf-8")
    place_full_edition(built, target, "kent/fy2014-15")
    edition = target / "kent" / "fy2014-15"
    assert '<link href="../../_static/planbook.css"><script src="_static/search_index.js"></script>' == (
        edition / "search.html"
    ).read_text(encoding="utf-8")
    for file in (edition / "search.html", edition / "book" / "index.html"):
        for address in file.read_text(encoding="utf-8").split('"')[1::2]:
            assert (file.parent / address).resolve().is_file()
    assert ["search_index.js"] == [path.name for path in (edition / "_static").iterdir()]
