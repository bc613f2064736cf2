"""The files beside the pages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from planbook.site import finish
from planbook.site.finish import delete_unused, unused_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from planbook.data.places import Places


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


def test_receipts_and_their_rows_are_published_whether_or_not_a_page_leads_to_them(tmp_path: Path) -> None:
    """One receipt and the index are read for all: what either loads stays, and so does every receipt with its rows."""
    pages = {"a.html": "../a.css", "b.html": "../a.css", "index.html": "../index.css"}
    (tmp_path / "receipts" / "rows").mkdir(parents=True)
    for name, sheet in pages.items():
        (tmp_path / "receipts" / name).write_text(f'<link rel="stylesheet" href="{sheet}">', encoding="utf-8")
    for name in ("a.css", "index.css", "of_none.css", "receipts/rows/a.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [tmp_path / "of_none.css"] == unused_files(tmp_path)


def test_what_stands_beside_the_pages_is_made_again_where_what_it_follows_from_differs(
    tree: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quotes, tables, or a file that is gone; not where only a text has changed. What is made no more is deleted."""
    made: list[str] = []
    tables, out = tree.data / "measures" / "areas.csv", tmp_path / "out"

    def surface(source: SimpleNamespace) -> Iterator[tuple[str, str]]:
        made.append(source.quotes)
        yield f"{source.quotes}.txt", "text"

    def times(quotes: str) -> int:
        finish._place_surfaces(out, SimpleNamespace(places=tree, quotes=quotes), tmp_path / "record.json")
        return len(made)

    monkeypatch.setattr(finish, "SURFACES", {surface: lambda source: source.quotes})
    assert [1, 1] == [times("a"), times("a")]
    (tree.data / "commentary" / "new.md").write_text("Words.", encoding="utf-8")
    assert [1, 2] == [times("a"), times("b")]
    assert ["b.txt"] == [path.name for path in out.iterdir()]
    tables.write_text(f"{tables.read_text(encoding='utf-8')}\n", encoding="utf-8")
    assert 3 == times("b")
    (out / "b.txt").unlink()
    assert 4 == times("b")
