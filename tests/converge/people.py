"""Who makes things happen beside the panels: visitors, and a colleague of the operators'."""

import asyncio
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

from ryadom.store.sites import Site
from tests.converge.town import SignedIn, Town
from tests.web.client import Client, JsonObject, Server


class Visitor:
    """A browser on a site. Comes by whatever server is its turn; one thing at a time, whoever asks."""

    def __init__(self, site: Site, servers: tuple[Server, ...], *, has_page: bool) -> None:
        self.conversation_id: str | None = None
        self._site = site
        self._servers = servers
        self._visits = 0
        self._page = {"url": "http://shop.test/", "title": "Лавка", "referrer": "http://ya.ru/"} if has_page else None
        self._token: str | None = None
        self._seq = 0
        self._client: Client | None = None
        self._is_blocked = False
        self._stack = AsyncExitStack()
        self._lock = asyncio.Lock()

    async def writes(self, body: str) -> None:
        async with self._lock:
            if self._is_blocked:
                return
            posted = await (await self._here()).say(body)
            self.conversation_id, self._seq = posted["conversation_id"], posted["seq"]

    async def visits(self, url: str, referrer: str) -> None:
        async with self._lock:
            self._page = {"url": url, "title": "", "referrer": referrer}
            client = await self._here()
            await client.send("visit_page", page=self._page)
            await client.ping()

    async def reads(self) -> None:
        async with self._lock:
            if self.conversation_id is not None:
                client = await self._here()
                await client.send("mark_read", conversation_id=self.conversation_id, seq=self._seq + 5)
                await client.ping()

    async def rates(self, score: int, comment: str) -> None:
        """Ends the conversation, and says how it was."""
        async with self._lock:
            if self.conversation_id is None or self._is_blocked:
                return
            client = await self._here()
            target = {"conversation_id": self.conversation_id}
            await client.send("end_conversation", echo_id=uuid4(), **target)
            await client.send("rate_conversation", echo_id=uuid4(), **target, score=score, comment=comment)
            await client.ping()

    async def types(self) -> None:
        async with self._lock:
            if self.conversation_id is not None:
                client = await self._here()
                await client.send("set_typing", conversation_id=self.conversation_id, active=True)
                await client.ping()

    async def leaves(self) -> None:
        async with self._lock:
            await self._leaves()

    async def is_blocked_or_no_more(self, town: Town) -> None:
        """Whoever has written is blocked, and the next time unblocked; their browser comes back after it."""
        async with self._lock:
            if self.conversation_id is not None:
                self._is_blocked = not self._is_blocked
                await town.block(self._site, UUID(self.conversation_id), is_blocked=self._is_blocked)
                await self._leaves()

    async def _leaves(self) -> None:
        self._client = None
        await self._stack.aclose()

    async def _here(self) -> Client:
        if self._client is None:
            self._visits += 1
            server = self._servers[self._visits % len(self._servers)]
            visit = server.visitor(site=self._site.key, token=self._token, page=self._page)
            self._client = await self._stack.enter_async_context(visit)
            self._token = self._client.welcome["token"]
        return self._client


class Colleague:
    """An operator who works by a client of somebody else's, and is never away."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lock = asyncio.Lock()

    async def does(self, command: str, **fields: object) -> JsonObject:
        """The entry that came of a command, or the error."""
        echo_id = str(uuid4())
        async with self._lock:
            await self._client.send(command, echo_id=echo_id, **fields)
            while (frame := await self._client.receive()).get("echo_id") != echo_id:
                pass
            return frame

    async def reads(self, conversation_id: str, seq: int) -> None:
        async with self._lock:
            await self._client.send("mark_read", conversation_id=conversation_id, seq=seq)
            await self._client.ping()


async def come_to_work(stack: AsyncExitStack, server: Server, operator: SignedIn) -> Colleague:
    """A colleague on this server until the stack unwinds."""
    headers = {"Cookie": operator.cookie}
    client = await stack.enter_async_context(
        server.socket("/ws/operator", origin=server.http_url, additional_headers=headers)
    )
    await client.hello()
    return Colleague(client)
