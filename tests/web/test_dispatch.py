"""Conversations that wait are given out: once, evenly, never beyond a limit, whichever processes there are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from msgspec import Struct

from ryadom.core.work.dispatcher import Dispatcher
from ryadom.store.database import Database
from ryadom.store.operators import Role
from ryadom.store.work_rules import Mode
from ryadom.web.context import Context
from tests.web.accounts import enrolled
from tests.web.client import Server
from tests.web.conftest import another_server, lift_limits, serving
from tests.web.labels import add_admin
from tests.web.test_leading import deed, history, in_hours, row_of
from tests.web.work import add_colleague, assigned, limit_to, set_rule, until_held

VISITORS = 30


class Nodes(Struct, frozen=True):
    """Two servers on one database."""

    near: Server
    far: Server

    def each(self, number: int) -> Server:
        return self.near if number % 2 else self.far


@pytest.fixture
async def nodes(database_url: str, database: Database) -> AsyncIterator[Nodes]:
    async with (
        serving(database_url, database) as near,
        another_server(database_url, database, near.site) as far,
    ):
        for server in (near, far):
            lift_limits(server)
        yield Nodes(near, far)


async def everybody_writes(stack: AsyncExitStack, nodes: Nodes) -> list[str]:
    """Thirty visitors begin a conversation at the same time, on both servers; gives the ids."""
    guests = [await stack.enter_async_context(nodes.each(number).visitor()) for number in range(VISITORS)]
    said = await asyncio.gather(*(guest.say("Вопрос") for guest in guests))
    return [entry["conversation_id"] for entry in said]


async def automatic_assignments(database: Database) -> list[int]:
    """How many assignments by the server each conversation has."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT count(*) FILTER (WHERE e.kind = 'assignment' AND e.is_automatic) AS times FROM entries AS e"
            " GROUP BY e.conversation_id"
        )
    return [row["times"] for row in rows]


@pytest.mark.parametrize("mode", [Mode.EVENLY, Mode.LOAD, Mode.LAST])
async def test_thirty_at_once_are_given_once_each_and_ten_to_everybody(nodes: Nodes, mode: Mode) -> None:
    await set_rule(nodes.near, mode)
    emails = ["anna@shop.test", *[await add_colleague(nodes.near, name) for name in ("Вера", "Глеб")]]
    async with AsyncExitStack() as stack:
        for number, email in enumerate(emails):
            await stack.enter_async_context(nodes.each(number).operator(email))
        await everybody_writes(stack, nodes)
        await until_held(nodes.near.database, {"Анна": 10, "Вера": 10, "Глеб": 10})
        assert await automatic_assignments(nodes.near.database) == [1] * VISITORS


async def test_nobody_is_given_more_than_their_limit_and_what_is_left_waits_for_room(nodes: Nodes) -> None:
    database = nodes.near.database
    await set_rule(nodes.near, Mode.EVENLY)
    await limit_to(database, "anna@shop.test", 4)
    vera = await add_colleague(nodes.near, "Вера", limit=7)
    await add_colleague(nodes.near, "Глеб")  # has never been in the panel
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(nodes.near.operator())
        await stack.enter_async_context(nodes.far.operator(vera))
        ids = await everybody_writes(stack, nodes)
        await until_held(database, {"Анна": 4, "Вера": 7, None: VISITORS - 11})
        rows = [await row_of(anna, id) for id in ids]
        own = next(row["id"] for row in rows if row["assignee"] and row["assignee"]["name"] == "Анна")
        await deed(anna, "set_status", conversation_id=own, status="closed")
        await until_held(database, {"Анна": 4, "Вера": 7, None: VISITORS - 12})
        await limit_to(database, vera, 9)
        await until_held(database, {"Анна": 4, "Вера": 9, None: VISITORS - 14})
        await limit_to(database, "anna@shop.test", None)
        await until_held(database, {"Анна": VISITORS - 1 - 9, "Вера": 9})
        assert sorted(set(await automatic_assignments(database))) == [1]


async def test_who_waits_is_given_to_whoever_comes_and_visitor_sees_an_ordinary_assignment(server: Server) -> None:
    await set_rule(server, Mode.LOAD)
    async with server.visitor() as guest:
        target = (await guest.say("Есть кто-нибудь?"))["conversation_id"]
        async with server.operator() as anna:
            told = await guest.receive("conversation_assigned")
            assert (told["operator"]["name"], told["echo_id"]) == ("Анна", None)
            assert not {"automatic", "comment"} & told.keys()
            entry = (await history(anna, target))[-1]
            assert (entry["type"], entry["automatic"]) == ("conversation_assigned", True)
            assert entry["author"]["id"] == entry["operator"]["id"] == anna.welcome["operator"]["id"]


async def test_without_a_rule_nothing_is_given(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        target = (await guest.say("Вопрос"))["conversation_id"]
        context: Context = server.app.state.context
        dispatcher = Dispatcher(context.operator_desk.database, context.operator_desk.leading._writer)
        assert await dispatcher.look() == 0
        assert (await row_of(anna, target))["assignee"] is None


async def test_who_is_away_only_reads_or_works_elsewhere_is_given_nothing(server: Server) -> None:
    await set_rule(server, Mode.EVENLY)
    auditor = await add_admin(server, name="Инна", role=Role.AUDITOR)
    vera = await add_colleague(server, "Вера")
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(server.operator())
        await anna.send("set_away", away=True)
        await anna.receive("away_changed")
        await stack.enter_async_context(server.operator("boris@other.test"))
        reader = await stack.enter_async_context(enrolled(server, auditor))
        await stack.enter_async_context(reader.panel())
        guest = await stack.enter_async_context(server.visitor())
        target = (await guest.say("Вопрос"))["conversation_id"]
        await stack.enter_async_context(server.operator(vera))
        assert (await assigned(anna, target))["operator"]["name"] == "Вера"
        await anna.send("assign_conversation", echo_id=uuid4(), conversation_id=target, operator_id=None)
        assert (await assigned(anna, target))["operator"] is None
        # Back at work: the next one is hers, who was given nothing yet.
        await assigned(anna, target)
        await anna.send("set_away", away=False)
        await anna.receive("away_changed")
        second = await stack.enter_async_context(server.visitor())
        other = (await second.say("Ещё вопрос"))["conversation_id"]
        assert (await assigned(anna, other))["operator"]["name"] == "Анна"


async def test_conversation_of_a_department_is_given_to_its_members_only(server: Server) -> None:
    await set_rule(server, Mode.EVENLY)
    vera = await add_colleague(server, "Вера")
    department_id = uuid4()
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Опт', 0)",
            server.site.id,
            department_id,
        )
        await connection.execute(
            "INSERT INTO department_members (site_id, department_id, operator_id)"
            " SELECT $1, $2, id FROM operators WHERE email = $3",
            server.site.id,
            department_id,
            vera,
        )
    async with server.operator() as anna, server.visitor() as guest, server.visitor() as other:
        target = (await guest.say("Почём опт?", department="Опт"))["conversation_id"]
        plain = (await other.say("Просто вопрос"))["conversation_id"]
        assert (await assigned(anna, plain))["operator"]["name"] == "Анна"
        assert (await row_of(anna, target))["assignee"] is None
        async with server.operator(vera):
            assert (await assigned(anna, target))["operator"]["name"] == "Вера"


async def test_snoozed_conversation_waits_and_a_snoozed_one_of_ones_own_takes_no_room(server: Server) -> None:
    await set_rule(server, Mode.EVENLY)
    await limit_to(server.database, "anna@shop.test", 1)
    async with server.operator() as anna, server.visitor() as guest, server.visitor() as other:
        target = (await guest.say("Первый"))["conversation_id"]
        await assigned(anna, target)
        second = (await other.say("Второй"))["conversation_id"]
        await deed(anna, "snooze_conversation", conversation_id=target, until=in_hours(1))
        assert (await assigned(anna, second))["operator"]["name"] == "Анна"


async def test_visitor_comes_back_to_whom_they_talked_with(server: Server) -> None:
    vera = await add_colleague(server, "Вера")
    async with server.operator() as anna, server.operator(vera) as second, server.visitor() as guest:
        target = (await guest.say("Вопрос"))["conversation_id"]
        await second.say("Ответ", conversation_id=target)
        await deed(second, "set_status", conversation_id=target, status="closed")
        # Vera has more to do than Anna, who would be next by load.
        async with server.visitor() as another:
            busy = (await another.say("Другое"))["conversation_id"]
            await second.say("Ответ", conversation_id=busy)
            await set_rule(server, Mode.LAST)
            await guest.say("Снова я")
            while (event := await assigned(anna, target)).get("automatic") is not True:
                pass
            assert event["operator"]["name"] == "Вера"
