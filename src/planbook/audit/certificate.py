"""Write the certificate of an audit: a light page with the result, and the same as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path

from planbook.audit.records import KINDS
from planbook.audit.report import Audit, text_pair
from planbook.site.render import render
from planbook.site.theme import POLICY

RECORD, PAGE = "audit.json", "index.html"
LISTED = 200
"""Differences on the page; ``audit.json`` holds all."""
WIDTH = 160
SHARED_FILES = ("planbook.css", "scheme.js", "favicon.svg")
"""Files of the rebuilt site that the page uses too."""


class NoPlace(ValueError):
    """The folder of the certificate cannot be written to."""

    def __init__(self, folder: Path, error: OSError) -> None:
        remedy = "Name another folder: --to FOLDER"
        super().__init__(f"the certificate cannot be written to {folder}: {error.strerror}. {remedy}")


def remove_certificate(folder: Path) -> None:
    """Remove the certificate of an earlier audit, before another begins: it must not stand for that one.

    Raises:
        NoPlace: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (RECORD, PAGE):
            (folder / name).write_text("", encoding="utf-8")
            (folder / name).unlink()
    except OSError as error:
        raise NoPlace(folder, error) from error


def write_certificate(folder: Path, audit: Audit, rebuilt: Mapping[str, bytes]) -> None:
    """Write ``audit.json`` and ``index.html`` with the files that the page needs; they do not depend on the day."""
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(audit.as_record(), indent=1, ensure_ascii=False)
    (folder / RECORD).write_text(f"{record}\n", encoding="utf-8")
    (folder / PAGE).write_text(certificate_page(audit), encoding="utf-8")
    for name in SHARED_FILES:
        if content := rebuilt.get(f"_static/{name}"):
            (folder / name).write_bytes(content)


def certificate_page(audit: Audit) -> str:
    """The page: what was compared, in what environment, with what result, and each difference with its cause."""
    return render(
        "certificate.html",
        audit=audit,
        policy=POLICY,
        kinds=KINDS,
        shown=audit.differences[:LISTED],
        more=len(audit.differences) - LISTED,
        pair=lambda one: text_pair(one.published, one.rebuilt, WIDTH),
    )
