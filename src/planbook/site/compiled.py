"""Compiled templates, kept where Python keeps compiled modules: compiling one takes longer than filling it.

Each file carries a digest of itself. Jinja's own store does not, and bytecode with one bit changed can end the process.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

__all__ = ["BESIDE_MODULES", "KeptTemplates"]

BESIDE_MODULES = Path(cache_from_source(__file__)).parent / "templates"
"""A folder beside the compiled modules of this package."""

DIGEST = hashlib.sha256().digest_size


class KeptTemplates(BytecodeCache):
    """The store in a folder; what is damaged there is compiled again.

    Like Python's own it is not written to where that is switched off, or where it cannot be.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it is whole."""
        try:
            held = (self.folder / bucket.key).read_bytes()
        except OSError:
            return
        digest, code = held[:DIGEST], held[DIGEST:]
        if digest == hashlib.sha256(code).digest():
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if sys.dont_write_bytecode:
            return
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f"{bucket.key}.{os.getpid()}"
            fresh.write_bytes(hashlib.sha256(code).digest() + code)
            fresh.replace(self.folder / bucket.key)
