"""Pictures drawn while notebooks run."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from planbook.publish import ahead as module
from planbook.publish.ahead import Ahead
from planbook.publish.edition_files import edition_files
from planbook.publish.framings import framings_in
from planbook.publish.pictures import draw_pictures, pictures
from tests.publish.conftest import chart_output

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.charts.figure import Figure
    from planbook.publish.subject import Subject

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><circle r="3"/></svg>'
BOUND = 60
"""Seconds; it starts a Python that imports Typst."""


def shown(subject: Subject, figure: Figure) -> dict[str, Any]:
    """A cell that has shown the chart of the small edition and recorded it."""
    return {"cell_type": "code", "id": "a", "outputs": [{"data": chart_output(figure, subject.ledger.charts[0])}]}


def test_what_a_cell_shows_is_framed_as_it_will_be_published(subject: Subject, figure: Figure, tmp_path: Path) -> None:
    """Else its picture would be drawn twice; a cell without charts frames none."""
    published = {file.download.path: file.content for file in edition_files(subject, tmp_path)}
    (svg,) = (content for path, content in published.items() if path.endswith(".svg"))
    assert [svg.decode()] == list(framings_in(json.loads(json.dumps(shown(subject, figure)))))
    assert [] == list(framings_in({"cell_type": "markdown", "id": "b"}))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked, and all is drawn by the build")
def test_what_is_sent_is_kept_where_the_build_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture once drawn is found; what is no drawing, or too much at once, harms nobody."""

    def start(order: Any, streams: tuple[int, int]) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", DRAW, *order.arguments], stdout=streams[0])

    monkeypatch.setattr(module, "beside_kernels", start)
    monkeypatch.setattr(module, "framings_in", lambda cell: cell["drawings"])
    ahead = Ahead(tmp_path / "pictures")
    ahead.begin()
    ahead.shown({"drawings": ["<svg <", DOT, "x" * 10**7]})
    ahead.end()
    assert 0 == ahead._process.wait(BOUND)
    (kept,) = (tmp_path / "pictures").iterdir()
    assert draw_pictures([DOT]) == [kept.read_bytes()]
    monkeypatch.setattr("planbook.publish.pictures.draw_pictures", lambda drawings: [b""] * len(drawings))
    assert {"a": kept.read_bytes()} == pictures({"a": DOT}, tmp_path / "pictures")


DRAW = """
from planbook.publish.ahead import main
main()
"""


@pytest.mark.parametrize("forks", [True, False])
def test_without_a_parent_of_kernels_nothing_is_drawn_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, forks: bool
) -> None:
    """The build draws it; where processes cannot be forked, not even a line is opened."""
    monkeypatch.setattr(module, "can_fork", lambda: forks)
    if not forks:
        monkeypatch.setattr("socket.socketpair", lambda *_: pytest.fail("opened a line"))
    ahead = Ahead(tmp_path)
    ahead.begin()
    ahead.shown({"outputs": []})
    ahead.end()
    assert [] == list(tmp_path.iterdir())
