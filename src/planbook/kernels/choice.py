"""Warm or ordinary: what is asked for, and a parent started early. Light enough for the first line of a command."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.kernels.parents import NoParent, can_fork, parents

if TYPE_CHECKING:
    from planbook.kernels.orders import Order
    from planbook.kernels.parents import ForkedProcess

__all__ = ["COLD", "SPEC", "beside_kernels", "kernel_environment", "wants_warm", "warm_up"]

COLD = "PLANBOOK_COLD_KERNELS"
"""The variable that asks for ordinary kernels when it is set to 1."""

SPEC = Path(__file__).with_name("kernelspec")
"""The kernel as ``papermill -k planbook-warm`` finds it; its environment is that of every kernel here."""


def wants_warm(*, warm: bool = True) -> bool:
    """Whether kernels are to start warm: unless it is asked otherwise here or in the environment."""
    return warm and os.environ.get(COLD, "") in {"", "0"}


def kernel_environment() -> dict[str, str]:
    """What kernels start with on top of the starter's environment: one thread, UTC, a fixed hash seed."""
    return dict(json.loads((SPEC / "kernel.json").read_text(encoding="utf-8"))["env"])


def warm_up() -> None:
    """Start a parent now, so that it imports while the starter does other things."""
    if wants_warm() and can_fork():
        parents.get({**os.environ, **kernel_environment()})


def beside_kernels(order: Order, streams: tuple[int, int]) -> ForkedProcess | None:
    """A fork of the kernels' parent for another process that wants the same libraries.

    None where no kernel has been forked yet: importing all that anew takes no longer than waiting for it.
    """
    parent = parents.ready({**os.environ, **kernel_environment()})
    if parent is None:
        return None
    with contextlib.suppress(NoParent):
        return parent.fork_now(order, streams)
    return None
