"""The ways of making the edition: the plain loop, its peers, and planbook, each with the state that it starts from."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import figures
from .cost import NOTHING, CommandFailed, Cost, cost_of
from .figures import BUILD, LOOP
from .project import PERIOD, PROGRAMS, Copy, copy_project, environment_of, kernel_of_this_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .environments import Peer

NOTEBOOK_FAILED = "Notebook exception traceback saved"
"""What Jupyter Book says where a notebook fails, and goes on."""
HELPS = 5
"""Starts of ``planbook --help`` of which one round takes the median."""
DEFAULT_BUILD = "jupyter-book build, default settings"
SNAKEFILE = """\
NAMES = glob_wildcards("notebooks/{{name}}.ipynb").name
rule all:
    input: expand("out/{{name}}.ipynb", name=[name for name in NAMES if "/" not in name])
rule run:
    input: "notebooks/{{name}}.ipynb"
    output: "out/{{name}}.ipynb"
    shell: "{papermill} -p period {period} --no-progress-bar {{input}} {{output}}"
"""
PLOOMBER_TASK = """\
import papermill


def run(product, notebook):
    papermill.execute_notebook(notebook, str(product), parameters={{"period": "{period}"}}, progress_bar=False)
"""
PLOOMBER_PIPELINE = """\
executor:
  dotted_path: ploomber.executors.Parallel
  processes: 2
tasks:
"""
PLOOMBER_ENTRY = """\
  - source: tasks.run
    name: n{name}
    product: out/{name}.ipynb
    params: {{notebook: notebooks/{name}.ipynb}}
"""


@dataclass(frozen=True)
class Way:
    """One line of the table: what is measured, and of which peer it is, if any."""

    name: str
    run: Callable[[int], Cost]
    peer: str = ""


@dataclass
class Bench:
    """A folder with a copy of the project for each way, so that none sees what another left."""

    folder: Path
    peers: dict[str, Peer]
    copies: dict[str, Copy] = field(default_factory=dict)
    watching: bool = True
    """Whether memory is looked at."""

    @property
    def home(self) -> Path:
        """The home folder of all commands."""
        return self.folder / "home"

    def ways(self) -> Iterator[Way]:
        """All ways in the order of a round; those that follow from a state come after the one that makes it."""
        yield Way(LOOP, self._loop)
        yield Way(BUILD, self._build)
        yield Way(DEFAULT_BUILD, self._default_build)
        yield from self._ours()
        yield Way("jupyter-book executing, force", lambda _: self._by_book("force"))
        yield Way("jupyter-book executing, cache, cold", lambda _: self._by_book("cache"))
        yield Way("jupyter-book executing, cache, nothing changed", lambda _: self._book("cache"))
        if self._has("snakemake"):
            yield Way("snakemake, cold", lambda _: self._snakemake(clear=True), "snakemake")
            yield Way("snakemake, nothing changed", lambda _: self._snakemake(clear=False), "snakemake")
        if self._has("ploomber"):
            yield Way("ploomber, cold", lambda _: self._ploomber(clear=True), "ploomber")
            yield Way("ploomber, nothing changed", lambda _: self._ploomber(clear=False), "ploomber")
        if self._has("jupyter-cache"):
            yield Way("jcache, cold", lambda _: self._jcache(clear=True), "jupyter-cache")
            yield Way("jcache, nothing changed", lambda _: self._jcache(clear=False), "jupyter-cache")

    def prepare(self) -> None:
        """Make the copies, and an edition, of which the extension of the plain book needs the ledger."""
        self.home.mkdir()
        self.jupyter = kernel_of_this_environment(self.folder / "jupyter")
        for name in ("plain", "default", "ours", "force", "cache", *self.peers):
            self.copies[name] = Copy(copy_project(self.folder / name))
        self._command("plain", "planbook", "run", "--period", PERIOD)
        for mode in ("force", "cache"):
            shutil.copytree(self.copies["plain"].edition, self.copies[mode].edition)
            self.copies[mode].execute_in_book(mode)
        self._default_book(self.copies["default"].folder)
        for name, write in (("snakemake", _write_snakemake), ("ploomber", _write_ploomber)):
            if name in self.copies:
                write(self.copies[name])

    def _has(self, name: str) -> bool:
        return name in self.peers and not self.peers[name].missing

    def _ours(self) -> Iterator[Way]:
        ours = self.copies["ours"]
        yield Way(figures.NOTEBOOKS, lambda _: self._planbook("run", ours.forget_edition))
        yield Way(figures.EDITION, lambda _: self._planbook("book", ours.forget_edition))
        yield Way(figures.NOTHING_CHANGED, lambda _: self._planbook("book", _leave))
        yield Way(
            figures.PARAGRAPH,
            lambda turn: self._planbook("book", lambda: ours.change_paragraph("This was looked at again" + "." * turn)),
        )
        yield Way(figures.ROW, lambda _: self._planbook("book", ours.change_row))
        yield Way(figures.CELL, self._edited_cell)
        yield Way(figures.HELP, self._help)

    def _edited_cell(self, turn: int) -> Cost:
        ours = self.copies["ours"]
        cost = self._planbook("book", lambda: ours.change_cell(f"# looked at again, {turn}"))
        ours.restore()
        return cost

    def _planbook(self, command: str, before: Callable[[], None]) -> Cost:
        before()
        return self._command("ours", "planbook", command, "--period", PERIOD)

    def _help(self, _: int) -> Cost:
        return figures.median_cost([self._command("ours", "planbook", "--help") for _ in range(HELPS)])

    def _loop(self, _: int) -> Cost:
        """Each notebook by a ``papermill`` command of its own, into the pages of the book."""
        cost, plain = NOTHING, self.copies["plain"]
        for notebook in plain.notebooks:
            target = str(plain.edition / notebook.name)
            words = ("-p", "period", PERIOD, "--no-progress-bar", str(notebook), target)
            cost += self._command("plain", "papermill", *words)
        return cost

    def _build(self, _: int) -> Cost:
        self.copies["plain"].forget_build()
        return self._book("plain")

    def _book(self, name: str) -> Cost:
        return self._command(name, "jupyter-book", "build", str(self.copies[name].folder), never=NOTEBOOK_FAILED)

    def _by_book(self, mode: str) -> Cost:
        self.copies[mode].forget_build()
        return self._book(mode)

    def _default_book(self, folder: Path) -> None:
        """A book of the ten executed notebooks alone, with no setting but that they are not run again."""
        book, names = folder / "default", [notebook.stem for notebook in self.copies["default"].notebooks]
        book.mkdir()
        (book / "_config.yml").write_text('title: Default\nexecute:\n  execute_notebooks: "off"\n', encoding="utf-8")
        chapters = "".join(f"  - file: {name}\n" for name in names[1:])
        toc = f"format: jb-book\nroot: {names[0]}\nchapters:\n{chapters}"
        (book / "_toc.yml").write_text(toc, encoding="utf-8")

    def _default_build(self, _: int) -> Cost:
        book = self.copies["default"].folder / "default"
        shutil.rmtree(book / "_build", ignore_errors=True)
        for page in self.copies["plain"].edition.glob("*.ipynb"):
            shutil.copyfile(page, book / page.name)
        return self._command("default", "jupyter-book", "build", str(book))

    def _snakemake(self, *, clear: bool) -> Cost:
        self._clear("snakemake", ".snakemake", clear=clear)
        return self._of_peer("snakemake", "snakemake", "--cores", "2", "--quiet", "all")

    def _ploomber(self, *, clear: bool) -> Cost:
        self._clear("ploomber", "out", clear=clear)
        return self._of_peer("ploomber", "ploomber", "build")

    def _jcache(self, *, clear: bool) -> Cost:
        """Adding the notebooks belongs to the cold way: the cache that is told of them is new."""
        self._clear("jupyter-cache", ".jupyter_cache", clear=clear)
        cost = NOTHING
        if clear:
            names = [str(notebook) for notebook in self.copies["jupyter-cache"].notebooks]
            cost = self._of_peer("jupyter-cache", "jcache", "notebook", "add", *names, answer="y\n")
        run = ("project", "execute", "--executor", "local-parallel", "--timeout", "300")
        cost += self._of_peer("jupyter-cache", "jcache", *run)
        copy = self.copies["jupyter-cache"]
        kept = len(list((copy.folder / ".jupyter_cache").glob("executed/*/base.ipynb")))
        if kept < len(copy.notebooks):
            raise CommandFailed(["jcache", *run], f"only {kept} notebooks ran through")
        return cost

    def _clear(self, name: str, kept: str, *, clear: bool) -> None:
        if clear:
            for folder in (kept, "out"):
                shutil.rmtree(self.copies[name].folder / folder, ignore_errors=True)

    def _command(self, name: str, program: str, *words: str, never: str = "") -> Cost:
        """The cost of a program of the project's environment in a copy."""
        folder = self.copies[name].folder
        environment = environment_of(folder, self.home)
        return cost_of([str(PROGRAMS / program), *words], folder, environment, never=never, watching=self.watching)

    def _of_peer(self, name: str, program: str, *words: str, answer: str = "") -> Cost:
        folder = self.copies[name].folder
        environment = {**environment_of(folder, self.home), "JUPYTER_PATH": str(self.jupyter)}
        return cost_of([self.peers[name].program(program), *words], folder, environment, answer, watching=self.watching)


def _leave() -> None:
    """Change nothing."""


def _write_snakemake(copy: Copy) -> None:
    text = SNAKEFILE.format(papermill=PROGRAMS / "papermill", period=PERIOD)
    (copy.folder / "Snakefile").write_text(text, encoding="utf-8")


def _write_ploomber(copy: Copy) -> None:
    """Tasks call Papermill: Ploomber's own notebook task passes parameters that the notebooks refuse."""
    (copy.folder / "tasks.py").write_text(PLOOMBER_TASK.format(period=PERIOD), encoding="utf-8")
    entries = "".join(PLOOMBER_ENTRY.format(name=notebook.stem) for notebook in copy.notebooks)
    (copy.folder / "pipeline.yaml").write_text(PLOOMBER_PIPELINE + entries, encoding="utf-8")
