"""What a command tells the running servers: it has no sockets, so it only speaks."""

from collections.abc import Iterable
from uuid import uuid4

from ryadom.live.envelopes import AnyEnvelope, pack, seal
from ryadom.live.line import Line


async def announce(line: Line, envelopes: Iterable[AnyEnvelope]) -> None:
    """Tells every process on the line.

    Raises:
        RyadomError: the line takes nothing.
    """
    node = uuid4().hex[:12]
    payloads = list(pack(node, map(seal, envelopes), max_bytes=line.max_payload_bytes))
    if payloads:
        await line.publish(payloads)
