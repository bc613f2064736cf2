"""A client that goes on as soon as its kernel is ready.

The client of ``jupyter_client`` waits for 0.2 seconds of silence after the kernel's answer, which is as long as a short
notebook runs. It is chosen by the documented option ``KernelManager.client_factory``, so Papermill stays as it is.
"""

from __future__ import annotations

import time
from queue import Empty

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient

RETRY = 5
"""Milliseconds until a socket that came before the kernel's tries again; ZeroMQ waits 100, longer than a fork takes."""
LISTEN = 0.02
"""Seconds to wait on a channel whose subscription may not have reached the kernel yet: asking again costs less."""
ANSWER = 1.0
"""Seconds between questions whether the kernel is there."""


class PromptClient(AsyncKernelClient):
    """Waits for the kernel's answer alone."""

    def start_channels(self, *channels: bool, **named: bool) -> None:
        """Connect, and try again soon where the kernel is not there yet."""
        self.context.setsockopt(zmq.RECONNECT_IVL, RETRY)
        super().start_channels(*channels, **named)

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
        """Ask once; outputs that come after the kernel is idle again belong to the notebook."""
        question = self.kernel_info()
        try:
            await self.get_shell_msg(timeout=ANSWER)
            while True:
                message = await self.get_iopub_msg(timeout=LISTEN)
                state = message["content"].get("execution_state")
                if state == "idle" and message["parent_header"].get("msg_id") == question:
                    return True
        except Empty:
            return False
