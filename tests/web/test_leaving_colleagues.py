"""What colleagues lead where they may not answer any more goes back to the queue: once, and with the change."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.operators import set_role
from ryadom.core.work import dispatcher, leaving
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.conversations import find_head
from ryadom.store.dispatch import has_leaving
from ryadom.store.entries import NewAssignment, append_entry
from ryadom.store.operators import Role, find_on_site, find_operator_by_email
from ryadom.store.sql import Connection
from tests.web.accounts import Account
from tests.web.client import JsonObject, Server
from tests.web.conftest import another_server, lift_limits
from tests.web.test_colleagues import BOTH, OPERATORS, change, colleague, person, site_ids
from tests.web.test_leading import deed, history, in_hours, row_of
from tests.web.test_returning import dispatcher_of
from tests.web.work import add_colleague, assigned, holders, until_held

VERA = "вера@shop.test"


async def led_by_vera(server: Server, stack: AsyncExitStack, *, count: int = 1) -> list[str]:
    """Conversations that Vera has answered, each of a visitor of its own."""
    lift_limits(server)
    await add_colleague(server, "Вера")
    ids = []
    async with server.operator(VERA) as vera:
        for _ in range(count):
            guest = await stack.enter_async_context(server.visitor())
            ids.append(str((await guest.say("Вопрос"))["conversation_id"]))
            await vera.say("Секунду", conversation_id=ids[-1])
    return ids


async def led(admin: Account, email: str = VERA) -> JsonObject:
    found = await admin.http.get(f"{OPERATORS}/{(await colleague(admin, email))['id']}/led")
    assert found.status_code == 200
    return {one["site_id"]: one["count"] for one in found.json()["led"]}


async def id_of(connection: Connection, email: str) -> UUID:
    operator = await find_operator_by_email(connection, email)
    assert operator is not None
    return operator.id


async def returns_of(server: Server, conversation_id: str) -> list[tuple[str, bool | None]]:
    """Who led it whenever it went back to the queue, and whether for having left."""
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT o.name, e.has_left FROM entries AS e JOIN operators AS o ON o.id = e.author_id"
            " WHERE e.conversation_id = $1 AND e.kind = 'assignment' AND e.operator_id IS NULL ORDER BY e.seq",
            UUID(conversation_id),
        )
    return [(row["name"], row["has_left"]) for row in rows]


@pytest.mark.parametrize(
    ("what", "body"), [("access", {"is_active": False}), ("role", {"role": "auditor"})], ids=["access", "auditor"]
)
async def test_open_conversations_go_back_with_the_change_and_operators_are_told_why(
    server: Server, what: str, body: dict[str, object]
) -> None:
    async with AsyncExitStack() as stack:
        answered, snoozed, closed = await led_by_vera(server, stack, count=3)
        anna = await stack.enter_async_context(server.operator())
        await deed(anna, "snooze_conversation", conversation_id=snoozed, until=in_hours(1))
        await deed(anna, "set_status", conversation_id=closed, status="closed")
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        assert await led(admin) == {str(server.site.id): 2}
        assert await change(admin, VERA, what, **body) == (204, "")
        # Within the transaction of the change: nothing had to come by for it.
        assert [await returns_of(server, id) for id in (answered, snoozed, closed)] == [
            [("Вера", True)],
            [("Вера", True)],
            [],
        ]
        told = await assigned(anna, answered)
        assert (told["operator"], told["automatic"], told["left"]) == (None, True, True)
        row = await row_of(anna, answered)
        assert row["assignee"] is None
        assert row["queued_at"] is not None
        assert (await row_of(anna, snoozed))["snoozed_until"] is not None
        assert await led(admin) == {}


async def test_visitor_hears_that_nobody_leads_it_and_not_why(server: Server) -> None:
    async with AsyncExitStack() as stack:
        lift_limits(server)
        await add_colleague(server, "Вера")
        guest = await stack.enter_async_context(server.visitor())
        target = str((await guest.say("Вопрос"))["conversation_id"])
        async with server.operator(VERA) as vera:
            await vera.say("Секунду", conversation_id=target)
        await guest.receive("conversation_assigned")
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        assert await change(admin, VERA, "access", is_active=False) == (204, "")
        told = await guest.receive("conversation_assigned")
        assert told["operator"] is None
        assert "left" not in told
        assert "automatic" not in told


async def test_opening_the_access_again_takes_nothing_back(server: Server) -> None:
    async with AsyncExitStack() as stack:
        [target] = await led_by_vera(server, stack)
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        for is_active in (False, True, False):
            assert await change(admin, VERA, "access", is_active=is_active) == (204, "")
        assert await dispatcher_of(server).take_back() == 0
        assert await returns_of(server, target) == [("Вера", True)]
        assert await holders(server.database) == {None: 1}


@pytest.mark.parametrize("way", ["opened", "answered"])
async def test_closed_one_stays_with_who_led_it_until_a_colleague_opens_it_or_writes(server: Server, way: str) -> None:
    async with AsyncExitStack() as stack:
        [target] = await led_by_vera(server, stack)
        anna = await stack.enter_async_context(server.operator())
        await deed(anna, "set_status", conversation_id=target, status="closed")
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        assert await change(admin, VERA, "access", is_active=False) == (204, "")
        assert (await row_of(anna, target))["assignee"]["name"] == "Вера"
        if way == "opened":
            await deed(anna, "set_status", conversation_id=target, status="open")
            row = await row_of(anna, target)
            assert row["assignee"] is None
            assert row["queued_at"] is not None
            assert await returns_of(server, target) == [("Вера", True)]
        else:
            await anna.say("Вы ещё здесь?", conversation_id=target)
            assert (await row_of(anna, target))["assignee"]["name"] == "Анна"


async def test_only_what_is_of_the_lost_site_goes_back(server: Server) -> None:
    ids = await site_ids(server)
    async with AsyncExitStack() as stack:
        [target] = await led_by_vera(server, stack)
        admin = await stack.enter_async_context(person(server, Role.ADMIN, *BOTH, name="Ольга"))
        shop, other = ids["shop-key-1"], ids["other-key-1"]
        assert await change(admin, VERA, "sites", site_ids=[shop, other]) == (204, "")
        assert await change(admin, VERA, "sites", site_ids=[shop]) == (204, "")
        assert await returns_of(server, target) == []
        assert await change(admin, VERA, "sites", site_ids=[other]) == (204, "")
        assert await returns_of(server, target) == [("Вера", True)]


async def test_role_by_command_takes_back_too_and_one_that_answers_takes_nothing(server: Server) -> None:
    async with AsyncExitStack() as stack:
        [target] = await led_by_vera(server, stack)
        await set_role(server.database, email=VERA, role=Role.SUPERVISOR)
        assert await returns_of(server, target) == []
        await set_role(server.database, email=VERA, role=Role.AUDITOR)
        assert await returns_of(server, target) == [("Вера", True)]


async def test_what_is_too_much_for_one_transaction_follows_once_whoever_looks(
    server: Server, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "MOST_HELD", 1)
    monkeypatch.setattr(dispatcher, "MAX_AT_ONCE", 2)
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(another_server(database_url, server.database, server.site))
        ids = await led_by_vera(server, stack, count=6)
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        assert await change(admin, VERA, "access", is_active=False) == (204, "")
        looks = [dispatcher_of(one) for one in (server, other) for _ in range(2)]
        while await holders(server.database) != {None: 6}:
            await asyncio.gather(*(look.take_back() for look in looks))
        assert [await returns_of(server, id) for id in ids] == [[("Вера", True)]] * 6


async def test_what_somebody_holds_or_gives_to_who_leaves_delays_nobody_and_follows(server: Server) -> None:
    async with AsyncExitStack() as stack:
        held, given = await led_by_vera(server, stack, count=2)
        anna = await stack.enter_async_context(server.operator())
        await deed(anna, "assign_conversation", conversation_id=given, operator_id=None)
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        async with server.database.transaction() as connection:
            await connection.execute("SELECT FROM conversations WHERE id = $1 FOR UPDATE", UUID(held))
            # Who gives it has looked whether she answers there before the change commits.
            head = await find_head(connection, site_id=server.site.id, id=UUID(given))
            vera = await find_on_site(connection, site_id=server.site.id, operator_id=await id_of(connection, VERA))
            assert head is not None
            assert vera is not None
            content = NewAssignment(operator=vera.author)
            await append_entry(connection, head=head, author=vera.author, echo_id=None, content=content)
            assert await change(admin, VERA, "access", is_active=False) == (204, "")
            assert await holders(server.database) == {None: 1, "Вера": 1}
        while (await holders(server.database)) != {None: 2}:
            await dispatcher_of(server).take_back()
        assert await returns_of(server, held) == [("Вера", True)]
        assert (await returns_of(server, given))[-1] == ("Вера", True)


async def test_server_that_begins_finds_what_one_of_an_older_version_has_left_and_stops_to_look_in_time(
    server: Server,
) -> None:
    async with AsyncExitStack() as stack:
        [target] = await led_by_vera(server, stack)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE operators SET leaves_since = NULL")
            await connection.execute("UPDATE operators SET deactivated_at = now() WHERE email = $1", VERA)
            anew = dispatcher_of(server)
            await anew.take_back()
            assert await returns_of(server, target) == [("Вера", True)]
            await connection.execute(
                "UPDATE operators SET leaves_since = now() - make_interval(secs => $1)", dispatcher.LEAVING_S * 2
            )
            while await connection.fetchval("SELECT count(*) FROM operators WHERE leaves_since IS NOT NULL"):
                await anew.take_back()
        async with server.operator() as anna:
            assert [e["type"] for e in await history(anna, target)].count("conversation_assigned") == 2


async def test_what_is_of_a_blocked_visitor_is_not_looked_for_and_goes_back_when_the_blocking_ends(
    server: Server, database_url: str
) -> None:
    async with AsyncExitStack() as stack:
        [target] = await led_by_vera(server, stack)
        line = await installation_line(server.database, database_url=database_url, bus_url=None)
        guest = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(target))
        now = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
        await block_person(server.database, line, guest, now=now, reason=BlockReason.INACCURATE)
        admin = await stack.enter_async_context(person(server, Role.OWNER, name="Ольга"))
        assert await change(admin, VERA, "access", is_active=False) == (204, "")
        async with server.database.connection() as connection:
            await connection.execute(
                "UPDATE operators SET leaves_since = now() - make_interval(secs => $1)", dispatcher.LEAVING_S * 2
            )
            # The first look of a server notes whoever leads something that it can take back.
            for _ in range(2):
                await dispatcher_of(server).take_back()
                assert not await has_leaving(connection)
        assert await returns_of(server, target) == []
        await unblock_person(server.database, line, guest)
        await dispatcher_of(server).take_back()
        await until_held(server.database, {None: 1})
        assert await returns_of(server, target) == [("Вера", True)]
