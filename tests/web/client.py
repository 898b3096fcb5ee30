"""Clients of the two sockets and of the sign-in, speaking plain JSON as somebody else's client would."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from ryadom.app.chores import end_dead_sessions
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.store.database import Database
from ryadom.store.sites import Site

DEADLINE_S = 20.0
PASSWORD = "correct horse battery"
ORIGIN = "http://shop.test"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients on loopback: without one each client would read the list of all authorities, for 0.04 s."""

JsonObject = dict[str, Any]


class Client:
    """One socket. Frames are dicts, exactly as they are on the wire."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.welcome: JsonObject = {}
        self.history: JsonObject | None = None

    async def send(self, frame_type: str, /, **fields: object) -> None:
        await self.send_text(json.dumps({"type": frame_type, **fields}, default=str))

    async def send_text(self, text: str) -> None:
        await self.connection.send(text)

    async def receive(self, *types: str) -> JsonObject:
        """The next frame, or the next of these types; other frames in between are let go."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                frame: JsonObject = json.loads(await self.connection.recv())
                if not types or frame["type"] in types:
                    return frame

    async def closed(self) -> tuple[int, list[JsonObject]]:
        """The close code, and the frames that came before."""
        frames: list[JsonObject] = []
        async with asyncio.timeout(DEADLINE_S):
            try:
                while True:
                    frames.append(json.loads(await self.connection.recv()))
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006, frames

    async def ping(self) -> None:
        """Proves that the socket lives and that what was sent before has been handled."""
        await self.send("ping")
        await self.receive("pong")

    async def hello(self, **fields: object) -> JsonObject:
        """Says hello and gives the welcome; a history that comes with it is kept."""
        await self.send("hello", **({"protocol": 1} | fields))
        self.welcome = await self.receive("welcome")
        if self.welcome.get("conversation"):
            self.history = await self.receive("history", "error")
        return self.welcome

    async def say(self, body: str, *, echo_id: UUID | None = None, **fields: object) -> JsonObject:
        """Sends a message and gives the event that acknowledges it."""
        echo_id = echo_id or uuid4()
        await self.send("send_message", echo_id=echo_id, body=body, **fields)
        while (posted := await self.receive("message_posted"))["echo_id"] != str(echo_id):
            pass
        return posted

    async def error(self) -> JsonObject:
        return await self.receive("error")


class Server:
    """A running server with one site and one operator, and clients for it."""

    def __init__(self, *, port: int, database: Database, site: Site, app: Starlette | None = None) -> None:
        self.port = port
        # For what no client can do; None where the server is another process.
        self._app = app
        self.http_url = f"http://127.0.0.1:{port}"
        # Of the panel's pages; another one where the server has been told its address.
        self.own_origin = self.http_url
        self.database = database
        self.site = site

    @asynccontextmanager
    async def socket(self, path: str, **options: Any) -> AsyncIterator[Client]:
        # max_queue: how much the test's end reads ahead of the test.
        options = {"proxy": None, "open_timeout": DEADLINE_S, "close_timeout": 1, "max_size": None} | options
        async with connect(f"ws://127.0.0.1:{self.port}{path}", **options) as connection:
            yield Client(connection)

    @asynccontextmanager
    async def visitor(
        self, *, hello: bool = True, origin: str | None = ORIGIN, **fields: object
    ) -> AsyncIterator[Client]:
        """A visitor's socket that has said hello with these fields."""
        async with self.socket("/ws/visitor", origin=origin) as client:
            if hello:
                await client.hello(**({"site": self.site.key} | fields))
            yield client

    @property
    def app(self) -> Starlette:
        assert self._app is not None
        return self._app

    async def check_sessions(self) -> None:
        """What the server does by itself every 15 s."""
        await end_dead_sessions(self.app.state.context, self.database)

    async def sign_in(self, email: str = "anna@shop.test", password: str = PASSWORD) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.http_url, trust_env=False, verify=NO_TLS) as client:
            return await client.post(
                "/panel/api/session",
                json={"email": email, "password": password},
                headers={"Origin": self.own_origin},
            )

    @asynccontextmanager
    async def operator(
        self, email: str = "anna@shop.test", *, hello: bool = True, origin: str | None = None
    ) -> AsyncIterator[Client]:
        """A signed-in operator's socket that has said hello."""
        cookies = (await self.sign_in(email)).cookies
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        async with self.socket("/ws/operator", origin=origin or self.own_origin, additional_headers=headers) as client:
            if hello:
                await client.hello()
            yield client


SITE_KEYS = ("shop-key-1", "other-key-1")
"""Of both sites that `furnish` adds: all of their controller's."""


async def furnish(database: Database) -> Site:
    """A site and its operator Anna; Boris works on another site."""
    site = await add_site(database, name="Лавка", origins=[ORIGIN], key="shop-key-1")
    await add_site(database, name="Другая", origins=["http://other.test"], key="other-key-1")
    await add_operator(database, email="anna@shop.test", name="Анна", password=PASSWORD, site_keys=[site.key])
    await add_operator(database, email="boris@other.test", name="Борис", password=PASSWORD, site_keys=["other-key-1"])
    return site
