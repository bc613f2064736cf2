"""The offline bundle of an edition: its site, and everything from which it can be made again without a network."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.core.bundle_words import instructions
from planbook.core.crate import CRATE, Held, crate
from planbook.data.digests import sha256
from planbook.edge.site_inputs import inputs_of_site
from planbook.editions.citing import csl_json, zenodo
from planbook.editions.edition_files import BEFORE, content_at
from planbook.editions.wording import wording_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from planbook.data.places import Places
    from planbook.editions.citing import Citation
    from planbook.editions.library import Published

__all__ = ["RECORD", "Order", "StaleEdition", "bundle_name", "write_bundle"]

FOLDERS = ("book", "data", "notebooks", "src/planbook")
FILES = (
    "CITATION.cff",
    "Containerfile",
    "LICENSE",
    "Makefile",
    "_config.yml",
    "_toc.yml",
    "environment.yml",
    "pyproject.toml",
    "requirements-test.lock",
    "requirements.lock",
)
LEFT_OUT = ("book/edition/", "book/edition.new/", "book/edition.old/")
HIDDEN = ("__pycache__", ".ipynb_checkpoints")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can state: the same for every file of every bundle."""
READABLE = 0o100644 << 16
COMPRESSION = 9
RECORD = "published.json"
"""What a bundle says of the revision that it belongs to; its published pages can be stamped again from it."""


class StaleEdition(RuntimeError):
    """The site was made from other files than those that would go into the bundle with it."""

    def __init__(self, changed: tuple[str, ...]) -> None:
        super().__init__(
            f"changed since the edition was run and built: {', '.join(changed)}. Build it again first, with "
            "`planbook book`, so that the evidence is of the site"
        )


@dataclass(frozen=True)
class Order:
    """What is asked for: where the bundle goes, how the edition is cited, its sentence, its revision's record."""

    target: Path
    citation: Citation
    description: str
    record: Mapping[str, Any]


def bundle_name(published: Published) -> str:
    """The file name of a bundle: ``planbook-west_midlands-fy2014-15-r1.zip``."""
    return f"planbook-{published.force}-{published.slug}-r{published.revision}.zip"


def write_bundle(places: Places, order: Order) -> None:
    """Write the bundle; the same edition gives the same bytes.

    Raises:
        StaleEdition: data, notebooks or words are not those that the site was made from.
    """
    _refuse_stale(places)
    held = {**_project(places), **_tree(places.site, "site")}
    held |= {name: text.encode() for name, text in _written(places, order).items()}
    described = [Held(name, len(content), _hash(content)) for name, content in sorted(held.items())]
    held[CRATE] = _json(crate(order.citation, order.description, described))
    listed = "".join(f"{_hash(content)}  {name}\n" for name, content in sorted(held.items()))
    held["checksums.txt"] = listed.encode()
    order.target.parent.mkdir(parents=True, exist_ok=True)
    _zip(order.target, held)


def _written(places: Places, order: Order) -> dict[str, str]:
    """The files that are written for the bundle."""
    return {
        "README.md": instructions(
            order.citation, since=f"site/{BEFORE}" if (places.site / BEFORE).is_dir() else "none"
        ),
        RECORD: _json(order.record).decode(),
        ".zenodo.json": _json(zenodo(order.citation, order.description)).decode(),
        "citation.bib": order.citation.bibtex,
        "citation.json": _json(csl_json(order.citation)).decode(),
    }


def _project(places: Places) -> dict[str, bytes]:
    found = {name: (places.root / name).read_bytes() for name in FILES if (places.root / name).is_file()}
    for folder in FOLDERS:
        found |= _tree(places.root / folder, folder)
    return {name: content for name, content in found.items() if not name.startswith(LEFT_OUT)}


def _tree(folder: Path, name: str) -> dict[str, bytes]:
    return {f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part in HIDDEN for part in path.parts):
            yield path


def _refuse_stale(places: Places) -> None:
    content = content_at(places.site)
    edition = content.ledger.edition
    hashes = (*edition.data, *edition.notebooks)
    changed = [name for name, known in hashes if not (path := places.root / name).is_file() or sha256(path) != known]
    if content.wording and content.wording != wording_at(places, edition):
        changed.append("registers or commentary")
    built_from = places.built_from.read_text(encoding="utf-8").split() if places.built_from.is_file() else []
    if not changed and built_from and built_from[-1] != inputs_of_site(places, ""):
        changed.append("pages, settings, sign-offs or the library")
    if changed:
        raise StaleEdition(tuple(changed))


def _zip(target: Path, held: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as bundle:
        for name in sorted(held):
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", FIRST_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
            bundle.writestr(entry, held[name])


def _json(record: Any) -> bytes:  # noqa: ANN401
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
