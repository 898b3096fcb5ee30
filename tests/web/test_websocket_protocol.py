"""What only uvloop does differently from the tests' own loop."""

import asyncio
from typing import Any, cast

import pytest
import uvloop
from starlette.applications import Starlette
from uvicorn.protocols.utils import ClientDisconnected
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from ryadom.live.framing import text_frame
from tests.web.conftest import on_loopback


async def _cut_then_send(scope: Any, receive: Any, send: Any) -> None:
    """A socket whose client is gone by the time a frame that was sent is written."""
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    await receive()
    send.__self__.transport.abort()  # uvicorn passes a method of the protocol
    with pytest.raises(ClientDisconnected):
        await send.__self__.write(text_frame(b"too late"))


def test_frame_for_a_client_that_has_just_been_cut_off_is_dropped_quietly() -> None:
    troubles: list[dict[str, Any]] = []

    async def cut_off() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, trouble: troubles.append(trouble))
        async with (
            on_loopback(cast(Starlette, _cut_then_send)) as port,
            connect(f"ws://127.0.0.1:{port}", proxy=None) as client,
        ):
            await client.send("cut me off")
            with pytest.raises(ConnectionClosed):
                await client.recv()

    uvloop.run(cut_off())
    assert troubles == []
