"""The page of data: every published file with what it holds, and the files themselves beside the pages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.core.chart_files import chart_path
from planbook.core.claim_record import claim_address
from planbook.core.downloads import GROUPS
from planbook.publish.store import MANIFEST, listing, prepared
from planbook.publish.subject import Subject
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planbook.core.downloads import Listed
    from planbook.site.source import Source

__all__ = ["DIRECTIVES", "publish_data"]

HASH_SHOWN = 12
"""Characters of a hash on the page; the whole stands in the manifest."""


@dataclass(frozen=True)
class ChartFiles:
    """The three files of one chart."""

    title: str
    measure: str
    csv: Listed
    svg: Listed
    png: Listed


def publish_data(source: Source, out: Path) -> None:
    """Put every file of the edition's data beside the pages."""
    shutil.copytree(prepared(_subject(source)), out, dirs_exist_ok=True)


class DataFiles(BlockDirective):
    """Every published file, by group."""

    template = "data_files.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Files by group, the files of each chart together, and the records of single figures."""
        files = listing(prepared(_subject(source)))
        by_path = {file.path: file for file in files}
        grouped = {group: [file for file in files if file.group == group and file.listed] for group in GROUPS}
        return {
            "root": "../" * self.env.docname.count("/"),
            "groups": [(group, GROUPS[group], grouped[group]) for group in GROUPS if group not in {"charts", "claims"}],
            "charts": [_chart(record, by_path) for record in source.ledger.charts],
            "claims": [(claim, by_path[claim_address(claim.id)]) for claim in source.ledger.claims],
            "titles": GROUPS,
            "manifest": MANIFEST,
            "shown": HASH_SHOWN,
        }


def _subject(source: Source) -> Subject:
    return Subject(source.places, source.ledger, source.plan, source.measures)


def _chart(record: Mapping[str, Any], files: Mapping[str, Listed]) -> ChartFiles:
    csv, svg, png = (files[chart_path(record["id"], ending)] for ending in ("csv", "svg", "png"))
    return ChartFiles(record["title"], record["measure"], csv, svg, png)


DIRECTIVES = {"planbook-data": DataFiles}
