"""The files beside the pages."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from planbook.data.places import Places
from planbook.site import finish
from planbook.site.finish import delete_unused


def test_unused_files_go_and_used_ones_stay(tmp_path: Path) -> None:
    """What is published stays, and what a page, a sheet or an import names; the others and empty folders go."""
    files = {
        "index.html": '<link href="_static/a.css?v=1"><img src="i%20j.svg"><a href="#x"></a><a href="search.html"></a>',
        "search.html": '<link href="_static/c.css">',
        "removed.html": '<link href="left.map">',
        "_static/a.css": '@import "b.css"; p{background:url(data:image/png,x)}',
        "_static/b.css": "p{background:url('../font.woff')}",
        "_static/c.css": "",
        "_static/locales/cy/x.po": "",
        "font.woff": "",
        "i j.svg": "",
        "left.map": "",
        "ledger.json": "{}",
        "objects.inv": "",
        "receipts/rows/a.csv": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    delete_unused(tmp_path, {"index.html", "ledger.json", "receipts/rows/a.csv"})
    assert set(files) - {"_static/locales/cy/x.po", "left.map", "removed.html"} == {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert not (tmp_path / "_static" / "locales").exists()


def test_what_stands_beside_the_pages_is_made_again_where_what_it_follows_from_differs(
    tree: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quotes, tables, settings, or a file that is gone; not where only a text has changed."""
    made: list[str] = []
    tables, out = tree.data / "measures" / "areas.csv", tmp_path / "out"

    def surface(source: SimpleNamespace) -> Iterator[tuple[str, str]]:
        made.append(source.quotes)
        yield f"{source.quotes}.txt", "text"

    def times(quotes: str) -> int:
        finish._publish(out, SimpleNamespace(places=tree, quotes=quotes), tmp_path / "record.json")
        return len(made)

    monkeypatch.setattr(finish, "FILES", {surface: lambda source: source.quotes})
    assert [1, 1] == [times("a"), times("a")]
    (tree.plan("west_midlands_2014_15") / "commentary" / "new.md").write_text("Words.", encoding="utf-8")
    assert [1, 2] == [times("a"), times("b")]
    tables.write_text(f"{tables.read_text(encoding='utf-8')}\n", encoding="utf-8")
    assert 3 == times("b")
    (out / "b.txt").unlink()
    assert 4 == times("b")
    (tree.root / "_config.yml").write_text("title: Another\n", encoding="utf-8")
    assert [5, 5] == [times("b"), times("b")]
