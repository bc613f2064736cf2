"""The page of data: every published file with what it holds, and the files themselves beside the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planbook.claims.claims import claim_address
from planbook.claims.records import chart_path
from planbook.data.files import Made
from planbook.data.values import nearest
from planbook.export.downloads import GROUPS, MANIFEST, DataFile, manifest
from planbook.site.edition_source import Source
from planbook.site.render import BlockDirective

HASH_LETTERS = 12
"""Characters of a hash on the page; the whole stands in the manifest."""


@dataclass(frozen=True)
class ChartFiles:
    """The three files of one chart."""

    title: str
    csv: DataFile
    svg: DataFile
    png: DataFile


def data_files(source: Source) -> Iterator[Made]:
    """Every file of the edition's data, and the manifest of them."""
    yield from ((file.path, file.content) for file in source.export.files)
    yield MANIFEST, manifest(source.export.files)


class DataBlock(BlockDirective):
    """A block of the page of data."""

    def files(self, source: Source) -> dict[str, DataFile]:
        """Every published file, by path."""
        return {file.path: file for file in source.export.files}

    def base(self, group: str) -> dict[str, Any]:
        """What all templates need: the way to the root of the site, the caption, how much of a hash is shown."""
        return {"root": "../" * self.env.docname.count("/"), "caption": GROUPS[group], "letters": HASH_LETTERS}


class DataFiles(DataBlock):
    """The files of one group, named by the directive's argument."""

    template = "data_files.html"
    required_arguments = 1

    def values(self, source: Source) -> dict[str, Any]:
        """One record a file."""
        group = self.arguments[0]
        if group not in GROUPS:
            raise self.error(f"no group of files {group!r}; nearest: {nearest(group, GROUPS)}")
        files = [file for file in self.files(source).values() if file.group == group and file.listed]
        return {**self.base(group), "files": files}


class DataCharts(DataBlock):
    """The three files of each chart, in the order of the edition."""

    template = "data_charts.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One record a chart."""
        files = self.files(source)
        charts = [
            ChartFiles(chart.title, *(files[chart_path(chart.id, ending)] for ending in ("csv", "svg", "png")))
            for chart in source.ledger.charts
        ]
        return {**self.base("charts"), "charts": charts}


class DataClaims(DataBlock):
    """The record of each figure, and the manifest of all files."""

    template = "data_claims.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One pair of claim and file a figure."""
        files = self.files(source)
        claims = [(claim, files[claim_address(claim.id)]) for claim in source.ledger.claims]
        return {**self.base("claims"), "claims": claims, "manifest": MANIFEST}


DIRECTIVES = {
    "planbook-data": DataFiles,
    "planbook-data-charts": DataCharts,
    "planbook-data-claims": DataClaims,
}
