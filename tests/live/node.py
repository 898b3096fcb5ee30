"""A bus of a process that does nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import msgspec

from ryadom.live.envelopes import AnyEnvelope, Appended, ToOperators
from ryadom.live.line import Line
from ryadom.live.line_bus import LineBus
from ryadom.live.metrics import Metrics
from ryadom.protocol.shared import Author, AuthorKind, MessagePosted
from ryadom.store.entries import Stored

DEADLINE_S = 10.0


class Node:
    """A bus, and what it has received."""

    def __init__(self, line: Line, name: str) -> None:
        self.metrics = Metrics()
        self.bus = LineBus(line, node=name, metrics=self.metrics)
        self.received: asyncio.Queue[tuple[str, AnyEnvelope]] = asyncio.Queue()
        self.connections: asyncio.Queue[None] = asyncio.Queue()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Carries while the block runs, in which it has or will have connected."""
        task = asyncio.create_task(
            self.bus.run(
                lambda node, envelope: self.received.put_nowait((node, envelope)),
                lambda: self.connections.put_nowait(None),
            )
        )
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def next(self) -> tuple[str, AnyEnvelope]:
        return await asyncio.wait_for(self.received.get(), DEADLINE_S)

    async def connected(self) -> None:
        await asyncio.wait_for(self.connections.get(), DEADLINE_S)


def appended(body: str) -> Appended:
    """Some entry that has been stored."""
    message = MessagePosted(
        conversation_id=uuid4(),
        seq=7,
        prev_seq=6,
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        author=Author(kind=AuthorKind.VISITOR, id=uuid4(), name=""),
        echo_id=uuid4(),
        body=body,
    )
    return Appended(uuid4(), uuid4(), Stored(entry=message, public=True, prev_public_seq=6))


def frame(text: str) -> ToOperators:
    """Some frame for operators."""
    return ToOperators(uuid4(), msgspec.Raw(msgspec.json.encode({"type": "typing", "text": text})))
