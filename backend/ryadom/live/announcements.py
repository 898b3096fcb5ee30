"""What a command tells the running servers: it has no sockets, so it only speaks."""

from collections.abc import Iterable
from uuid import uuid4

from ryadom.live.envelopes import AnyEnvelope, pack, seal
from ryadom.live.line import Line


async def announce(line: Line, envelopes: Iterable[AnyEnvelope]) -> None:
    """Tells every process on the line, which nobody else uses: it is made for this and let go.

    Raises:
        RyadomError: the line can't be made, or takes nothing.
    """
    node = uuid4().hex[:12]
    payloads = list(pack(node, map(seal, envelopes), max_bytes=line.max_payload_bytes))
    if payloads:
        # Lines of NATS and Redis have a connection only while they listen.
        async with line.listening(lambda _payload: None):
            await line.publish(payloads)
