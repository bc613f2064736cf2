"""Read the text of a tagged PDF through its tags, as a screen reader does, with pikepdf alone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pikepdf

HEX = re.compile(rb"<([0-9a-fA-F]+)>")


class TaggedText:
    """The text of a document in the order of its tags; one space between elements."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.pages = [(page.obj, _marked(page)) for page in document.pages]
        self.top = document.Root.StructTreeRoot.K

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self.of(self.top)

    def of(self, element: Any, page: Any = None) -> str:
        """The text below one element."""
        if isinstance(element, pikepdf.Array):
            return "".join(self.of(child, page) for child in element)
        if isinstance(element, int):
            return self._content(page, element)
        if element.get("/Type") == "/MCR":
            return self._content(element.get("/Pg", page), int(element.MCID))
        if "/S" not in element:
            return ""
        inside = self.of(element.K, element.get("/Pg", page)) if "/K" in element else ""
        return inside if str(element.S) in {"/Link", "/Strong", "/Span", "/Reference"} else f" {inside} "

    def _content(self, page: Any, mark: int) -> str:
        return next((texts.get(mark, "") for one, texts in self.pages if one.objgen == page.objgen), "")


def elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element, in the order of the tags."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += list(element)[::-1]
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            waiting += [element.K] if "/K" in element else []


def _marked(page: pikepdf.Page) -> dict[int | None, str]:
    """The text of a page's content by its mark; a text that is given in place of others counts alone."""
    fonts = {str(name): _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    texts: dict[int | None, str] = defaultdict(str)
    marks: list[tuple[int | None, bool]] = [(None, False)]
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name, (mark, replaced) = str(operator), marks[-1]
        if name in {"BDC", "BMC"}:
            about = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            mark = int(about["/MCID"]) if "/MCID" in about else mark
            marks.append((mark, replaced or "/ActualText" in about))
            texts[mark] += str(about.get("/ActualText", ""))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in {"Tj", "TJ"} and not replaced:
            parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
            raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            texts[mark] += "".join(letters.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2))
    return texts


def _letters(font: Any) -> dict[int, str]:
    """The characters of a font's codes, from its own table (``ToUnicode``)."""
    table = bytes(font.ToUnicode.read_bytes())
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        codes = HEX.findall(block)
        letters |= {
            int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be")
            for code, to in zip(codes[::2], codes[1::2], strict=True)
        }
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        codes = HEX.findall(block)
        for low, high, to in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            first = int(to, 16)
            letters |= {int(low, 16) + step: chr(first + step) for step in range(int(high, 16) - int(low, 16) + 1)}
    return letters
