"""The open sockets of this process: how each begins, is refused, or is told when to come back."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

from ryadom.errors import RyadomError
from ryadom.live.admission import Place
from ryadom.live.hub import Subscriber
from ryadom.live.metrics import Metrics
from ryadom.protocol.shared import Goodbye
from ryadom.web.socket import C, Channel, H, Session, Side, Socket

MIN_FAREWELL_S = 2.0
"""So soon does a new server listen: who comes before it is refused, and comes back at random with all the others."""

FAREWELLS_PER_S = 100


class Sockets:
    """The open sockets of this process."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.open: set[Socket] = set()

    async def serve(
        self,
        channel: Channel,
        side: Side[H, C],
        open_session: Callable[[Subscriber], Session[H, C]],
        *,
        address: Place[str] | None = None,
    ) -> None:
        """Accepts the channel and holds the conversation until either side ends it."""
        await channel.accept()
        socket = Socket(channel, self.metrics, address=address)
        self.open.add(socket)
        try:
            with self.metrics.sockets.labels(side.name).track_inprogress():
                await socket.run(side, open_session(socket))
        finally:
            self.open.discard(socket)

    async def refuse(self, channel: Channel, error: RyadomError) -> None:
        """Accepts the channel only to say why it closes: browsers tell scripts nothing of a refused handshake."""
        await channel.accept()
        await Socket(channel, self.metrics).hang_up(error)

    async def say_goodbye(self, *, deadline_s: float = 2.0) -> None:
        """Tells everybody when to come back, each a different time, and waits until it is on the wire."""
        spread_s = max(2.0, len(self.open) / FAREWELLS_PER_S)
        for socket in self.open:
            reconnect_in_s = round(MIN_FAREWELL_S + random.random() * spread_s, 2)  # noqa: S311 - spreads load, hides nothing
            socket.outbox.reply(Goodbye(reconnect_in_s=reconnect_in_s))
        with suppress(TimeoutError):
            async with asyncio.timeout(deadline_s):
                for socket in list(self.open):
                    await socket.outbox.flushed()
