"""The two ways of starting a kernel, for Papermill and nbclient (``kernel_manager_class``): ordinary and warm."""

from __future__ import annotations

import os
import time
from queue import Empty
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from weakref import WeakSet

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from planbook.core.reads import READS
from planbook.kernels.choice import SPEC, kernel_environment, wants_warm
from planbook.kernels.private import use_private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["OrdinaryKernel", "WarmKernel", "kill_kernels", "noting", "way_of_starting"]

LISTEN = 0.02
"""Seconds to wait for the kernel's word on a channel whose subscription may not have reached it yet: asking again costs
less than waiting."""
AGAIN = 5
"""Milliseconds until a client that came before the kernel's sockets tries again; ZeroMQ's own 100 are longer than a
forked kernel takes to start."""

NO_HISTORY = "--HistoryManager.enabled=False"
"""Spares a thread and a database, which nbclient has in memory, of what was typed: nobody types."""

ANSWER = 1.0
"""Seconds between questions whether the kernel is there."""


class PromptClient(AsyncKernelClient):
    """A client that goes on as soon as the kernel is ready, not 0.2 seconds after its last message."""

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, AGAIN)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered a question and has said so on the channel of outputs.

        Raises:
            RuntimeError: the kernel died, or did not answer within ``timeout`` seconds.
        """
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")

    async def _answers(self) -> bool:
        """Ask once; outputs that come after the kernel is idle again belong to nobody but the notebook."""
        asked = self.kernel_info()
        try:
            self._handle_kernel_info_reply(await self.get_shell_msg(timeout=ANSWER))
            while not _idle_after(asked, await self.get_iopub_msg(timeout=LISTEN)):
                pass
        except Empty:
            return False
        return True


_started: WeakSet[OrdinaryKernel] = WeakSet()
"""The kernels of this process."""


class OrdinaryKernel(AsyncKernelManager):
    """A kernel that starts in a fresh interpreter, with the environment of the project's kernels."""

    client_class = "planbook.kernels.starting.PromptClient"
    warm = False
    notes = ""
    started: Callable[[], None] = staticmethod(lambda: None)

    @default("client_factory")
    def _client_factory(self) -> type[PromptClient]:
        return PromptClient

    @property
    def kernel_spec(self) -> KernelSpec:
        """The packaged kernel, whatever a notebook's metadata call theirs."""
        spec = KernelSpec.from_resource_dir(str(SPEC))
        spec.argv = [*spec.argv, NO_HISTORY]
        spec.env = kernel_environment()
        if not self.warm:
            del spec.metadata["kernel_provisioner"]
        return spec

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        self.kernel_id = self.kernel_id or uuid4().hex
        use_private_sockets(self)
        if self.notes:
            options["env"] = {**(options.get("env") or os.environ), READS: self.notes}
        return await super()._async_pre_start_kernel(**options)

    async def _async_post_start_kernel(self, **options: Any) -> None:
        await super()._async_post_start_kernel(**options)
        _started.add(self)
        self.started()


class WarmKernel(OrdinaryKernel):
    """A kernel that is forked from a warm parent."""

    warm = True


def way_of_starting(*, warm: bool = True) -> type[OrdinaryKernel]:
    """How to start kernels: warm, unless it is asked otherwise here or by ``PLANBOOK_COLD_KERNELS=1``."""
    return WarmKernel if wants_warm(warm=warm) else OrdinaryKernel


def kill_kernels() -> None:
    """Kill every kernel of this process that runs; whoever waits for one learns that it died."""
    for kernel in list(_started):
        process = getattr(kernel.provisioner, "process", None)
        if process is not None and process.poll() is None:
            process.kill()


def noting(kernel: type[OrdinaryKernel], notes: Path, started: Callable[[], None]) -> type[OrdinaryKernel]:
    """A way of starting whose kernel notes what it reads in a file; ``started`` is called once it has started."""
    return type(kernel.__name__, (kernel,), {"notes": str(notes), "started": staticmethod(started)})


def _idle_after(asked: str, message: dict[str, Any]) -> bool:
    answer_to = message["parent_header"].get("msg_id")
    return bool(answer_to == asked and message["content"].get("execution_state") == "idle")
