"""Standard output and error of a kernel: nothing is waited for where nothing was written."""

from __future__ import annotations

from typing import Any

from ipykernel.iostream import OutStream

__all__ = ["IdleStream"]


class IdleStream(OutStream):
    """IPython's stream, except that to flush what holds nothing is nothing.

    Before each output and after each cell IPython flushes both streams, each time by a word to another thread and back:
    a tenth of the time of a notebook with many outputs, though none of them prints.
    """

    _written = False

    def write(self, string: str) -> Any:
        """Write, and note that there is something to flush."""
        self._written = True
        return super().write(string)

    def flush(self) -> None:
        """Send what was written since the last flush; what is written meanwhile is for the next."""
        if self._written:
            self._written = False
            super().flush()  # type: ignore[no-untyped-call]
