"""Write the certificate of an audit: a light page with the result, and the same as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path

from planbook.audit.records import KINDS
from planbook.audit.report import Audit
from planbook.audit.text_pairs import text_pair
from planbook.site.render import render
from planbook.site.theme import POLICY

LISTED = 200
"""Differences on the page; ``audit.json`` holds all."""
WIDTH = 160
SHARED_FILES = ("planbook.css", "scheme.js", "favicon.svg")
"""Files of the rebuilt site that the page uses too."""


def write_certificate(folder: Path, audit: Audit, rebuilt: Mapping[str, bytes]) -> None:
    """Write ``audit.json`` and ``index.html`` with the files that the page needs; they do not depend on the day."""
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(audit.as_record(), indent=1, ensure_ascii=False)
    (folder / "audit.json").write_text(f"{record}\n", encoding="utf-8")
    (folder / "index.html").write_text(certificate_page(audit), encoding="utf-8")
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
