"""Baselines in Starlette: a relay that stores nothing, and, given a database, one that inserts message by message.

Both answer a visitor's `send_message` as Ryadom does: the same `message_posted` to the sender and to the operators. A
conversation lives as long as its socket; nobody is signed in, nothing is checked, limited or resumed.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid4

import asyncpg
import click
import msgspec
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.baselines.serving import serve
from ryadom.protocol.shared import Author, AuthorKind, MessagePosted
from ryadom.protocol.visitor import SendMessage

WELCOME = '{"type":"welcome"}'
POOL_SIZE = 8
INSERT = """INSERT INTO baseline_messages (conversation_id, seq, author_kind, author_id, echo_id, body)
VALUES ($1, $2, 'visitor', $3, $4, $5) RETURNING created_at"""

_decoder = msgspec.json.Decoder(SendMessage)
_encoder = msgspec.json.Encoder()


class Shelf(Protocol):
    """Where a message goes before it is passed on."""

    async def keep(self, conversation_id: UUID, seq: int, author: Author, command: SendMessage) -> datetime:
        """The time it is dated with."""


class NoShelf:
    """Keeps nothing."""

    async def keep(self, _conversation_id: UUID, _seq: int, _author: Author, _command: SendMessage) -> datetime:
        return datetime.now(UTC)


class TableShelf:
    """One INSERT a message, each its own transaction."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def keep(self, conversation_id: UUID, seq: int, author: Author, command: SendMessage) -> datetime:
        created_at: datetime = await self._pool.fetchval(
            INSERT, conversation_id, seq, author.id, command.echo_id, command.body
        )
        return created_at


def build_relay(database_url: str | None) -> Starlette:
    """The relay, with a table behind it where a database is given."""
    operators: dict[WebSocket, None] = {}
    shelf: Shelf = NoShelf()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        nonlocal shelf
        if database_url is None:
            yield
            return
        async with asyncpg.create_pool(database_url, min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
            shelf = TableShelf(pool)
            yield

    async def visitor_socket(websocket: WebSocket) -> None:
        await websocket.accept()
        author = Author(kind=AuthorKind.VISITOR, id=uuid4(), name="")
        conversation_id, seq = uuid4(), 0
        with suppress(WebSocketDisconnect):
            await websocket.receive_text()
            await websocket.send_text(WELCOME)
            while True:
                command = _decoder.decode(await websocket.receive_text())
                seq += 1
                created_at = await shelf.keep(conversation_id, seq, author, command)
                posted = MessagePosted(
                    conversation_id=conversation_id,
                    seq=seq,
                    prev_seq=seq - 1,
                    created_at=created_at,
                    author=author,
                    echo_id=command.echo_id,
                    body=command.body,
                )
                text = _encoder.encode(posted).decode()
                for operator in list(operators):
                    await operator.send_text(text)
                await websocket.send_text(text)

    async def operator_socket(websocket: WebSocket) -> None:
        await websocket.accept()
        operators[websocket] = None
        with suppress(WebSocketDisconnect):
            await websocket.receive_text()
            await websocket.send_text(WELCOME)
            while True:
                await websocket.receive_text()
        del operators[websocket]

    return Starlette(
        routes=[WebSocketRoute("/ws/visitor", visitor_socket), WebSocketRoute("/ws/operator", operator_socket)],
        lifespan=lifespan,
    )


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--database-url")
def main(port: int, database_url: str | None) -> None:
    """Serves until SIGTERM."""
    serve(build_relay(database_url), port=port)


if __name__ == "__main__":
    main()
