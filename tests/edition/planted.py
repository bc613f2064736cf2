"""Single faults planted in a built site, chosen with a fixed seed: what each changes and what must be said of it."""

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SEED = 20150331
PAGES = "book/"
TEXT = rb"(<p(?: [^>]*)?>[^<]*?)(\d)"
CELL = rb"(<td(?: [^>]*)?>[^<]*?)(\d)"
SVG_TEXT = rb"(<text(?: [^>]*)?>[^<]*?)(\d)"
SVG_PATH = rb'(<path [^>]*\bd="[^"]*?)(\d)'
LINK = rb'(<a [^>]*href="[^"#:]*?/)([a-z])'
HEADING = rb"(<h[1-4](?: [^>]*)?>[^<]*?)([a-z])"
LABEL = rb'(<svg [^>]*aria-label="[^"]*?)([a-z])'
MATHS = rb"(<mn>)(\d)"
CLAIM_LINK = rb'(<a class="[^"]*pb-claim[^"]*"[^>]*>[^<]*?)(\d)'
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass(frozen=True)
class Planted:
    """One fault: the file, its content with the fault (None: taken away), the kind (empty: any) and name to tell."""

    what: str
    file: str
    content: bytes | None
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.what} in {self.file}"


def planted(site: Mapping[str, bytes]) -> tuple[Planted, ...]:
    """The faults of a site, the same for the same site."""
    desk = _Desk(site, random.Random(SEED))  # noqa: S311 - faults, not secrets
    return tuple(fault for plant in PLANS for fault in plant(desk))


class _Desk:
    """Chooses files and places of a site."""

    def __init__(self, site: Mapping[str, bytes], chance: random.Random) -> None:
        self.site = site
        self.chance = chance

    def files(self, start: str, end: str, pattern: bytes = b"") -> list[str]:
        """Names that begin and end so, of files that hold a pattern."""
        names = [name for name in sorted(self.site) if name.startswith(start) and name.endswith(end)]
        return [name for name in names if re.search(pattern, self.site[name])]

    def some(self, names: list[str], number: int) -> list[str]:
        """So many of the names, others as long as there are others."""
        return (
            [self.chance.choice(names) for _ in range(number)]
            if len(names) < number
            else self.chance.sample(names, number)
        )

    def changed(self, content: bytes, pattern: bytes) -> bytes:
        """The content with the last character of one match turned into another digit or letter."""
        match = self.chance.choice(list(re.finditer(pattern, content)))
        return content[: match.start(2)] + other(match[2]) + content[match.end(2) :]


def other(character: bytes) -> bytes:
    """Another digit for a digit, another letter for a letter."""
    if character.isdigit():
        return b"%d" % ((int(character) + 1) % 10)
    return b"q" if character != b"q" else b"x"


def in_markup(
    what: str, place: tuple[str, str], pattern: bytes, number: int, told: tuple[str, str]
) -> Callable[[_Desk], Iterator[Planted]]:
    """Faults in pages or drawings: a digit or letter at a match of a pattern."""

    def plant(desk: _Desk) -> Iterator[Planted]:
        for file in desk.some(desk.files(*place, pattern), number):
            yield Planted(what, file, desk.changed(desk.site[file], pattern), *told)

    return plant


def table_cells(desk: _Desk) -> Iterator[Planted]:
    """A digit of a cell of a published CSV, named by line and column."""
    for file in desk.some(desk.files("", ".csv"), 8):
        lines = desk.site[file].decode("utf-8").splitlines(keepends=True)
        header = lines[0].rstrip("\n").split(",")
        places = [
            (number, column)
            for number in desk.chance.sample(range(1, len(lines)), min(40, len(lines) - 1))
            for column, cell in enumerate(lines[number].rstrip("\n").split(","))
            if '"' not in lines[number] and cell.isdigit() and column
        ]
        if not places:
            continue
        number, column = desk.chance.choice(places)
        cells = lines[number].split(",")
        cells[column] = other(cells[column][:1].encode()).decode() + cells[column][1:]
        content = "".join([*lines[:number], ",".join(cells), *lines[number + 1 :]]).encode()
        told = rf"^line {number + 1} \({re.escape(cells[0])}\), column '{re.escape(header[column])}'$"
        yield Planted("a digit of a table", file, content, "cell", told)


def table_rows(desk: _Desk) -> Iterator[Planted]:
    """A quarter dropped, and two rows swapped."""
    for file in desk.some(desk.files("data/series/", ".csv", rb"Q1,"), 3):
        lines = desk.site[file].splitlines(keepends=True)
        at = desk.chance.randrange(1, len(lines) - 1)
        period = lines[at].partition(b",")[0].decode()
        yield Planted("a dropped quarter", file, b"".join(lines[:at] + lines[at + 1 :]), "cell", rf"\({period}\)")
        turned = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
        yield Planted("two swapped rows", file, b"".join(turned), "cell", r"^line \d+ ")


def ledger(desk: _Desk) -> Iterator[Planted]:
    """Values, display texts, statuses, verdicts and rows of charts, each named by claim, milestone, measure, chart."""
    known = json.loads(desk.site["ledger.json"])
    for place in desk.chance.sample(range(len(known["claims"])), 8):
        claim = known["claims"][place]
        if isinstance(claim["value"], int | float):
            yield _in_ledger(desk, ("claims", place, "value"), claim["value"] + 1, "claim", f"^{claim['id']}, value$")
        yield _in_ledger(desk, ("claims", place, "number"), f"{claim['number']}1", "detail", f"^{claim['id']}, number$")
    for place in desk.chance.sample(range(len(known["milestones"])), 4):
        name = f"^status of {known['milestones'][place]['milestone']}, status$"
        yield _in_ledger(desk, ("milestones", place, "status"), "kept", "verdict", name)
    for place in desk.chance.sample(range(len(known["charts"])), 3):
        chart = known["charts"][place]
        row = desk.chance.randrange(len(chart["rows"]))
        first = re.escape(str(chart["rows"][row][0]))
        name = f"^chart {re.escape(chart['id'])}, row {first}$"
        yield _in_ledger(desk, ("charts", place, "rows", row, -1), "7", "chart", name)
    yield _in_ledger(desk, ("edition", "packages"), {"numpy": "0"}, "value", "^edition, packages$")


def _in_ledger(desk: _Desk, way: tuple[Any, ...], value: Any, kind: str, name: str) -> Planted:
    record = json.loads(desk.site["ledger.json"])
    place = record
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    content = (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()
    return Planted(f"another {way[0]} {way[-1]}", "ledger.json", content, kind, name)


def records(desk: _Desk) -> Iterator[Planted]:
    """A letter of a text in the other JSON files, and of the notebooks as run."""
    for start, number in (("claims/", 2), ("lineage.json", 1), ("wording.json", 1), ("datapackage.json", 1)):
        for file in desk.some(desk.files(start, ".json"), number):
            content = desk.changed(desk.site[file], rb'(": "[A-Za-z][^"\\]*?)([a-z])(?=[^"\\]*")')
            yield Planted("a letter of a record", file, content, "value", r"^[\w$@.:\[\]/ -]+$")
    for file in desk.some(desk.files("as_run/", ".ipynb"), 2):
        record = json.loads(desk.site[file])
        cell = next(cell for cell in record["cells"] if cell["cell_type"] == "code" and cell["outputs"])
        cell["source"] = [*cell["source"], "\n1"]
        content = (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()
        yield Planted("a line of code", file, content, "text", f"^cell {cell['id']}, source$")


def packages(desk: _Desk) -> Iterator[Planted]:
    """A number in a spreadsheet and a letter in a document, and a byte in files of other forms."""
    for end, part, pattern, kind, name in (
        (".xlsx", "xl/worksheets/sheet2.xml", rb"(<v>)(\d)", "cell", r"^sheet '.+', cell [A-Z]+\d+$"),
        (".ods", "content.xml", rb"(<text:p>[^<]*?)(\d)", "text", r"^content\.xml, <p> \d+$"),
        (".docx", "word/document.xml", rb"(<w:t[^>]*>[^<]*?)([a-z])", "text", r"^word/document\.xml, <t> \d+$"),
    ):
        (file,) = desk.files("", end)
        yield Planted(f"a character of {part}", file, _repacked(desk, file, part, pattern), kind, name)
    for file in [*desk.files("paper/", ".pdf"), "objects.inv"]:
        content, at = desk.site[file], len(desk.site[file]) // 2
        yield Planted(
            "a byte", file, content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], "", "^(content|object) ?"
        )


def _repacked(desk: _Desk, file: str, part: str, pattern: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(desk.site[file])) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.infolist():
            content = source.read(entry)
            copy.writestr(entry, desk.changed(content, pattern) if entry.filename == part else content)
    return target.getvalue()


def drawn(desk: _Desk) -> Iterator[Planted]:
    """A letter on a page of the board paper, and a pixel and a hidden text in pictures."""
    (file,) = desk.files("paper/", ".pdf")
    pages = [found for found in PDF_STREAM.finditer(desk.site[file]) if b" Tf " in _unpacked(found[1])]
    for found in desk.chance.sample(pages, 3):
        text = desk.chance.choice(list(re.finditer(rb"\\000\\00([1-6])", _unpacked(found[1]))))
        fresh = _unpacked(found[1])[: text.start(1)] + b"7" + _unpacked(found[1])[text.end(1) :]
        content = desk.site[file][: found.start(1)] + zlib.compress(fresh) + desk.site[file][found.end(1) :]
        yield Planted("a letter of the board paper", file, content, "text", r"^page \d+, text \d+$")
    for file in desk.some(desk.files("", ".png"), 2):
        opened = Image.open(io.BytesIO(desk.site[file])).convert("RGBA")
        opened.putpixel((opened.width // 2, opened.height // 2), (1, 2, 3, 255))
        told = PngInfo()
        told.add_text("Comment", "More.")
        for what, picture, kind, name in (
            ("a pixel", _png(opened), "drawing", r"^pixels of columns \d+ to \d+, rows \d+ to \d+$"),
            ("a hidden text", _png(Image.open(io.BytesIO(desk.site[file])), told), "value", "^setting 'Comment'$"),
        ):
            yield Planted(what, file, picture, kind, name)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


def _png(picture: Image.Image, told: PngInfo | None = None) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG", pnginfo=told)
    return made.getvalue()


def characters(desk: _Desk) -> Iterator[Planted]:
    """What a reader hardly sees: a hyphen for a minus, spaces of another kind, marks, ends of lines, other quoting."""
    page, table = "book/edition/05_reduce_crime.html", "data/series/recorded_crime_by_measure.csv"
    for what, file, old, new, name in (
        ("a hyphen for a minus", page, "−9.0 per cent", "-9.0 per cent", "^(#|table )"),
        ("a no-break space", page, "Robbery fell", "Robbery\u00a0fell", "^(#|table )"),
        ("a space that is not seen", page, "4,888", "4\u200b,888", "^(#|table )"),
        ("a comment", page, "</main>", "<!-- 5 --></main>", r"^markup or white space in line \d+"),
        ("a space behind a value", table, ",robbery,1177,", ",robbery,1177 ,", r"column 'value'$"),
        ("other quoting", table, "west_midlands", '"west_midlands"', r"^markup or white space in line 2, "),
        ("a second value of one name", "ledger.json", '"display": "', '"display": "", "display": "', r" in line \d+"),
        ("a comment", desk.files("map/", ".svg")[0], "</svg>", "<!-- 5 --></svg>", r"^markup or white space in line"),
    ):
        assert old in desk.site[file].decode(), what
        yield Planted(what, file, desk.site[file].replace(old.encode(), new.encode(), 1), "", name)
    for file in (page, table, "ledger.json", "_static/planbook.css"):
        content = desk.site[file]
        yield Planted("a byte order mark", file, b"\xef\xbb\xbf" + content, "", "^a byte order mark|^line 1$")
        turned = content.replace(b"\n", b"\r\n")
        yield Planted("other ends of lines", file, turned, "file", "^ends of lines$")


def carried(desk: _Desk) -> Iterator[Planted]:
    """Data that scripts and machines read, tags of cells, parts of packages, and links of a receipt to another."""
    page, notebook = "book/edition/05_reduce_crime.html", "as_run/05_reduce_crime.ipynb"
    for what, file, pattern, fresh, name in (
        (
            "data of a chart's script",
            "book/compare.html",
            rb'(id="pb-compare-data">.{9000}\D\d)(\d)',
            b"",
            "^#pb-compare-data, ",
        ),
        ("a point's spots", page, rb'(data-spots="[^"]*?)(\d)', b"", r", <\w+> \d+$"),
        (
            "data of the front page",
            "book/index.html",
            rb'(ld\+json".{60}[^}]*?)([a-z])(?=[^"{}]*",)',
            b"",
            "^#pb-dataset, ",
        ),
        ("another receipt", page, rb"(receipts/)(robbery\.change_pct)", b"robbery.count", r", <a> \d+$"),
        ("a sentence for previews", "book/index.html", rb'(name="description" content=".*?)(\d)', b"", r"<meta> \d+$"),
        ("a hidden row", page, rb"(<)(tr>)", b'tr class="pb-unseen">', r", <tr> \d+$"),
        ("a title of the search index", "_static/search_index.js", rb'("title": ")(M)', b"", r": entries\[0\]\.title$"),
        ("a tag of a cell", notebook, rb'("tags": \[\s*)(")', b'"remove-cell", "', r"^cell .+: metadata\.tags"),
        ("a number of a run", notebook, rb'("execution_count": )(\d)', b"", r"^cell .+: execution_count$"),
    ):
        found = re.search(pattern, desk.site[file], re.DOTALL)
        assert found, what
        content = desk.site[file][: found.start(2)] + (fresh or other(found[2])) + desk.site[file][found.end(2) :]
        yield Planted(what, file, content, "", name)
    (book,) = desk.files("", ".xlsx")
    for what, part, old, new, name in (
        ("a formula", "xl/worksheets/sheet2.xml", b"<v>", b"<f>1+1</f><v>", r"^sheet '.+', cell [A-Z]+\d+$"),
        ("a hidden column", "xl/worksheets/sheet2.xml", b"<col ", b'<col hidden="1" ', r"^sheet '.+', <col> \d+$"),
        (
            "a hidden sheet",
            "xl/workbook.xml",
            b"<sheet ",
            b'<sheet state="hidden" ',
            r"^xl/workbook\.xml, <sheet> \d+$",
        ),
    ):
        yield Planted(
            what, book, _with_part(desk.site[book], part, lambda held, o=old, n=new: held.replace(o, n, 1)), "", name
        )
    more = _with_part(desk.site[book], "xl/comments1.xml", lambda _: b"<comments/>")
    yield Planted("an added part", book, more, "file", r"^part xl/comments1\.xml$")


def _with_part(package: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """A package with one part edited or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as copy:
        held = {entry.filename: source.read(entry) for entry in source.infolist()}
        for name, content in {part: b"", **held}.items() if part not in held else held.items():
            copy.writestr(name, edit(content) if name == part else content)
    return target.getvalue()


def scripts(desk: _Desk) -> Iterator[Planted]:
    """A letter of a script, the search index or the style."""
    for file in ("_static/search_index.js", "_static/search_index.js", "_static/frame.js", "_static/planbook.css"):
        content = desk.changed(desk.site[file], rb"([a-z ]{6})([a-z])")
        yield Planted("a letter of a script or style", file, content, "", r"^(line \d+$|planbookSearch: )")


def files(desk: _Desk) -> Iterator[Planted]:
    """Files taken away, added or emptied."""
    for file in ("book/methods.html", "receipts/robbery.change_pct.html", "downloads/figures.csv"):
        yield Planted("a removed file", file, None, "file", "^the whole file$")
    yield Planted("an added page", "book/more.html", b"<p>More.</p>", "file", "^the whole file$")
    yield Planted("an emptied page", "book/compare.html", b"", "file", "^a file that cannot be read$")


def sentences(desk: _Desk) -> Iterator[Planted]:
    """A word of a sentence exchanged, and one figure written with another rounding."""
    for file in desk.some(desk.files("book/edition/", ".html", rb"(<p[^>]*>[^<]*?)( the )"), 4):
        content = desk.site[file]
        match = desk.chance.choice(list(re.finditer(rb"(<p(?: [^>]*)?>[^<]*?)( the )", content)))
        fresh = content[: match.start(2)] + b" no " + content[match.end(2) :]
        yield Planted("an edited sentence", file, fresh, "text", ", (p|figcaption|dd|li)$")
    file = "book/edition/05_reduce_crime.html"
    fresh = desk.site[file].replace("−9.0 per cent".encode(), "−9.03 per cent".encode(), 1)
    yield Planted("another rounding", file, fresh, "", "^(#|table )")


PLANS: tuple[Callable[[_Desk], Iterator[Planted]], ...] = (
    in_markup("a digit of a sentence", (PAGES, ".html"), TEXT, 8, ("text", ", p$")),
    in_markup("a digit of a quoted figure", (PAGES, ".html"), CLAIM_LINK, 3, ("", "^(#|table )")),
    in_markup("a digit of a table", (PAGES, ".html"), CELL, 8, ("cell", "row .+, column ")),
    in_markup("a digit of a chart's text", (PAGES, ".html"), SVG_TEXT, 4, ("drawing", ", text$")),
    in_markup("a point of a chart", (PAGES, ".html"), SVG_PATH, 4, ("drawing", r", <path> \d+$")),
    in_markup("a text alternative of a chart", (PAGES, ".html"), LABEL, 2, ("drawing", r", <svg> \d+$")),
    in_markup("a target of a link", (PAGES, ".html"), LINK, 3, ("attribute", r", <a> \d+$")),
    in_markup("a letter of a heading", (PAGES, ".html"), HEADING, 3, ("text", ", h[1-4]$")),
    in_markup("a digit of a receipt", ("receipts/", ".html"), CELL, 3, ("cell", "row .+, column ")),
    in_markup("a digit of a receipt's formula", ("receipts/", ".html"), MATHS, 2, ("", "^(#|table )")),
    in_markup("a point of a drawing", ("", ".svg"), SVG_PATH, 2, ("drawing", r"^drawing, <path> \d+$")),
    table_cells,
    table_rows,
    ledger,
    records,
    packages,
    drawn,
    characters,
    carried,
    scripts,
    files,
    sentences,
)
