"""Sites that give their conversations out, and who gets them, for tests."""

import asyncio
from collections import Counter
from uuid import UUID

from ryadom.core.operators import add_operator
from ryadom.store.database import Database
from ryadom.store.operator_work import put_limit
from ryadom.store.operators import find_operator_by_email
from ryadom.store.work_rules import Mode, WorkRule, list_rules, put_rule
from tests.web.client import DEADLINE_S, PASSWORD, Client, JsonObject, Server


async def set_rule(server: Server, mode: Mode, *, return_min: int | None = None) -> None:
    """The rule of Anna's site, as its page would set it."""
    async with server.database.connection() as connection:
        before = (await list_rules(connection, [server.site.id]))[server.site.id]
        rule = WorkRule(version=before.version, mode=mode, return_min=return_min)
        assert await put_rule(connection, server.site.id, rule)


async def add_colleague(server: Server, name: str, *, limit: int | None = None) -> str:
    """Somebody who answers on Anna's site; gives the address to sign in with."""
    email = f"{name.lower()}@shop.test"
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=[server.site.key])
    await limit_to(server.database, email, limit)
    return email


async def limit_to(database: Database, email: str, limit: int | None) -> None:
    """Sets a limit behind the server's back: it finds it with its next look."""
    async with database.connection() as connection:
        operator = await find_operator_by_email(connection, email)
        assert operator is not None
        await put_limit(connection, operator.id, limit)


async def assigned(client: Client, conversation_id: str) -> JsonObject:
    """The next assignment of the conversation that the client hears of."""
    while (event := await client.receive("conversation_assigned"))["conversation_id"] != conversation_id:
        pass
    return event


async def holders(database: Database) -> Counter[str | None]:
    """How many open conversations each operator has, by name; None: the queue."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT o.name, count(*) FROM conversations AS c LEFT JOIN operators AS o ON o.id = c.assignee_id"
            " WHERE c.status = 'open' GROUP BY o.name"
        )
    return Counter({row["name"]: row["count"] for row in rows})


async def until_held(database: Database, expected: dict[str | None, int]) -> None:
    """Returns once everybody has what is expected."""
    deadline = asyncio.get_running_loop().time() + DEADLINE_S
    while (held := await holders(database)) != expected:
        assert asyncio.get_running_loop().time() < deadline, held
        await asyncio.sleep(0.05)  # no client hears of what everybody has


async def forget_presence(database: Database, operator_id: str, *, gone_s: float) -> None:
    """As if servers had seen an operator gone for so long."""
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE operator_presences SET seen_at = clock_timestamp() - interval '1 day', gone_s = $2,"
            " counted_at = clock_timestamp() WHERE operator_id = $1",
            UUID(operator_id),
            gone_s,
        )
