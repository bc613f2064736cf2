"""Which pages a build reads again beside those whose files are newer: those of which anything that they show differs.

Sphinx knows a page's own file and those that it includes, by their times. Each page also keeps a digest of these and
of what it quotes: a claim, a status, the head of the edition, a commentary; a page that shows more depends on the whole
ledger and on the series. What all pages share (menu, titles, anchors to which links lead) has a digest of its own: when
it changes, every page is written again, so that a link which has lost its anchor is a fault at once.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planbook.claims.claims import UnknownClaim
from planbook.data.files import sha256
from planbook.site.theme import menu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.site.edition_source import Source

__all__ = ["EDITION", "TABLE", "TEXTS", "WHOLE", "digest_of_files", "note", "register"]

EDITION = "edition"
"""What a page quotes that shows of the ledger its head alone: period, force, date, plan."""
TABLE = "table:"
"""How what a page quotes of the tables begins: the name of a table of series follows."""

WHOLE = "ledger"
"""What a page quotes that shows more than single claims and statuses."""
TEXTS = "texts"
"""What a page quotes that is made from the words of all pages."""


@dataclass
class Reading:
    """What was read for each page: what it quotes, and the digest of all of it; kept with Sphinx's environment."""

    quoted: dict[str, set[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    shared: str = ""


def register(app: Sphinx) -> None:
    """Add to what Sphinx finds outdated; note what was read once it has read."""
    app.connect("env-get-outdated", outdated_pages)
    app.connect("env-purge-doc", lambda _, env, page: _reading(env).quoted.pop(page, None))
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", keep_digests)


def note(env: BuildEnvironment, *quoted: str) -> None:
    """The page quotes ``claim:ID``, ``status:ID``, ``commentary:ID``, ``table:NAME``, EDITION, WHOLE or TEXTS."""
    _reading(env).quoted.setdefault(env.docname, set()).update(quoted)


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The pages whose digest is not the one with which they were read."""
    digest, before = _Digest(_source(app), env), _reading(env).digests
    return [page for page in env.found_docs - added - changed - removed if before.get(page) != digest.of(page)]


def keep_digests(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note with what each page was read; every page is written again where something that all share has changed."""
    reading = _reading(env)
    source = _source(app)
    digest = _Digest(source, env)
    reading.digests = {page: digest.of(page) for page in env.found_docs}
    before, reading.shared = reading.shared, _shared(env, draft=source.draft)
    return sorted(env.found_docs) if before != reading.shared else []


class _Digest:
    """Digests of pages as they would be read now."""

    def __init__(self, source: Source, env: BuildEnvironment) -> None:
        self._source, self._env = source, env
        self._known: dict[str, str] = {}

    def of(self, page: str) -> str:
        """The digest of a page: source, included files, quotes."""
        files = [Path(self._env.doc2path(page)), *_included(self._env, page)]
        quotes = [f"{name}={self._once(name)}" for name in sorted(_reading(self._env).quoted.get(page, ()))]
        return _hash([digest_of_files(files, self._source.places.root), *quotes])

    def _once(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._quoted(name)
        return self._known[name]

    def _quoted(self, name: str) -> str:
        kind, _, wanted = name.partition(":")
        of_kinds: dict[str, Callable[[str], str]] = {
            "claim": self._claim,
            "status": lambda milestone: repr((self._source.ledger.status(milestone), self._source.signoff(milestone))),
            "commentary": lambda milestone: self._files([self._source.commentary_path(milestone)]),
            "table": lambda table: self._files(sorted((self._source.places.data / "series").glob(f"{table}.*"))),
            TEXTS: lambda _: self._texts,
            WHOLE: lambda _: self._all,
            EDITION: lambda _: repr(replace(self._source.ledger.edition, data=(), notebooks=())),
        }
        return of_kinds[kind](wanted)

    def _claim(self, wanted: str) -> str:
        try:
            return repr(self._source.ledger.claim(wanted))
        except UnknownClaim:
            return "none"

    def _files(self, files: Iterable[Path]) -> str:
        return digest_of_files(files, self._source.places.root)

    @cached_property
    def _all(self) -> str:
        series = self._source.places.data / "series"
        return self._files([self._source.ledger_path, *sorted(series.glob("*"))])

    @cached_property
    def _texts(self) -> str:
        pages = [Path(self._env.doc2path(page)) for page in sorted(self._env.found_docs)]
        commentary = sorted((self._source.places.data / "commentary").rglob("*.md"))
        return self._files([*pages, *commentary])


def digest_of_files(files: Iterable[Path], root: Path) -> str:
    """One SHA-256 over names (below ``root``) and contents; a file that is not there counts as that."""

    def parts() -> Iterator[str]:
        for file in files:
            held = sha256(file) if file.is_file() else "absent"
            yield f"{os.path.relpath(file, root)} {held}"

    return _hash(parts())


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _included(env: BuildEnvironment, page: str) -> list[Path]:
    return [Path(env.srcdir) / name for name in sorted(env.dependencies.get(page, ()))]


def _shared(env: BuildEnvironment, *, draft: bool) -> str:
    """Titles, order and anchors of all pages, and whether they bear the mark of a draft."""
    standard = env.domaindata["std"]
    slugs = {page: sorted(env.metadata[page].get("myst_slugs", {})) for page in sorted(env.found_docs)}
    labels = [sorted(standard[name].items()) for name in ("labels", "anonlabels")]
    return _hash([repr(menu(env)), repr(slugs), repr(labels), repr(draft)])


def _source(app: Sphinx) -> Source:
    return cast("Source", app.planbook)  # type: ignore[attr-defined]


def _reading(env: BuildEnvironment) -> Reading:
    if not hasattr(env, "planbook_reading"):
        env.planbook_reading = Reading()  # type: ignore[attr-defined]
    return cast("Reading", env.planbook_reading)  # type: ignore[attr-defined]


def _merge(app: Sphinx, env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment) -> None:
    del app
    _reading(env).quoted |= {page: _reading(other).quoted.get(page, set()) for page in pages}
