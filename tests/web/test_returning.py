"""What an operator who is gone has left unanswered goes back to the queue; nothing else does."""

import asyncio
from contextlib import AsyncExitStack

from ryadom.core.work.dispatcher import Dispatcher
from ryadom.store.database import Database
from ryadom.store.operator_work import COUNT_STEP_S, MOST_GONE_S, count_absence
from ryadom.store.work_rules import Mode
from ryadom.web.context import Context
from tests.web.client import Client, Server
from tests.web.conftest import another_server
from tests.web.test_leading import deed, history, in_hours, row_of
from tests.web.work import add_colleague, assigned, forget_presence, set_rule

MINUTES = 5
LONG_S = MINUTES * 60.0


def dispatcher_of(server: Server) -> Dispatcher:
    context: Context = server.app.state.context
    return Dispatcher(context.operator_desk.database, context.operator_desk.leading._writer)


async def held_by_vera(server: Server, stack: AsyncExitStack, guest: Client) -> tuple[str, str]:
    """A conversation that Vera has answered before she left, and that waits for her again; and her id."""
    vera = await add_colleague(server, "Вера")
    target = str((await guest.say("Вопрос"))["conversation_id"])
    async with server.operator(vera) as second:
        await second.say("Секунду", conversation_id=target)
        vera_id = str(second.welcome["operator"]["id"])
    await guest.say("Вы тут?")
    return target, vera_id


async def test_unanswered_conversation_goes_back_once_and_to_whoever_is_there(
    server: Server, database_url: str
) -> None:
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(another_server(database_url, server.database, server.site))
        guest = await stack.enter_async_context(server.visitor())
        target, vera_id = await held_by_vera(server, stack, guest)
        await set_rule(server, Mode.EVENLY, return_min=MINUTES)
        anna = await stack.enter_async_context(server.operator())
        await forget_presence(server.database, vera_id, gone_s=LONG_S - 60)
        assert await dispatcher_of(server).take_back() == 0
        await forget_presence(server.database, vera_id, gone_s=LONG_S)
        await asyncio.gather(*(dispatcher_of(one).take_back() for one in (server, other) for _ in range(3)))
        while (event := await assigned(anna, target))["operator"] is None:
            pass
        assert event["operator"]["name"] == "Анна"
        entries = [entry for entry in await history(anna, target) if entry["type"] == "conversation_assigned"]
        assert [entry["operator"] and entry["operator"]["name"] for entry in entries] == ["Вера", None, "Анна"]
        assert [entry.get("automatic") for entry in entries] == [None, True, True]
        assert entries[1]["author"]["id"] == vera_id


async def test_place_in_the_queue_is_that_of_the_wait(server: Server) -> None:
    async with AsyncExitStack() as stack:
        guest = await stack.enter_async_context(server.visitor())
        target, vera_id = await held_by_vera(server, stack, guest)
        await set_rule(server, Mode.OFF, return_min=MINUTES)
        anna = await stack.enter_async_context(server.operator())
        waiting_since = (await row_of(anna, target))["waiting_since"]
        await forget_presence(server.database, vera_id, gone_s=LONG_S)
        await dispatcher_of(server).take_back()
        row = await row_of(anna, target)
        assert (row["assignee"], row["queued_at"]) == (None, waiting_since)


async def test_answered_snoozed_and_closed_ones_stay_and_so_does_all_without_a_rule(server: Server) -> None:
    async with AsyncExitStack() as stack:
        guest = await stack.enter_async_context(server.visitor())
        target, vera_id = await held_by_vera(server, stack, guest)
        anna = await stack.enter_async_context(server.operator())
        await forget_presence(server.database, vera_id, gone_s=LONG_S)
        assert await dispatcher_of(server).take_back() == 0
        await deed(anna, "snooze_conversation", conversation_id=target, until=in_hours(1))
        await set_rule(server, Mode.OFF, return_min=MINUTES)
        assert await dispatcher_of(server).take_back() == 0
        await deed(anna, "snooze_conversation", conversation_id=target, until=None)
        await anna.say("Отвечу за Веру", conversation_id=target)
        assert await dispatcher_of(server).take_back() == 0
        assert (await row_of(anna, target))["assignee"]["name"] == "Вера"


async def test_who_is_back_is_gone_no_more(server: Server) -> None:
    async with AsyncExitStack() as stack:
        guest = await stack.enter_async_context(server.visitor())
        target, vera_id = await held_by_vera(server, stack, guest)
        await set_rule(server, Mode.OFF, return_min=MINUTES)
        await forget_presence(server.database, vera_id, gone_s=MOST_GONE_S)
        # No chore of the server's may come between.
        async with server.database.connection() as connection:
            await connection.execute("DELETE FROM work_rules")
        async with server.operator("вера@shop.test") as vera:
            await set_rule(server, Mode.OFF, return_min=MINUTES)
            assert await dispatcher_of(server).take_back() == 0
            assert (await row_of(vera, target))["assignee"]["name"] == "Вера"


async def test_time_without_servers_and_a_clock_that_jumps_count_as_one_step(database: Database) -> None:
    """Postgres' clock can't be set here: what it is compared with is."""
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO operators (id, email, name, password_hash) VALUES (gen_random_uuid(), 'v@v.test', 'Вера', '-')"
        )
        await count_absence(connection)  # whoever was never here is gone from the first count on
        for jump_h in (-3, 3):
            await connection.execute(
                "UPDATE operator_presences SET gone_s = 0, counted_at = clock_timestamp() + make_interval(hours => $1),"
                " seen_at = clock_timestamp() + make_interval(hours => $1)",
                jump_h,
            )
            # Two processes count at the same time.
            await count_absence(connection)
            await count_absence(connection)
            gone_s = await connection.fetchval("SELECT gone_s FROM operator_presences")
            assert 0 <= gone_s <= COUNT_STEP_S
