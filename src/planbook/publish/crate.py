"""Describe a bundle for machines: RO-Crate 1.1 metadata, with PROV terms on how the ledger was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from planbook.editions.citing import LICENCE_OF_DATA, Citation

CRATE = "ro-crate-metadata.json"
CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context",
    {
        "prov": "http://www.w3.org/ns/prov#",
        "sha256": "https://w3id.org/ro/terms/workflow-run#sha256",
    },
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
    "css": "text/css",
    "csv": "text/csv",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/markdown",
    "png": "image/png",
    "py": "text/x-python",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xml": "application/xml",
}


@dataclass(frozen=True)
class BundleFile:
    """A file of a bundle: path from its folder, size in bytes, SHA-256."""

    path: str
    size: int
    sha256: str


def crate(citation: Citation, description: str, files: Sequence[BundleFile]) -> dict[str, Any]:
    """The JSON-LD document. The root lacks ``datePublished``, which the format asks for, until there is a day."""
    made = [file.path for file in files if file.path == LEDGER or file.path.startswith("site/as_run/")]
    used = [file.path for file in files if file.path.startswith(("data/", "notebooks/"))]
    software = {
        "@id": SOFTWARE,
        "@type": ["SoftwareApplication", "prov:SoftwareAgent"],
        "name": "planbook",
        "softwareVersion": citation.edition.version,
        "license": "https://spdx.org/licenses/MIT",
    }
    publisher = {"@id": PUBLISHER, "@type": "Organization", "name": citation.publication.publisher}
    entities = [_file(file, made, used) for file in files]
    root, run = _root(citation, description, files), _run(citation, made, used)
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


def _file(file: BundleFile, made: Sequence[str], used: Sequence[str]) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "@id": file.path,
        "@type": ["File", "prov:Entity"] if file.path in made or file.path in used else "File",
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }
    if encoding := FORMATS.get(file.path.rpartition(".")[2]):
        entity["encodingFormat"] = encoding
    if file.path in made:
        entity["prov:wasGeneratedBy"] = {"@id": RUN}
    if file.path == LEDGER:
        entity["prov:wasDerivedFrom"] = _ids(path for path in made if path != LEDGER)
    return entity


def _run(citation: Citation, made: Sequence[str], used: Sequence[str]) -> dict[str, Any]:
    """The run of the notebooks: an action of schema.org and an activity of PROV."""
    edition = citation.edition
    return {
        "@id": RUN,
        "@type": ["CreateAction", "prov:Activity"],
        "name": f"Run of the notebooks for {edition.period}, {edition.force}, as at {edition.as_at or 'last revision'}",
        "instrument": {"@id": SOFTWARE},
        "object": _ids(used),
        "result": _ids(made),
        "prov:used": _ids(used),
        "prov:wasAssociatedWith": {"@id": SOFTWARE},
    }


def _ids(paths: Iterable[str]) -> list[dict[str, str]]:
    return [{"@id": path} for path in paths]
