"""Pictures of charts: whole glyphs, fixed bytes, and nothing drawn twice."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from planbook.charts.pictures import Caption, framed
from planbook.charts.svg import SANS
from planbook.export import pictures as module
from planbook.export.pictures import FONTS, PicturesFailed, draw_pictures, pictures

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.charts.chart import RenderedChart

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><circle r="{}"/></svg>'


def test_a_picture_has_its_size_and_its_text() -> None:
    """A PNG at one and a half times the size; a text in the charts' family leaves ink without the system's fonts."""
    text = DOT.format(3).replace("</svg>", f'<text y="9" font-family="{SANS}" font-size="9">8</text></svg>')
    without, with_text = draw_pictures([DOT.format(3), text])
    assert b"\x89PNG\r\n\x1a\n" == without[:8]
    assert (30, 15) == struct.unpack(">II", without[16:24])
    assert without != with_text


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_the_fonts_hold_every_sign_of_a_chart(font: Path, figure: RenderedChart) -> None:
    """No letter or sign of a drawing is missing from the fonts, signs of status and arrows included."""
    drawn = framed(figure.wide.svg, Caption("a", figure.title, figure.subtitle, figure.note, figure.source, figure.alt))
    signs = TTFont(font).getBestCmap()
    assert set() == {sign for sign in drawn + "−–←→▲▼◆◇▶●○■□≤≥" if sign != "\n" and ord(sign) not in signs}


def test_only_what_changed_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is drawn, one changed drawing is drawn alone, and old pictures go."""
    first = pictures({"a": DOT.format(1), "b": DOT.format(2)}, tmp_path)
    drawn: list[str] = []
    monkeypatch.setattr(module, "draw_pictures", lambda svgs: drawn.extend(svgs) or [b"new"] * len(svgs))
    assert first == pictures({"a": DOT.format(1), "b": DOT.format(2)}, tmp_path)
    assert [] == drawn
    assert {"a": first["a"], "b": b"new"} == pictures({"a": DOT.format(1), "b": DOT.format(4)}, tmp_path)
    assert [DOT.format(4)] == drawn
    assert 2 == len(list(tmp_path.iterdir()))


def test_a_picture_does_not_depend_on_those_beside_it(tmp_path: Path) -> None:
    """Drawn together or alone, the bytes are the same; a drawing that is none stops with what is wrong."""
    drawings = {str(size): DOT.format(size) for size in range(1, 4)}
    assert {name: draw_pictures([svg])[0] for name, svg in drawings.items()} == pictures(drawings, tmp_path)
    with pytest.raises(PicturesFailed, match="could not be drawn as PNG"):
        pictures({**drawings, "b": "<svg <"}, tmp_path)
