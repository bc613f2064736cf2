"""Note what a notebook reads while it runs: files, folders, rows of tables, modules of this library.

Switched on by a variable that names the file to write to; without it nothing is noted and nothing is slower.
Python's audit events (PEP 578) tell of every file that is opened, whoever opens it; the readers of tables say which
rows they used, and keep the file itself out of the notes.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import sysconfig
import tempfile
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.core.reads import FILE, FOLDER, MODULE, READS, Read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["note", "start", "unnoted"]

OWN = "planbook"
PACKAGE = f"{Path(__file__).resolve().parents[1]}{os.sep}"
BYTECODE = (".py", ".pyc")
LISTINGS = frozenset({"os.listdir", "os.scandir"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


class Notes:
    """The file of notes, each line written once."""

    def __init__(self, target: str, root: Path) -> None:
        self.root = root.resolve()
        self._file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._written: set[Read] = set()
        self._ignored = _ignored(self.root)

    def add(self, read: Read) -> None:
        """Write a read down, if it is new."""
        if read not in self._written:
            self._written.add(read)
            os.write(self._file, read.to_line().encode() + b"\n")

    def named(self, path: str) -> str:
        """A path relative to the project, or whole where it lies elsewhere."""
        return path.removeprefix(f"{self.root}{os.sep}")

    def matters(self, path: str) -> bool:
        """Whether a file is the notebook's own business: not of the system, of Python or of what is built."""
        if path.startswith(PACKAGE):
            return not path.endswith(BYTECODE)
        return not path.startswith(self._ignored)


_notes: list[Notes] = []


def start(root: Path) -> None:
    """Begin to note what this process reads, if it is asked to."""
    target = os.environ.get(READS)
    if not target or _notes:
        return
    _notes.append(Notes(target, root))
    _note_modules_so_far()
    _watch_imports()
    sys.addaudithook(_heard)


def note(read: Read) -> None:
    """Note rows or values that a reader of tables has used."""
    for notes in _notes:
        notes.add(read)


@contextlib.contextmanager
def unnoted() -> Iterator[None]:
    """Files opened within are not noted: their reader notes what it uses of them."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if _quiet.get() or not _notes:
        return
    if event == "open":
        _note_path(FILE, arguments[0], arguments[2])
    elif event in LISTINGS:
        _note_path(FOLDER, arguments[0] if arguments[0] is not None else ".", 0)


def _note_path(kind: str, where: object, flags: object) -> None:
    if not isinstance(where, str | bytes | os.PathLike) or (isinstance(flags, int) and flags & WRITING):
        return
    token = _quiet.set(True)
    try:
        source = _source_of_bytecode(os.path.abspath(os.fsdecode(where)))  # noqa: PTH100 - a link is noted as it was named, and at a tenth of the cost
        for notes in _notes:
            if notes.matters(source):
                notes.add(Read(kind, notes.named(source)))
    finally:
        _quiet.reset(token)


def _source_of_bytecode(path: str) -> str:
    """The module that a file of bytecode was compiled from; any other path as it is."""
    folder, cache, name = path.rpartition(f"{os.sep}__pycache__{os.sep}")
    return f"{folder}{os.sep}{name.split('.', 1)[0]}.py" if cache else path


def _ignored(root: Path) -> tuple[str, ...]:
    """How the paths begin of folders of the system and of the interpreter, and what is built in the project."""
    installed = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
    system = {"/proc", "/dev", "/sys", "/etc", "/usr", "/lib", tempfile.gettempdir()}
    home = (Path.home() / name for name in (".ipython", ".jupyter", ".config", ".cache", ".local"))
    folders = {*(Path(folder).resolve() for folder in installed | system), *home, root / "_build"}
    return tuple(sorted(f"{folder}{os.sep}" for folder in folders if not root.is_relative_to(folder)))


def _note_modules_so_far() -> None:
    """Modules of the project beside the library, imported before this began."""
    for notes in _notes:
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None) or ""
            if file.startswith(f"{notes.root}{os.sep}") and notes.matters(file):
                notes.add(Read(FILE, notes.named(file)))


def _watch_imports() -> None:
    """Note each module of the library that is asked for by name, also where a warm parent has imported it before."""
    ordinary = builtins.__import__

    def noting(name: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the signature of __import__
        if name.startswith(OWN) and name.partition(".")[0] == OWN:  # pandas imports thousands of times a notebook
            note(Read(MODULE, name))
            for part in (arguments[2] if len(arguments) > 2 else named.get("fromlist")) or ():
                note(Read(MODULE, f"{name}.{part}"))
        return ordinary(name, *arguments, **named)

    builtins.__import__ = noting
