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
CRIME_PAGE, FRONT_PAGE = "book/edition/05_reduce_crime.html", "book/index.html"
NOTEBOOK, TABLE = "as_run/05_reduce_crime.ipynb", "data/series/recorded_crime_by_measure.csv"
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
PAGES, RECEIPTS, COMPARE, INDEX = "book/.*html", "receipts/.*html", "book/compare.html", "_static/search_index.js"
SHEET = "xl/worksheets/sheet2.xml"
QUOTED = rb'(<a class="[^"]*pb-claim[^"]*"[^>]*>[^<]*?)(\d)'
LETTER = rb'(": "[A-Za-z][^"\\]*?)([a-z])(?=[^"\\]*")'
IN_PAGE, IN_RECORD, BY_LINE = "^(#|table )", r"^[\w$@.:\[\]/ -]+$", r"^markup or white space in line \d+"
IN_SHEET, SCRIPT = r"^sheet '.+', cell [A-Z]+\d+$", r"^(line \d+$|planbookSearch: )"

EDITS: tuple[tuple[str, str, int, bytes, bytes, str, str], ...] = (
    # what, files, how many, pattern before and at the character, text in its place, kind, name
    ("a digit of a sentence", PAGES, 8, rb"(<p(?: [^>]*)?>[^<]*?)(\d)", b"", "text", ", p$"),
    ("a digit of a quoted figure", PAGES, 3, QUOTED, b"", "", IN_PAGE),
    ("a digit of a table", PAGES, 8, rb"(<td(?: [^>]*)?>[^<]*?)(\d)", b"", "cell", "row .+, column "),
    ("a digit of a chart's text", PAGES, 4, rb"(<text(?: [^>]*)?>[^<]*?)(\d)", b"", "drawing", ", text$"),
    ("a point of a chart", PAGES, 4, rb'(<path [^>]*\bd="[^"]*?)(\d)', b"", "drawing", r", <path> \d+$"),
    ("an alternative text", PAGES, 2, rb'(<svg [^>]*aria-label="[^"]*?)([a-z])', b"", "drawing", r"<svg> \d+$"),
    ("a target of a link", PAGES, 3, rb'(<a [^>]*href="[^"#:]*?/)([a-z])', b"", "attribute", r", <a> \d+$"),
    ("a letter of a heading", PAGES, 3, rb"(<h[1-4](?: [^>]*)?>[^<]*?)([a-z])", b"", "text", ", h[1-4]$"),
    ("a digit of a receipt", RECEIPTS, 3, rb"(<td(?: [^>]*)?>[^<]*?)(\d)", b"", "cell", "row .+, column "),
    ("a digit of a receipt's formula", RECEIPTS, 2, rb"(<mn>)(\d)", b"", "", IN_PAGE),
    ("a point of a drawing", ".*svg", 2, rb'(<path [^>]*\bd="[^"]*?)(\d)', b"", "drawing", r"^drawing, <path> \d+$"),
    ("an edited sentence", "book/edition/.*html", 4, rb"(<p(?: [^>]*)?>[^<]*?)( the )", b" no ", "text", ", p$"),
    ("another rounding", CRIME_PAGE, 1, "(−9.0)( )".encode(), b"3 ", "", IN_PAGE),
    ("a hyphen for a minus", CRIME_PAGE, 1, "()(−)(?=9.0 per cent)".encode(), b"-", "", IN_PAGE),
    ("a no-break space", CRIME_PAGE, 1, b"(Robbery)( )(?=fell)", "\u00a0".encode(), "", IN_PAGE),
    ("a space that is not seen", CRIME_PAGE, 1, b"(4)(,)(?=888)", "\u200b,".encode(), "", IN_PAGE),
    ("a comment", CRIME_PAGE, 1, b"()(</main>)", b"<!-- 5 --></main>", "", BY_LINE),
    ("a comment", "map/.*svg", 1, b"()(</svg>)", b"<!-- 5 --></svg>", "", BY_LINE),
    ("a point's spots", CRIME_PAGE, 1, rb'(data-spots="[^"]*?)(\d)', b"", "", r", <\w+> \d+$"),
    ("another receipt", CRIME_PAGE, 1, rb"(receipts/)(robbery\.change_pct)", b"robbery.count", "", r", <a> \d+$"),
    ("a hidden row", CRIME_PAGE, 1, rb"(<)(tr>)", b'tr class="pb-unseen">', "", r", <tr> \d+$"),
    ("a sentence for previews", FRONT_PAGE, 1, rb'(name="description" content=".*?)(\d)', b"", "", r"<meta> \d+$"),
    ("data of the site", FRONT_PAGE, 1, rb'(ld\+json".{60}[^}]*?)([a-z])(?=[^"{}]*",)', b"", "", "^#pb-dataset, "),
    ("data of a script", COMPARE, 1, rb'(id="pb-compare-data">.{9000}\D\d)(\d)', b"", "", "^#pb-compare-data, "),
    ("a space behind a value", TABLE, 1, b"(,robbery,1177)(,)", b" ,", "", "column 'value'$"),
    ("other quoting", TABLE, 1, b"()(west_midlands)", b'"west_midlands"', "", BY_LINE),
    ("a second value", "ledger.json", 1, b'()("display": ")', b'"display": "", "display": "', "", r" in line \d+"),
    ("a letter of a record", "claims/.*json", 2, LETTER, b"", "value", IN_RECORD),
    ("a letter of a record", "(lineage|wording|datapackage).json", 3, LETTER, b"", "value", IN_RECORD),
    ("a tag of a cell", NOTEBOOK, 1, rb'("tags": \[\s*)(")', b'"remove-cell", "', "", r"^cell .+: metadata\.tags"),
    ("a number of a run", NOTEBOOK, 1, rb'("execution_count": )(\d)', b"", "", r"^cell .+: execution_count$"),
    ("a line of code", "as_run/.*ipynb", 2, rb'("source": \[\s*")([a-z])', b"", "text", r"^cell .+, source$"),
    ("a title of the search index", INDEX, 1, b'("title": ")(M)', b"", "", r": entries\[\d+\]\.title$"),
    ("a letter of a style", "_static/planbook.css", 1, rb"([a-z ]{6})([a-z])", b"", "", SCRIPT),
    ("a letter of a script", "_static/(search_index|frame).js", 3, rb"([a-z ]{6})([a-z])", b"", "", SCRIPT),
)  # fmt: skip
PARTS: tuple[tuple[str, str, str, bytes, bytes, str, str], ...] = (
    # what, package, part, pattern, text in its place, kind, name
    ("a number", ".xlsx", SHEET, rb"(<v>)(\d)", b"", "cell", IN_SHEET),
    ("a formula", ".xlsx", SHEET, b"()(<v>)", b"<f>1+1</f><v>", "", IN_SHEET),
    ("a hidden column", ".xlsx", SHEET, b"()(<col )", b'<col hidden="1" ', "", r"^sheet '.+', <col> \d+$"),
    ("a hidden sheet", ".xlsx", "xl/workbook.xml", b"()(<sheet )", b'<sheet state="hidden" ', "", r"<sheet> \d+$"),
    ("an added part", ".xlsx", "xl/comments1.xml", b"()()", b"<comments/>", "file", r"^part xl/comments1\.xml$"),
    ("a digit", ".ods", "content.xml", rb"(<text:p>[^<]*?)(\d)", b"", "text", r"^content\.xml, <p> \d+$"),
    ("a letter", ".docx", "word/document.xml", rb"(<w:t[^>]*>[^<]*?)([a-z])", b"", "text", r"^word/doc.*, <t> \d+$"),
)  # fmt: skip


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
    planter = _Planter(site, random.Random(SEED))  # noqa: S311 - faults, not secrets
    return tuple(fault for plant in PLANS for fault in plant(planter))


@dataclass(frozen=True)
class _Planter:
    """Chooses files and places of a site."""

    site: Mapping[str, bytes]
    chance: random.Random

    def files(self, pattern: str, content: bytes = b"") -> list[str]:
        """Names of files that match a pattern, of those whose content matches another."""
        names = [name for name in sorted(self.site) if re.fullmatch(pattern, name)]
        return [name for name in names if re.search(content, self.site[name], re.DOTALL)]

    def some(self, names: list[str], number: int) -> list[str]:
        """So many of the names, each once as long as there are enough."""
        enough = len(names) >= number
        return self.chance.sample(names, number) if enough else self.chance.choices(names, k=number)

    def changed(self, content: bytes, pattern: bytes, fresh: bytes = b"") -> bytes:
        """The content with the last group of one match replaced, by another digit or letter if nothing is given."""
        match = self.chance.choice(list(re.finditer(pattern, content, re.DOTALL)))
        return content[: match.start(2)] + (fresh or other(match[2])) + content[match.end(2) :]


def other(character: bytes) -> bytes:
    """Another digit for a digit, another letter for a letter."""
    if character.isdigit():
        return b"%d" % ((int(character) + 1) % 10)
    return b"q" if character != b"q" else b"x"


def edits(planter: _Planter) -> Iterator[Planted]:
    """Each edit of the table, in as many files."""
    for what, files, number, pattern, fresh, kind, name in EDITS:
        for file in planter.some(planter.files(files, pattern), number):
            yield Planted(what, file, planter.changed(planter.site[file], pattern, fresh), kind, name)


def packages(planter: _Planter) -> Iterator[Planted]:
    """Each edit of a part of a spreadsheet or document; and a byte of files of other forms."""
    for what, end, part, pattern, fresh, kind, name in PARTS:
        (file,) = planter.files(f".*{re.escape(end)}")
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(planter.site[file])) as source, zipfile.ZipFile(target, "w") as copy:
            parts = {entry: source.read(entry) for entry in source.namelist()}
            for entry, content in {**parts, part: parts.get(part, b"")}.items():
                copy.writestr(entry, planter.changed(content, pattern, fresh) if entry == part else content)
        yield Planted(f"{what} of {part}", file, target.getvalue(), kind, name)
    for file in [*planter.files("paper/.*pdf"), "objects.inv"]:
        content, at = planter.site[file], len(planter.site[file]) // 2
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        yield Planted("a byte", file, flipped, "", "^(content|object) ?")


def tables(planter: _Planter) -> Iterator[Planted]:
    """A digit of a cell, named by line and column; a dropped quarter; two swapped rows."""
    for file in planter.some(planter.files(".*csv", rb"\n[^\n\"]*,\d+(,|\n)"), 6):
        header, *lines = planter.site[file].decode("utf-8").splitlines(keepends=True)
        places = [
            (number, column)
            for number, line in enumerate(lines)
            for column, cell in enumerate(line.rstrip("\n").split(","))
            if '"' not in line and cell.isdigit() and column
        ]
        number, column = planter.chance.choice(places)
        cells = lines[number].split(",")
        cells[column] = other(cells[column][:1].encode()).decode() + cells[column][1:]
        content = "".join([header, *lines[:number], ",".join(cells), *lines[number + 1 :]]).encode()
        heading = re.escape(header.rstrip("\n").split(",")[column])
        place = rf"^line {number + 2} \({re.escape(cells[0])}\), column '{heading}'$"
        yield Planted("a digit of a table", file, content, "cell", place)
    for file in planter.some(planter.files("data/series/.*csv", rb"Q1,"), 3):
        rows = planter.site[file].splitlines(keepends=True)
        at = planter.chance.randrange(1, len(rows) - 1)
        period = rows[at].partition(b",")[0].decode()
        yield Planted("a dropped quarter", file, b"".join(rows[:at] + rows[at + 1 :]), "cell", rf"\({period}\)")
        rows[at : at + 2] = rows[at + 1], rows[at]
        yield Planted("two swapped rows", file, b"".join(rows), "cell", r"^line \d+ ")


def ledger(planter: _Planter) -> Iterator[Planted]:
    """Values, display texts, statuses, verdicts and rows of charts, each named by claim, milestone, measure, chart."""
    record = json.loads(planter.site["ledger.json"])
    for place in planter.chance.sample(range(len(record["claims"])), 8):
        claim = record["claims"][place]
        path, name = ("claims", place), claim["id"]
        if isinstance(claim["value"], int | float):
            yield _in_ledger(planter, (*path, "value"), claim["value"] + 1, "claim", f"^{name}, value$")
        yield _in_ledger(planter, (*path, "number"), f"{claim['number']}1", "detail", f"^{name}, number$")
    for place in planter.chance.sample(range(len(record["milestones"])), 4):
        name = f"^status of {record['milestones'][place]['milestone']}, status$"
        yield _in_ledger(planter, ("milestones", place, "status"), "kept", "verdict", name)
    for place in planter.chance.sample(range(len(record["charts"])), 3):
        chart = record["charts"][place]
        row = planter.chance.randrange(len(chart["rows"]))
        name = f"^chart {re.escape(chart['id'])}, row {re.escape(str(chart['rows'][row][0]))}$"
        yield _in_ledger(planter, ("charts", place, "rows", row, -1), "7", "chart", name)
    yield _in_ledger(planter, ("edition", "packages"), {"numpy": "0"}, "value", "^edition, packages$")


def _in_ledger(planter: _Planter, path: tuple[Any, ...], value: Any, kind: str, name: str) -> Planted:
    record = place = json.loads(planter.site["ledger.json"])
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    content = (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()
    return Planted(f"another {path[0]} {path[-1]}", "ledger.json", content, kind, name)


def drawings(planter: _Planter) -> Iterator[Planted]:
    """A letter on a page of the board paper, and a pixel and a hidden text in pictures."""
    (file,) = planter.files("paper/.*pdf")
    paper = planter.site[file]
    pages = [match for match in PDF_STREAM.finditer(paper) if b" Tf " in _unpacked(match[1])]
    for match in planter.chance.sample(pages, 3):
        fresh = zlib.compress(planter.changed(_unpacked(match[1]), rb"(\\000\\00)([1-6])", b"7"))
        content = paper[: match.start(1)] + fresh + paper[match.end(1) :]
        yield Planted("a letter of the board paper", file, content, "text", r"^page \d+, text \d+$")
    for file in planter.some(planter.files(".*png"), 2):
        picture, comment = Image.open(io.BytesIO(planter.site[file])), PngInfo()
        comment.add_text("Comment", "More.")
        yield Planted("a hidden text", file, _png(picture, comment), "value", "^setting 'Comment'$")
        spotted = picture.convert("RGBA")
        spotted.putpixel((spotted.width // 2, spotted.height // 2), (1, 2, 3, 255))
        yield Planted("a pixel", file, _png(spotted), "drawing", r"^pixels of columns \d+ to \d+, rows \d+ to \d+$")


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


def _png(picture: Image.Image, comment: PngInfo | None = None) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG", pnginfo=comment)
    return made.getvalue()


def whole_files(planter: _Planter) -> Iterator[Planted]:
    """Byte order marks and other ends of lines; files taken away, added or emptied."""
    for file in (CRIME_PAGE, TABLE, "ledger.json", "_static/planbook.css"):
        content = planter.site[file]
        yield Planted("a byte order mark", file, b"\xef\xbb\xbf" + content, "", "^a byte order mark|^line 1$")
        yield Planted("other ends of lines", file, content.replace(b"\n", b"\r\n"), "file", "^ends of lines$")
    for file in ("book/methods.html", "receipts/robbery.change_pct.html", "downloads/figures.csv"):
        yield Planted("a removed file", file, None, "file", "^the whole file$")
    yield Planted("an added page", "book/more.html", b"<p>More.</p>", "file", "^the whole file$")
    yield Planted("an emptied page", "book/compare.html", b"", "file", "^a file that cannot be read$")


PLANS: tuple[Callable[[_Planter], Iterator[Planted]], ...] = (
    edits, packages, tables, ledger, drawings, whole_files,
)  # fmt: skip
