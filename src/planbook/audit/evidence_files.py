"""Read what is audited, folder or zip file: a bundle, a site with its bundle, a published edition, or a library."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from planbook.audit.evidence import (
    LOCK,
    PUBLISHED_SITE,
    LedgerEdition,
    LedgerRecord,
    evidence_faults,
    ledger_in,
    listing_faults,
)
from planbook.audit.records import DAMAGED, Fault, Files
from planbook.editions.library_files import CHECKSUMS, EDITIONS, LEDGER, hash_of, read_library
from planbook.publish.revision_banner import EVIDENCE, RECORD

SITE = "site/"
# Folders that appear in an unpacked bundle when its instructions are followed.
MADE_SINCE = ("_build/", "book/edition/", ".venv/", "out/")
WHAT_IS_AUDITED = "a bundle (zip or unpacked), a published edition, a site with --evidence BUNDLE, or a library"


class NotAuditable(LookupError):
    """A path that cannot be read, or a site without the bundle that it was published with."""

    def __init__(self, subject: str | Path, wrong: str = "holds no evidence to rebuild from") -> None:
        name = (subject.name if isinstance(subject, Path) else subject) or str(subject)
        super().__init__(f"{name} {wrong}. Give {WHAT_IS_AUDITED}")


@dataclass(frozen=True)
class Subject:
    """A site with the bundle that it can be rebuilt from, as contents by path.

    ``with_banner`` says that its pages were published and name their revision.
    """

    site: Files
    bundle: Files
    compared: str
    faults: tuple[Fault, ...]
    with_banner: bool = False

    @property
    def site_in_bundle(self) -> dict[str, bytes]:
        """The site as it lies in the bundle."""
        return below(self.bundle, SITE)

    @property
    def ledger(self) -> LedgerRecord | None:
        """The ledger of the bundle; if it cannot be read any more, the one of the site."""
        # The ledger of the site is what may have been forged.
        return ledger_in(self.bundle.get(f"{SITE}{LEDGER}", b"")) or ledger_in(self.site[LEDGER])

    @property
    def edition(self) -> LedgerEdition:
        """Period, force and date of the data, by the ledger or by the record of the revision in the bundle.

        Raises:
            NotAuditable: neither can be read.
        """
        if self.ledger:
            return self.ledger.edition
        try:
            return msgspec.json.decode(self.bundle.get(RECORD, b""), type=LedgerEdition)
        except msgspec.MsgspecError:
            wrong = f"does not tell its edition: neither {LEDGER} nor {RECORD} can be read"
            raise NotAuditable("the bundle", wrong) from None


def subject_at(path: Path, evidence: Path | None = None) -> Subject:
    """Read what is to be audited.

    Raises:
        NotAuditable: a path cannot be read, there is no site, or nothing to rebuild it from.
    """
    files = files_of(path)
    subject = subject_in(files, path.name or str(path), files_of(evidence) if evidence else None)
    by_library = _library_faults(path.resolve(), files) if subject.with_banner and path.is_dir() else ()
    return replace(subject, faults=(*subject.faults, *by_library))


def subject_in(files: Files, name: str, evidence: Files | None = None) -> Subject:
    """The same from files that were read already."""
    if LOCK in files and f"{SITE}{LEDGER}" in files:
        site = below(files, SITE)
        faults = evidence_faults(files, ledger_in(site[LEDGER]))
        return Subject(site, files, "The site of a bundle, against a rebuild from it.", faults)
    bundles = sorted(file for file in files if file.startswith(f"{EVIDENCE}/") and file.endswith(".zip"))
    bundle = evidence or (_unzipped(Path(bundles[-1]), files[bundles[-1]]) if bundles else {})
    if LEDGER not in files:
        raise NotAuditable(name, f"holds no edition: there is no {LEDGER} at its top, nor a bundle's {SITE}{LEDGER}")
    if LOCK not in bundle:
        raise NotAuditable(name)
    faults = evidence_faults(bundle, ledger_in(files[LEDGER]))
    site = {file: content for file, content in files.items() if file not in {CHECKSUMS, *bundles}}
    if CHECKSUMS not in files or not bundles:
        return Subject(site, bundle, "A site, against a rebuild from its evidence.", faults)
    compared = "A published edition, its pages stamped again in the same way, against a rebuild from its evidence."
    listing = listing_faults(files, lambda _: PUBLISHED_SITE, "it was published")
    return Subject(site, bundle, compared, (*faults, *listing), with_banner=True)


def _library_faults(folder: Path, files: Files) -> Iterator[Fault]:
    """For a revision in a library: whether its list of checksums is the one in the record of the library."""
    record = folder.parents[2] / EDITIONS if len(folder.parents) > 2 else Path(EDITIONS)
    if not record.is_file():
        return
    address = folder.relative_to(record.parent).as_posix()
    recorded = {one.address: one.checksums for one in read_library(record.parent).editions}
    if hash_of(files[CHECKSUMS]) != recorded.get(address):
        yield Fault(PUBLISHED_SITE, CHECKSUMS, f"is not the list that {EDITIONS} of the library recorded for {address}")


def files_of(path: Path) -> dict[str, bytes]:
    """The files of a folder or a zip file by path; of a zip file below the one folder that contains all of them.

    Raises:
        NotAuditable: there is nothing at the path, or neither a folder nor a whole zip file, or it may not be read.
    """
    try:
        if not path.is_dir():
            return _unzipped(path, path.read_bytes())
        files = {file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*")) if file.is_file()}
        # Only in an unpacked bundle: a file that was put into a published site must not be passed over for its name.
        if (path / LOCK).is_file():
            files = {name: file for name, file in files.items() if not name.startswith(MADE_SINCE)}
            files = {name: file for name, file in files.items() if "__pycache__" not in file.parts}
        return {name: file.read_bytes() for name, file in files.items()}
    except OSError as error:
        wrong = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise NotAuditable(path, wrong) from error


def _unzipped(path: Path, content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            files = {name: archive.read(name) for name in sorted(names)}
    except DAMAGED as error:
        how = f"is a damaged zip file ({error})" if content.startswith(b"PK") else "is no zip file"
        raise NotAuditable(path, how) from error
    # Which of two files of one name is unpacked depends on the program.
    if len(files) < len(names):
        twice = ", ".join(sorted(name for name in files if names.count(name) > 1))
        raise NotAuditable(path, f"holds more than one file called {twice}: which of them is meant is open")
    tops = {name.partition("/")[0] for name in files}
    if len(tops) > 1 or not all("/" in name for name in files):
        return files
    return {name.partition("/")[2]: content for name, content in files.items()}


def below(files: Files, folder: str) -> dict[str, bytes]:
    """The files below a folder, by path in it."""
    return {name.removeprefix(folder): content for name, content in files.items() if name.startswith(folder)}
