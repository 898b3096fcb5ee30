"""What carries payloads between processes: Postgres, NATS or Redis, each behind this protocol."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

CONNECT_TIMEOUT_S = 5
PUBLISH_TIMEOUT_S = 5
MAX_PAYLOAD_BYTES = 65_536
"""Of servers that would take more, so that one parcel takes no long turn of the loop."""


class Line(Protocol):
    """From every process of an installation to all, the sender too. It may lose, and reorders nothing."""

    @property
    def max_payload_bytes(self) -> int:
        """How large a payload may be."""

    async def publish(self, payloads: Sequence[bytes]) -> None:
        """Sends payloads, and returns when the server has them.

        Raises:
            RyadomError: some of them, or all, went to nobody.
        """

    def listening(self, on_payload: Callable[[bytes], None]) -> AbstractAsyncContextManager[asyncio.Event]:
        """Listens while the block runs; what is given is set when nothing will come any more.

        Raises:
            RyadomError: the line can't be made; the message says why, and never holds a password.
        """
