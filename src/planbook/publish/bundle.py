"""Write the offline bundle of an edition: its site, and everything to make it again without a network.

For machines the bundle describes itself: RO-Crate 1.1 metadata, with PROV terms on how the ledger was made.
"""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from planbook import Refusal
from planbook.build.site import is_stale
from planbook.data.files import SKIPPED, sha256
from planbook.data.places import Places
from planbook.editions.citing import LICENCE_OF_DATA, Citation, csl_json, zenodo
from planbook.editions.library_files import BEFORE, CHECKSUMS, WORDING, content_at, hash_of
from planbook.editions.wording import Wording, wording_at
from planbook.publish.revision_banner import RECORD, Revision
from planbook.site.evidence import written_json

FOLDERS = ("book", "data", "notebooks", "src/planbook")
FILES = (
    "CITATION.cff", "Containerfile", "LICENSE", "Makefile", "_config.yml", "_toc.yml", "environment.yml",
    "pyproject.toml", "requirements-test.lock", "requirements.lock",
)  # fmt: skip
# The edition is made again from the rest.
LEFT_OUT = ("book/edition/", "book/edition.new/", "book/edition.old/")
# The earliest time that a zip file can state: the day of building would make other bytes of it.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
# So would permissions and system of the machine that packs it.
READABLE, UNIX = 0o100644 << 16, 3
COMPRESSION = 9
CRATE = "ro-crate-metadata.json"
CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context",
    # Neither PROV nor hashes are in RO-Crate's own context, so both are named here.
    {"prov": "http://www.w3.org/ns/prov#", "sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
]
DESCRIPTOR = {
    "@id": CRATE,
    "@type": "CreativeWork",
    "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    "about": {"@id": "./"},
}
LEDGER = "site/ledger.json"
RUN, SOFTWARE, PUBLISHER = "#run", "#planbook", "#publisher"
FORMATS = {
    "css": "text/css", "csv": "text/csv", "html": "text/html", "ipynb": "application/x-ipynb+json",
    "js": "text/javascript", "json": "application/json", "md": "text/markdown", "png": "image/png",
    "py": "text/x-python", "svg": "image/svg+xml", "txt": "text/plain", "xml": "application/xml",
}  # fmt: skip


def write_bundle(places: Places, revision: Revision, target: Path) -> None:
    """Write the bundle of the built site; the same edition gives the same bytes.

    Raises:
        Refusal: data, notebooks or words are not those that the site was made from.
    """
    _refuse_stale(places)
    contents = {name: (places.root / name).read_bytes() for name in FILES if (places.root / name).is_file()}
    for folder in FOLDERS:
        contents |= _files_in(places.root / folder, folder)
    contents = {name: content for name, content in contents.items() if not name.startswith(LEFT_OUT)}
    contents |= _files_in(places.site, "site") | _descriptions(places, revision)
    entries = [BundleFile(name, len(content), hash_of(content)) for name, content in sorted(contents.items())]
    contents[CRATE] = written_json(crate(revision.citation, revision.published.summary, entries)).encode()
    lines = (f"{hash_of(content)}  {name}\n" for name, content in sorted(contents.items()))
    contents[CHECKSUMS] = "".join(lines).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as bundle:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", FIRST_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, UNIX
            bundle.writestr(entry, contents[name])


def _refuse_stale(places: Places) -> None:
    edition = content_at(places.site).ledger.edition
    hashes = ((places.root / name, name, digest) for name, digest in (*edition.data, *edition.notebooks))
    changed = [name for path, name, digest in hashes if not path.is_file() or sha256(path) != digest]
    words = places.site / WORDING
    if words.is_file() and msgspec.json.decode(words.read_bytes(), type=Wording) != wording_at(places, edition):
        changed.append("registers or commentary")
    # The record of the build covers the same files, but says only that something changed: it is asked last.
    if not changed and is_stale(places):
        changed.append("pages, settings, sign-offs or the library")
    if changed:
        raise Refusal(
            f"changed since the edition was run and built: {', '.join(changed)}. Build it again first, with "
            "`planbook book`, so that the evidence is of the site"
        )


def _files_in(folder: Path, name: str) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and SKIPPED.isdisjoint(path.parts))
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


def instructions(citation: Citation, since: str) -> str:
    """The bundle's README. ``since`` is the folder of the edition that the pages compare with, or ``none``."""
    edition = citation.edition
    as_at = f" --as-at {edition.as_at}" if edition.as_at else ""
    which = f"--plan {edition.plan} --period {edition.period} --force {edition.force}{as_at}"
    command = f"planbook.cli book {which} --since {since}"
    template = files("planbook.publish").joinpath("bundle_readme.md").read_text(encoding="utf-8")
    return template.format(title=citation.title, citation=citation.text, command=command)


@dataclass(frozen=True)
class BundleFile:
    """A file of a bundle: path from its folder, size in bytes, SHA-256."""

    path: str
    size: int
    sha256: str


def crate(citation: Citation, description: str, files: Sequence[BundleFile]) -> dict[str, Any]:
    """The JSON-LD document. Until there is a day, the root lacks ``datePublished``, which the format asks for."""
    results = [file.path for file in files if file.path == LEDGER or file.path.startswith("site/as_run/")]
    inputs = [file.path for file in files if file.path.startswith(("data/", "notebooks/"))]
    software = {
        "@id": SOFTWARE,
        "@type": ["SoftwareApplication", "prov:SoftwareAgent"],
        "name": "planbook",
        "softwareVersion": citation.edition.version,
        "license": "https://spdx.org/licenses/MIT",
    }
    publisher = {"@id": PUBLISHER, "@type": "Organization", "name": citation.publication.publisher}
    entities = [_file(file, results, inputs) for file in files]
    root, run = _root(citation, description, files), _run(citation, results, inputs)
    return {"@context": CONTEXT, "@graph": [DESCRIPTOR, root, *entities, run, software, publisher]}


def _root(citation: Citation, description: str, files: Sequence[BundleFile]) -> dict[str, Any]:
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": citation.title,
        "description": description,
        "license": {"@id": LICENCE_OF_DATA},
        "publisher": {"@id": PUBLISHER},
        "temporalCoverage": citation.edition.long_label,
        "mentions": {"@id": RUN},
        "hasPart": _ids(file.path for file in files),
    }
    if citation.revision:
        root |= {"datePublished": citation.published, "version": f"r{citation.revision}"}
    if citation.address:
        root["identifier"] = citation.address
    return root


def _file(file: BundleFile, results: Sequence[str], inputs: Sequence[str]) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "@id": file.path,
        "@type": ["File", "prov:Entity"] if file.path in results or file.path in inputs else "File",
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }
    if encoding := FORMATS.get(file.path.rpartition(".")[2]):
        entity["encodingFormat"] = encoding
    if file.path in results:
        entity["prov:wasGeneratedBy"] = {"@id": RUN}
    if file.path == LEDGER:
        entity["prov:wasDerivedFrom"] = _ids(path for path in results if path != LEDGER)
    return entity


def _run(citation: Citation, results: Sequence[str], inputs: Sequence[str]) -> dict[str, Any]:
    """The run of the notebooks: an action of schema.org and an activity of PROV."""
    edition = citation.edition
    which = f"{edition.plan}, {edition.period}, {edition.force}"
    return {
        "@id": RUN,
        "@type": ["CreateAction", "prov:Activity"],
        "name": f"Run of the notebooks for {which}, as at {edition.as_at or 'last revision'}",
        "instrument": {"@id": SOFTWARE},
        "object": _ids(inputs),
        "result": _ids(results),
        "prov:used": _ids(inputs),
        "prov:wasAssociatedWith": {"@id": SOFTWARE},
    }


def _ids(paths: Iterable[str]) -> list[dict[str, str]]:
    return [{"@id": path} for path in paths]
