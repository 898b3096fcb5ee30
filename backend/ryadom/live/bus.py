"""What carries envelopes between processes. Nothing that must not be lost goes this way."""

from collections.abc import Callable
from typing import Protocol

from ryadom.live.envelopes import AnyEnvelope


class Bus(Protocol):
    """Told to every other process that is there, soon, or never: whoever loses the bus reads the feed instead."""

    def send(self, envelope: AnyEnvelope) -> None:
        """Sends it; waits for nothing and fails never. What is sent is received in its order, if at all."""

    async def run(self, receive: Callable[[str, AnyEnvelope], None], connected: Callable[[], None]) -> None:
        """Carries until cancelled.

        `receive(node, envelope)` is called for what other nodes send, `connected()` whenever something may have been
        missed: at the start, and after every interruption.
        """

    async def drain(self) -> None:
        """Waits until what was sent is on its way, a few seconds at most."""


class NoBus:
    """For a process that is alone."""

    def send(self, envelope: AnyEnvelope) -> None:
        """Nobody is there."""

    async def run(self, receive: Callable[[str, AnyEnvelope], None], connected: Callable[[], None]) -> None:
        """Carries nothing."""

    async def drain(self) -> None:
        """Nothing waits."""
