"""Single faults planted in a built site and in what it is made from: every one is found and named.

One edition is built and audited from its bundle alone, without a network. Faults of its site are compared with that
rebuild, faults of its evidence with the lists of hashes. Four are carried through to a rebuild, two of them in one,
with lists of hashes that were made to fit.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planbook.audit.compare import compare_trees
from planbook.audit.evidence import evidence_faults, ledger_in
from planbook.audit.evidence_files import files_of, subject_in
from planbook.audit.report import Audit
from planbook.audit.run import AuditResult, Environment, Rebuilt, allows, audit_of, run_audit
from tests.edition.honest import bundle_of, honest_edition
from tests.edition.planted import planted

pytestmark = pytest.mark.slow
CRIME = "data/series/recorded_crime_by_measure.csv"
PROVENANCE = CRIME.replace(".csv", ".provenance.json")
PLAN = "data/plans/west_midlands_2014_15/milestones.csv"
DISPLAY = "src/planbook/claims/display.py"


GUARD = """
import socket
import sys

HERE = {None, "127.0.0.1", "::1", "localhost"}


class Refusing(socket.socket):
    def connect(self, address):
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            raise OSError(f"no network: {address}")
        return super().connect(address)


def asked(host, *rest, ask=socket.getaddrinfo, **more):
    if host not in HERE:
        raise OSError(f"no network: {host}")
    return ask(host, *rest, **more)


def looked_at(event, names):
    if event in {"open", "os.listdir", "os.scandir"} and str(names[0]).startswith(REFUSED):
        raise OSError(f"a file of the project that the bundle was made in: {names[0]}")


socket.socket, socket.getaddrinfo = Refusing, asked
sys.addaudithook(looked_at)
"""
"""Refuses every connection that leaves this machine, and every file of the project ``REFUSED``."""


@dataclass(frozen=True)
class Edition:
    """An honest edition: its project, its bundle, and the audit of the bundle under guard."""

    project: Path
    bundle: dict[str, bytes]
    done: AuditResult

    @property
    def guard(self) -> bytes:
        """The guard as Python reads it when it starts."""
        return f"REFUSED = {str(self.project)!r}\n{GUARD}".encode()

    def audit(self, bundle: dict[str, bytes]) -> Audit:
        """A bundle compared with the rebuild of the honest one."""
        rebuilt = Rebuilt(self.done.rebuilt, self.done.rebuilt)
        return audit_of(subject_in(bundle, "bundle"), rebuilt, Environment(sys.executable, "", {}))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The honest edition of 2014/15, rebuilt from its bundle with a guard beside the library."""
    project = honest_edition(tmp_path_factory)
    bundle = files_of(bundle_of(project))
    start = Edition(project, bundle, AuditResult(Audit("", "", ""), {}))
    guarded = subject_in({**bundle, "src/sitecustomize.py": start.guard}, "bundle")
    return replace(start, done=run_audit(guarded))


def test_the_honest_edition_passes(edition: Edition) -> None:
    """A bundle is enough: rebuilt elsewhere and without a network, not one byte differs."""
    audit = edition.audit(edition.bundle)
    assert (True, (), ()) == (audit.passed, audit.comparison.differences, audit.evidence)
    under_guard = edition.done.audit
    assert ("", ["src/sitecustomize.py"]) == (under_guard.failure, [fault.name for fault in under_guard.evidence])


def test_the_guard_of_the_rebuild_refuses(edition: Edition, tmp_path: Path) -> None:
    """A connection, and a file of the project."""
    (tmp_path / "sitecustomize.py").write_bytes(edition.guard)
    connect, read = "socket.create_connection(('192.0.2.1', 80), timeout=1)", "open(REFUSED)"
    for program, refused in ((connect, "no network"), (read, "a file of the project")):
        command = [sys.executable, "-c", f"import socket; from sitecustomize import REFUSED; {program}"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert refused in done.stderr


def test_every_fault_of_the_site_is_found_and_named(edition: Edition) -> None:
    """Text, cells, charts, downloads, ledger, receipts, notebooks, scripts: file, kind, place, and nothing else."""
    rebuilt = edition.done.rebuilt
    faults = planted(rebuilt)
    assert len(faults) >= 140
    assert len(faults) == len({(fault.file, fault.content) for fault in faults})
    missed = []
    for fault in faults:
        copy = {fault.file: fault.content} if fault.content is not None else {}
        honest = {fault.file: rebuilt[fault.file]} if fault.file in rebuilt else {}
        comparison = compare_trees(copy, honest, allows)
        named = [
            one for one in comparison.differences if fault.kind in {"", one.kind} and re.search(fault.name, one.name)
        ]
        if comparison.sound or not named or {fault.file} != {one.file for one in comparison.differences}:
            missed.append((str(fault), fault.name, comparison.differences[:3]))
    assert [] == missed
    whole = compare_trees({**rebuilt, faults[0].file: faults[0].content or b""}, rebuilt, allows)
    assert {faults[0].file} == {one.file for one in whole.differences}


MORE = (rb"\Z", b"More.\n")
DIGIT = (CRIME, b"(?<=FY2014-15Q1,west_midlands,robbery,)1177", b"1178")
QUARTER = (CRIME, rb"FY2012-13Q1,west_midlands,robbery,.*\n", b"")
TARGET = (PLAN, b"(?<=,robbery,down,change_pct,)-5", b"-9")
ROUNDING = (DISPLAY, b"rounding=ROUND_HALF_UP", b'rounding="ROUND_DOWN"')
INPUTS: dict[str, tuple[str, bytes, bytes]] = {
    "a digit of the data": DIGIT,
    "a dropped quarter": QUARTER,
    "swapped rows": ("data/series/population.csv", rb"(?<=\n)(.*\n)(.*\n)", rb"\2\1"),
    "a provenance": (PROVENANCE, b"Home Office", b"Home office"),
    "a changed target": TARGET,
    "a phase": ("data/measures/phases.csv", *MORE),
    "a definition": ("data/measures/measures.csv", *MORE),
    "a printed value": ("data/plans/west_midlands_2014_15/report/cited.csv", *MORE),
    "a term": ("data/glossary.csv", *MORE),
    "an edited sentence of commentary": ("data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.4b.md", *MORE),
    "a paragraph number": ("data/plans/west_midlands_2014_15/commentary/fy2014-15/paragraphs.csv", *MORE),
    "a signature": ("data/plans/west_midlands_2014_15/signoff/fy2014-15.csv", *MORE),
    "a line of a notebook": ("notebooks/west_midlands_2014_15/05_reduce_crime.ipynb", b"FY2014-15", b"FY2013-14"),
    "a changed rounding": ROUNDING,
    "a limit constant": ("src/planbook/statistics/constants.py", b"2.66", b"2.67"),
    "a template": ("src/planbook/site/templates/receipt.html", *MORE),
    "a page's words": ("book/methods.md", *MORE),
    "a style": ("book/_styles/base.css", *MORE),
    "a package version": ("requirements.lock", b"pandas==", b"pandas==9"),
    "a setting": ("_config.yml", *MORE),
    "a record of the revision": ("published.json", *MORE),
    "the metadata": ("ro-crate-metadata.json", *MORE),
    "a page in the bundle": ("site/book/methods.html", *MORE),
}


def edited(bundle: dict[str, bytes], name: str, pattern: bytes, fresh: bytes) -> dict[str, bytes]:
    """A file of a bundle with one match of a pattern replaced."""
    content = re.sub(pattern, fresh, bundle[name], count=1)
    assert content != bundle[name], name
    return {name: content}


def test_every_fault_of_the_evidence_is_found_and_named(edition: Edition) -> None:
    """By the file and what kind of thing it is; taken away and added files too."""
    ledger = ledger_in(edition.bundle["site/ledger.json"])
    causes = {"data": "data/", "notebook": "notebooks/", "code": "src/", "page": "book/", "published site": "site/"}
    for what, (name, *edit) in INPUTS.items():
        faults = evidence_faults({**edition.bundle, **edited(edition.bundle, name, *edit)}, ledger)
        assert name in {fault.name for fault in faults}, what
        for fault in faults:
            assert fault.name.startswith(causes.get(fault.cause, "")), what
        gone = {file: content for file, content in edition.bundle.items() if file != name}
        assert f"{name} is missing" in {f"{fault.name} {fault.how}" for fault in evidence_faults(gone, ledger)}, what
    more = evidence_faults({**edition.bundle, "src/planbook/more.py": b""}, ledger)
    assert [("code", "src/planbook/more.py")] == [(fault.cause, fault.name) for fault in more]


def fitted(bundle: dict[str, bytes], **changes: bytes) -> dict[str, bytes]:
    """A bundle with changed files, whose checksums and metadata were made to fit."""
    files = {**bundle, **changes}
    crate = json.loads(files["ro-crate-metadata.json"])
    for one in crate["@graph"]:
        if one.get("@id") in changes:
            one["sha256"] = hashlib.sha256(files[one["@id"]]).hexdigest()
    files["ro-crate-metadata.json"] = json.dumps(crate).encode()
    del files["checksums.txt"]
    listed = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**files, "checksums.txt": "".join(listed).encode()}


FORGED = ("ledger.json", "book/edition/05_reduce_crime.html", "downloads/figures.csv", "receipts/robbery.count.html")


def test_a_forgery_in_agreement_is_told_by_the_rebuild(edition: Edition) -> None:
    """Ledger, page, table, receipt and all lists of hashes say one false figure: only the rerun says another."""
    forged = {
        f"site/{name}": edition.bundle[f"site/{name}"].replace(b"4,888", b"4,881").replace(b"4888", b"4881")
        for name in FORGED
    }
    audit = edition.audit(fitted(edition.bundle, **forged))
    assert ((), False, set(FORGED)) == (audit.evidence, audit.passed, {one.file for one in audit.differing})
    (claim,) = (one for one in audit.differing if one.name == "robbery.count, value")
    assert ("4881.0", "4888.0") == (claim.published, claim.rebuilt)
    assert "the figures were altered before the bundle was made" in claim.cause


def with_provenance(bundle: dict[str, bytes], edit: tuple[str, bytes, bytes]) -> dict[str, bytes]:
    """The table of crime edited, with the hash and the number of rows that its provenance states made to fit."""
    table, record = edited(bundle, *edit), json.loads(bundle[PROVENANCE])
    record["sha256"] = hashlib.sha256(table[CRIME]).hexdigest()
    record |= {"rows": table[CRIME].count(b"\n") - 1} if "rows" in record else {}
    return {**table, PROVENANCE: json.dumps(record, indent=2, ensure_ascii=False).encode() + b"\n"}


@pytest.fixture(scope="module")
def rerun(edition: Edition) -> dict[str, Audit]:
    """Audits of bundles whose inputs were changed and whose lists were made to fit."""
    bundle = edition.bundle
    changes = {
        "digit and target": with_provenance(bundle, DIGIT) | edited(bundle, *TARGET),
        "quarter": with_provenance(bundle, QUARTER),
        "rounding": edited(bundle, *ROUNDING),
    }
    return {name: run_audit(subject_in(fitted(bundle, **files), name)).audit for name, files in changes.items()}


def test_of_two_faults_each_is_traced_to_its_place(rerun: dict[str, Audit]) -> None:
    """The digit behind the claim by its line of the table; the target by its register and the level it gives."""
    audit = rerun["digit and target"]
    names = {one.name: one for one in audit.differing}
    claim = names["robbery.count, value"]
    assert ("4888.0", "4889.0", False) == (claim.published, claim.rebuilt, audit.passed)
    cause = f"data: {CRIME}, first differing row: line N (FY2014-15Q1), column 'value', published 1177, rebuilt 1178"
    assert cause == re.sub(r"line \d+", "line N", claim.cause)
    assert {("data", CRIME), ("data", PLAN)} <= {(fault.cause, fault.name) for fault in audit.evidence}
    assert f"data: {PLAN} has another content than the ledger says" in map(str, audit.evidence)
    assert "robbery.target_level, value" in names


def test_a_dropped_quarter_and_a_changed_rounding_are_named(rerun: dict[str, Audit]) -> None:
    """The table with its first missing row. The module, where display texts differ and values do not."""
    quarter, rounding = rerun["quarter"], rerun["rounding"]
    assert f"data: {CRIME} has another content than the ledger says" in map(str, quarter.evidence)
    assert "FY2012-13Q1" in json.dumps(quarter.as_record())
    kinds = {one.kind for one in rounding.differing if one.file == "ledger.json"}
    assert (True, False) == ("detail" in kinds, "claim" in kinds)
    assert f"code: {DISPLAY} is another than in the library that runs this audit" in rounding.cause
