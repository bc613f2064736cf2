"""The certificate of an audit: a light page with its result, and the same as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planbook.audit.showing import shown_pair
from planbook.audit.thing import KINDS
from planbook.site.render import render
from planbook.site.theme import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planbook.audit.report import Audit

__all__ = ["certificate_page", "write_certificate"]

SHOWN = 200
"""Differences that the page shows; ``audit.json`` holds all."""
LONGEST = 160
SHARED = {
    "_static/planbook.css": "planbook.css",
    "_static/scheme.js": "scheme.js",
    "_static/favicon.svg": "favicon.svg",
}
"""Files of the rebuilt site that the page uses too."""


def write_certificate(folder: Path, audit: Audit, rebuilt: Mapping[str, bytes]) -> None:
    """Write ``audit.json`` and ``index.html`` with what the page needs; nothing in them depends on the day."""
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(audit.as_record(), indent=1, ensure_ascii=False)
    (folder / "audit.json").write_text(f"{record}\n", encoding="utf-8")
    (folder / "index.html").write_text(certificate_page(audit), encoding="utf-8")
    for name, target in SHARED.items():
        if name in rebuilt:
            (folder / target).write_bytes(rebuilt[name])


def certificate_page(audit: Audit) -> str:
    """The page: what was compared, in what environment, with what result, and each difference with its likely cause."""
    found = [*audit.differing, *audit.within]
    return render(
        "certificate.html",
        audit=audit,
        policy=POLICY,
        kinds=KINDS,
        shown=found[:SHOWN],
        more=len(found) - SHOWN,
        pair=lambda one: shown_pair(one.published, one.rebuilt, LONGEST),
    )
