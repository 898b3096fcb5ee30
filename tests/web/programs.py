"""Programs that ask by keys, as tests need them: keys, pages of lists, orders, and what there is to ask about."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from ryadom.core.api_keys import MadeKey, Scope
from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.operators import add_operator
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.operators import Role
from tests.web.client import NO_TLS, PASSWORD, SITE_KEYS, Client, JsonObject, Server
from tests.web.labels import make_labels

V1 = "/api/v1"
READS = [Scope.READ_CHATS, Scope.READ_SETTINGS]
WRITES = [Scope.READ_CHATS, Scope.WRITE_CHATS]
BOT = {"kind": "bot", "name": "Помощник"}


async def key(server: Server, **change: Any) -> MadeKey:
    """A key of the site of the tests, unless it is to be another."""
    wanted = {"name": "CRM", "scopes": READS, "is_for_all": False, "expires_at": None}
    made: MadeKey = await server.app.state.context.api_keys.make([server.site], **(wanted | change), by=COMMAND_LINE)
    return made


@asynccontextmanager
async def program(server: Server, secret: str) -> AsyncIterator[httpx.AsyncClient]:
    """Asks by a key."""
    async with httpx.AsyncClient(
        base_url=f"{server.http_url}{V1}/",
        trust_env=False,
        verify=NO_TLS,
        headers={"Authorization": f"Bearer {secret}"},
    ) as http:
        yield http


async def page(http: httpx.AsyncClient, path: str, **query: Any) -> JsonObject:
    """A page of a list, in the shape that all have."""
    response = await http.get(path, params=query)
    assert response.status_code == 200, response.text
    found: JsonObject = response.json()
    assert set(found) == {"data", "has_more", "next"}
    assert found["has_more"] == (found["next"] is not None)
    return found


async def walk(http: httpx.AsyncClient, path: str, **query: Any) -> list[JsonObject]:
    """The whole list, page by page."""
    found: list[JsonObject] = []
    one = await page(http, path, **query)
    found += one["data"]
    while one["next"]:
        one = await page(http, path, **query, cursor=one["next"])
        found += one["data"]
    return found


async def changes_since(http: httpx.AsyncClient, cursor: str | None = None) -> tuple[list[JsonObject], str]:
    """All that has changed since a cursor, or all there is, and the cursor behind it."""
    found: list[JsonObject] = []
    while True:
        query = {"wait": 0} | ({"cursor": cursor} if cursor else {})
        response = await http.get("changes", params=query)
        assert response.status_code == 200, response.text
        one: JsonObject = response.json()
        found, cursor = found + one["changes"], str(one["cursor"])
        if not one["has_more"]:
            return found, cursor


def ids(found: list[JsonObject]) -> list[str]:
    return [one["id"] for one in found]


async def post(
    http: httpx.AsyncClient, conversation_id: str, body: str = "Есть", *, once: str | None = None, **author: object
) -> httpx.Response:
    """A message, by a bot unless somebody is named."""
    return await http.post(
        f"conversations/{conversation_id}/messages",
        json={"body": body, "author": author or BOT},
        headers={"Idempotency-Key": once or str(uuid4())},
    )


async def patch(http: httpx.AsyncClient, path: str, etag: str | None = None, **order: object) -> httpx.Response:
    """A change over what stands there now, unless another tag is given."""
    if etag is None:
        etag = (await http.get(path)).headers["etag"]
    return await http.patch(path, json=order, headers={"If-Match": etag})


async def written(http: httpx.AsyncClient, conversation_id: str) -> list[JsonObject]:
    """What stands in a conversation."""
    return await walk(http, f"conversations/{conversation_id}/messages")


def conversation_of(visitor: Client) -> str:
    return str(visitor.welcome["conversation_id"])


async def anna_of(server: Server) -> str:
    async with server.database.connection() as connection:
        return str(await connection.fetchval("SELECT id FROM operators WHERE email = 'anna@shop.test'"))


async def boris_of(server: Server) -> str:
    async with server.database.connection() as connection:
        return str(await connection.fetchval("SELECT id FROM operators WHERE email = 'boris@other.test'"))


async def fill(server: Server) -> None:
    """Five of everything, on the key's site; on the other one of each."""
    own, other = server.site, SITE_KEYS[1]
    names = tuple(f"Тег {number}" for number in range(5))
    await make_labels(server, tags=names, results=("Решено",))
    for number in range(5):
        async with server.visitor() as client:
            await client.say(f"Вопрос {number}")
        await add_operator(
            server.database,
            email=f"o{number}@shop.test",
            name=f"Оператор {number}",
            password=PASSWORD,
            site_keys=[own.key],
            role=Role.OPERATOR,
        )
    async with server.visitor(site=other, origin="http://other.test") as stranger:
        await stranger.say("С другого сайта")
    async with server.database.connection() as connection:
        other_id = await connection.fetchval("SELECT id FROM sites WHERE key = $1", other)
        for site_id, count in ((own.id, 5), (other_id, 1)):
            for number in range(count):
                await connection.execute(
                    "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, $3, $4)",
                    site_id,
                    new_id(),
                    f"Отдел {number}",
                    number,
                )
                await connection.execute(
                    "INSERT INTO canned_replies (id, site_id, shortcut, body) VALUES ($1, $2, $3, 'Да')",
                    new_id(),
                    site_id,
                    f"да{number}",
                )


async def arrive(server: Server) -> None:
    """One more conversation of a new visitor, as if it came while somebody pages."""
    async with server.visitor() as client:
        await client.say("Я тоже")


async def block(server: Server, database_url: str, conversation_id: str) -> None:
    """Blocks the person whose conversation it is."""
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
    await block_person(
        server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
    )
