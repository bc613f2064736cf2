"""What is compared in PDF, PNG, feeds, scripts and notebooks has names that a reader can look for."""

import io
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from planbook.audit.items import items_of

SHOWN = rb"q BT 0 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm[(\000\001)-40(\000\002\000\012)]TJ ET Q 0 0 m 9 9 l S"
LETTERS = b"beginbfchar\n<0001> <0034>\n<0002> <0038>\n<000A> <00660069>\nendbfchar"

FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><link href="b"/></feed>'
SCRIPT = b'window.planbookSearch = {"entries": [{"title": "M1.1"}]};\nconst a = {b};\n'
PAGE = b'<html><body><script type="application/json" id="d">{"areas": [7]}</script></body></html>'
CELL = b'{"cells": [{"id": "a", "metadata": {"tags": ["b"]}, "execution_count": 1, "source": "1"}], "nbformat": 4}'


def pdf(drawing: bytes = SHOWN, title: bytes = b"(Board paper)") -> bytes:
    """A document of one page."""
    contents = (
        b"<</Type/Pages/Count 1/Kids[2 0 R]>>",
        b"<</Type/Page/Resources 3 0 R/Parent 1 0 R/Contents 6 0 R>>",
        b"<</Font<</f0 4 0 R>>>>",
        b"<</Type/Font/ToUnicode 5 0 R>>",
        stream(LETTERS),
        stream(drawing),
        b"<</Title%b>>" % title,
    )
    objects = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(contents, start=1))
    return b"%PDF-1.7\n" + objects + b"trailer\n%%EOF"


def stream(content: bytes) -> bytes:
    """A packed stream."""
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed)


def picture(spot: tuple[int, int] | None = None, comment: str = "") -> bytes:
    """A white picture, with a dark spot or a text in it."""
    image, info, file = Image.new("RGB", (150, 120), "white"), PngInfo(), io.BytesIO()
    if spot:
        image.putpixel(spot, (0, 0, 0))
    if comment:
        info.add_text("Comment", comment)
    image.save(file, "PNG", pnginfo=info)
    return file.getvalue()


def names(file: str, one: bytes, other: bytes) -> list[str]:
    """Names of the things that two copies do not share."""
    first, second = ({(item.name, item.value) for item in items_of(file, copy)} for copy in (one, other))
    return sorted({name for name, _ in first ^ second})


def test_a_pdf_is_read_page_by_page_and_a_fault_is_told_by_page_or_object() -> None:
    """Through the letters of its fonts, ligatures too; one whose objects do not end is compared whole."""
    assert ("page 1, text 1", "48fi") in {(item.name, item.value) for item in items_of("a.pdf", pdf())}
    assert ["page 1, text 1"] == names("a.pdf", pdf(), pdf(SHOWN.replace(rb"\002", rb"\001")))
    assert ["page 1, lines, areas and places of texts"] == names("a.pdf", pdf(), pdf(SHOWN.replace(b"9 9 l", b"9 8 l")))
    assert ["object 7"] == names("a.pdf", pdf(), pdf(title=b"(Another)"))
    assert ["what stands between the objects, and the end"] == names("a.pdf", pdf(), pdf() + b"\n")
    broken = items_of("a.pdf", pdf().replace(b"endobj", b"endob", 1))
    assert ["a file that cannot be read", "content"] == [item.name for item in broken]


def test_a_fault_in_a_picture_is_told_by_square_or_chunk() -> None:
    """A pixel by columns and rows, a text by its chunk."""
    assert ["pixels of columns 100 to 149, rows 0 to 99"] == names("a.png", picture(), picture((120, 7)))
    assert ["setting 'Comment'"] == names("a.png", picture(), picture(comment="forged"))


@pytest.mark.parametrize(
    ("file", "content", "old", "new", "name"),
    [
        ("feed.xml", FEED, b">A<", b">B<", "feed, <title> 2"),
        ("feed.xml", FEED, b'"b"', b'"c"', "feed, <link> 3"),
        ("a.js", SCRIPT, b"M1.1", b"M1.2", "planbookSearch: entries[0].title"),
        ("a.js", SCRIPT, b"{b}", b"{c}", "line 2"),
        ("a.html", PAGE, b"7", b"8", "#d, script: areas[0]"),
        ("a.html", PAGE, b"7]", b"7", "#d, script + #d, script: areas[0]"),
        ("a.ipynb", CELL, b'"b"', b'"c"', "cell a: metadata.tags[0]"),
        ("a.ipynb", CELL, b": 1,", b": 2,", "cell a: execution_count"),
        ("a.ipynb", CELL, b": 4}", b": 3}", "notebook: nbformat"),
    ],
)
def test_records_are_read_value_by_value(file: str, content: bytes, old: bytes, new: bytes, name: str) -> None:
    """Of feeds, of the search index, of a chart's data, of a notebook to the tags that may hide a cell."""
    assert name == " + ".join(names(file, content, content.replace(old, new)))
