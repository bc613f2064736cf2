"""Which files are pages, and which pages a build reads again.

The table of contents names the pages. Jupyter Book has a setting for that, which looks through every file of the
project at every start.

Sphinx reads a page again when its file or one that it includes is newer. Each page also keeps a digest of these files
and of what it quotes: a claim, a status, the head of the edition, a commentary, or the whole ledger with the series.
All pages share menu, titles and anchors. When one of these changes, every page is written again, so that a link which
has lost its anchor is a fault at once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from planbook.data.files import sha256
from planbook.site import edition_source
from planbook.site.edition_source import Source, reading_of, source_in
from planbook.site.theme import menu

# Names are no patterns. Python warns of a bracket within brackets, so any letter stands for it.
AS_WRITTEN = str.maketrans({"*": "[*]", "?": "[?]", "[": "?"})


def choose_pages(app: Sphinx, config: Config) -> None:
    """Read what the table of contents names, unless the book has patterns of its own."""
    del app
    contents = getattr(config, "external_site_map", None)  # plain Sphinx has none, and reads every page it finds
    if contents is not None and list(config.include_patterns) == ["**"]:
        pages = (*(page.translate(AS_WRITTEN) for page in contents), *contents.globs())
        endings = ("", *config.source_suffix)
        config.include_patterns = sorted(f"{page}{ending}" for page in pages for ending in endings)


def outdated_pages(app: Sphinx, env: BuildEnvironment, *of_sphinx: set[str]) -> list[str]:
    """The pages whose digest is not the one with which they were read, beside those that Sphinx reads or drops."""
    digest, before = _Digest(source_in(app), env), reading_of(env).digests
    return [page for page in env.found_docs.difference(*of_sphinx) if before.get(page) != digest.of(page)]


def keep_digests(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note with what each page was read; every page is written again where something that all share has changed."""
    reading, source = reading_of(env), source_in(app)
    digest = _Digest(source, env)
    reading.digests = {page: digest.of(page) for page in env.found_docs}
    standard = env.domaindata["std"]
    slugs = {page: sorted(env.metadata[page].get("myst_slugs", {})) for page in sorted(env.found_docs)}
    labels = [sorted(standard[name].items()) for name in ("labels", "anonlabels")]
    # Titles, order and anchors of all pages, and whether they bear the mark of a draft.
    before, reading.shared = reading.shared, _hash(map(repr, (menu(env), slugs, labels, source.draft)))
    return sorted(env.found_docs) if before != reading.shared else []


class _Digest:
    """Digests of pages as they would be read now."""

    def __init__(self, source: Source, env: BuildEnvironment) -> None:
        self._source, self._env = source, env
        self._once = cache(self._quote)  # many pages quote the whole ledger or the same claim

    def of(self, page: str) -> str:
        """The digest of a page: source, included files, quotes."""
        included = sorted(self._env.dependencies.get(page, ()))
        files = [Path(self._env.doc2path(page)), *(Path(self._env.srcdir) / name for name in included)]
        quotes = [f"{name}={self._once(name)}" for name in sorted(reading_of(self._env).quoted.get(page, ()))]
        return _hash([self._files(files), *quotes])

    def _quote(self, name: str) -> str:
        source, (kind, _, wanted) = self._source, name.partition(":")
        series = source.places.data / "series"
        match kind:
            case "claim":
                return repr(source.claims.get(wanted))
            case "status":
                return repr((source.ledger.status(wanted), source.signoff(wanted)))
            case edition_source.EDITION:
                # The hashes of tables and notebooks change with every run, and no such page shows them.
                return repr(replace(source.ledger.edition, data=(), notebooks=()))
            case "commentary":
                files = [source.commentary_path(wanted)]
            case "table":
                files = sorted(series.glob(f"{wanted}.*"))
            case edition_source.TEXTS:
                pages = [Path(self._env.doc2path(page)) for page in sorted(self._env.found_docs)]
                files = [*pages, *sorted(source.commentary_folder.rglob("*.md"))]
            case _:
                files = [source.ledger_path, *sorted(series.glob("*"))]
        return self._files(files)

    def _files(self, files: Iterable[Path]) -> str:
        """One SHA-256 over names and contents; a file that is not there counts as that."""
        root = self._source.places.root
        return _hash(f"{os.path.relpath(file, root)} {sha256(file) if file.is_file() else 'absent'}" for file in files)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
