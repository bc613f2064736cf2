"""Write the offline bundle of an edition: its site, and everything to make it again without a network."""

import hashlib
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from planbook.build.site import is_stale
from planbook.data.files import sha256
from planbook.data.places import Places
from planbook.editions.citing import Citation, csl_json, zenodo
from planbook.editions.library_files import BEFORE, CHECKSUMS, WORDING, content_at
from planbook.editions.wording import Wording, wording_at
from planbook.publish.crate import CRATE, BundleFile, crate
from planbook.publish.revision import RECORD, Revision
from planbook.site.evidence import written_json

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
HIDDEN = frozenset({"__pycache__", ".ipynb_checkpoints"})
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can state: the same for every file of every bundle."""
READABLE, UNIX = 0o100644 << 16, 3
COMPRESSION = 9


class StaleEdition(RuntimeError):
    """The site was made from other files than those that would go into the bundle with it."""

    def __init__(self, changed: tuple[str, ...]) -> None:
        super().__init__(
            f"changed since the edition was run and built: {', '.join(changed)}. Build it again first, with "
            "`planbook book`, so that the evidence is of the site"
        )


def write_bundle(places: Places, revision: Revision, target: Path) -> None:
    """Write the bundle of the built site; the same edition gives the same bytes.

    Raises:
        StaleEdition: data, notebooks or words are not those that the site was made from.
    """
    _refuse_stale(places)
    contents = {**_project(places), **_files_in(places.site, "site"), **_descriptions(places, revision)}
    described = [BundleFile(name, len(content), _hash(content)) for name, content in sorted(contents.items())]
    contents[CRATE] = written_json(crate(revision.citation, revision.published.summary, described)).encode()
    listed = "".join(f"{_hash(content)}  {name}\n" for name, content in sorted(contents.items()))
    contents[CHECKSUMS] = listed.encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    _zip(target, contents)


def instructions(citation: Citation, since: str) -> str:
    """The bundle's README. ``since`` is the folder of the edition that the pages compare with, or ``none``."""
    edition = citation.edition
    as_at = f" --as-at {edition.as_at}" if edition.as_at else ""
    command = f"planbook.cli book --period {edition.period} --force {edition.force}{as_at} --since {since}"
    template = files("planbook.publish").joinpath("bundle_readme.md").read_text(encoding="utf-8")
    return template.format(title=citation.title, citation=citation.text, command=command)


def _refuse_stale(places: Places) -> None:
    edition = content_at(places.site).ledger.edition
    hashes = ((places.root / name, name, digest) for name, digest in (*edition.data, *edition.notebooks))
    changed = [name for path, name, digest in hashes if not path.is_file() or sha256(path) != digest]
    words = places.site / WORDING
    if words.is_file() and msgspec.json.decode(words.read_bytes(), type=Wording) != wording_at(places, edition):
        changed.append("registers or commentary")
    if not changed and is_stale(places):
        changed.append("pages, settings, sign-offs or the library")
    if changed:
        raise StaleEdition(tuple(changed))


def _project(places: Places) -> dict[str, bytes]:
    """The files that the site was made from."""
    project = {name: (places.root / name).read_bytes() for name in FILES if (places.root / name).is_file()}
    for folder in FOLDERS:
        project |= _files_in(places.root / folder, folder)
    return {name: content for name, content in project.items() if not name.startswith(LEFT_OUT)}


def _files_in(folder: Path, name: str) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and HIDDEN.isdisjoint(path.parts))
    return {f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _descriptions(places: Places, revision: Revision) -> dict[str, bytes]:
    """The files that are written for the bundle."""
    citation = revision.citation
    since = f"site/{BEFORE}" if (places.site / BEFORE).is_dir() else "none"
    return {
        "README.md": instructions(citation, since).encode(),
        RECORD: written_json(revision.record).encode(),
        ".zenodo.json": written_json(zenodo(citation, revision.published.summary)).encode(),
        "citation.bib": citation.bibtex.encode(),
        "citation.json": written_json(csl_json(citation)).encode(),
    }


def _zip(target: Path, contents: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as bundle:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", FIRST_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, UNIX
            bundle.writestr(entry, contents[name])


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
