"""Conversations that operators mark unread for themselves: on all of their screens, and on nobody else's."""

from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.erasure import erase_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from ryadom.store.purviews import Purview
from ryadom.store.unread_marks import MAX_MARKS, _list_seen, _queries, delete_mark, insert_mark, take_unread_marks
from tests.files import no_files
from tests.store.inbox_town import plan_of, used_indexes
from tests.web.accounts import enrolled
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import another_server, serving
from tests.web.own_departments import OLEG, add_colleague, divide, ids_in, transfer
from tests.web.retention import now

BORIS = "boris@other.test"
"""Of another site."""
CONVERSATION_BY_ID = {"conversations_pkey", "conversations_id"}
MARKS_OF_ONE = {"unread_marks_pkey", "unread_marks_operator"}
"""The mark, or at most two hundred of its operator."""


async def asked(server: Server, words: str = "Сколько стоит чай?") -> str:
    """A visitor's question; gives the conversation's id."""
    async with server.visitor() as visitor:
        return str((await visitor.say(words))["conversation_id"])


async def mark(client: Client, conversation_id: str, *, unread: bool = True) -> JsonObject:
    await client.send("mark_unread", conversation_id=conversation_id, unread=unread)
    return await client.receive("unread_marked", "error")


async def marks_of(server: Server, email: str = "anna@shop.test") -> list[str]:
    """What another screen of this operator is told when it comes."""
    async with server.operator(email) as client:
        ids: list[str] = client.welcome["unread_marks"]
        return ids


async def heard(client: Client) -> list[JsonObject]:
    """What a socket is told of marks until the server has handled all that it was sent before."""
    await client.send("ping")
    frames: list[JsonObject] = []
    while (frame := await client.receive())["type"] != "pong":
        frames.append(frame)
    return [frame for frame in frames if frame["type"] == "unread_marked"]


async def test_mark_is_on_all_screens_of_its_operator_until_it_is_read_or_answered_and_on_no_other(
    server: Server,
) -> None:
    await add_colleague(server)
    id = await asked(server)
    async with server.operator() as here, server.operator() as there, server.operator(OLEG) as oleg:
        told = {"type": "unread_marked", "conversation_id": id, "unread": True}
        assert await mark(here, id) == told
        assert await there.receive("unread_marked") == told
        assert await marks_of(server) == [id]
        # Marked again it is acknowledged; taken back, it is so everywhere
        assert await mark(there, id) == told
        assert await mark(there, id, unread=False) == told | {"unread": False}
        assert [frame["unread"] for frame in await heard(here)] == [True, False]
        assert await marks_of(server) == []

        # A colleague who reads and answers takes away nothing but their own
        await mark(here, id)
        await mark(oleg, id)
        await oleg.send("mark_read", conversation_id=id, seq=1)
        assert (await oleg.receive("unread_marked"))["unread"] is False
        await oleg.say("Сейчас узнаю", conversation_id=id)
        assert await marks_of(server) == [id]
        # Told again after a lost connection, what was read before the mark was set leaves it
        await there.send("mark_read", conversation_id=id, seq=1)
        assert [frame["unread"] for frame in await heard(there)] == [True]
        assert await marks_of(server) == [id]
        await oleg.send("add_note", echo_id=str(uuid4()), conversation_id=id, body="Сто рублей?", mentions=[])
        note = await there.receive("note_added")
        await there.send("mark_read", conversation_id=id, seq=note["seq"])
        assert (await here.receive("unread_marked"))["unread"] is False
        assert await marks_of(server) == []

        await mark(here, id)
        await there.say("Сто рублей", conversation_id=id)
        assert (await here.receive("unread_marked"))["unread"] is False
        # Of all that, the colleague has heard of their own mark alone
        assert await heard(oleg) == []
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM unread_marks") == 0


async def test_nobody_marks_what_they_do_not_see_and_no_mark_outlives_its_person(
    server: Server, database_url: str
) -> None:
    id, erased = await asked(server), await asked(server, "Забудьте меня")
    await add_colleague(server, "rita@shop.test", name="Рита", role=Role.AUDITOR)
    async with server.operator() as anna, server.operator(BORIS) as boris, enrolled(server, "rita@shop.test") as rita:
        assert (await mark(boris, id))["code"] == "conversation_unknown"
        await anna.send("mark_unread", conversation_id=str(new_id()), unread=True, request_id="of it")
        refusal = await anna.receive("error")
        assert (refusal["code"], refusal["request_id"]) == ("conversation_unknown", "of it")
        async with rita.panel() as panel:
            assert (await mark(panel, id))["unread"] is True
        for marked in (id, erased):
            assert (await mark(anna, marked))["unread"] is True

    # Hidden with its visitor, it is marked no more; nor is it afterwards
    hidden, forgotten = [
        await find_person(server.database, site_key=server.site.key, conversation_id=UUID(one)) for one in (id, erased)
    ]
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    await block_person(server.database, line, hidden, reason=BlockReason.INACCURATE, now=now())
    async with server.operator() as anna:
        assert anna.welcome["unread_marks"] == [erased]
        assert (await mark(anna, id))["code"] == "conversation_unknown"
    await erase_person(server.database, line, forgotten, contents=no_files(server.database), now=now())
    async with server.database.connection() as connection:
        left = await connection.fetch("SELECT conversation_id FROM unread_marks")
    # What the auditor has marked of the hidden one they lose when they come back
    assert [str(row["conversation_id"]) for row in left] == [id]


async def test_mark_is_gone_for_good_with_the_sight_of_its_conversation(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    kept, lost = await asked(server, "Первый"), await asked(server, "Второй")
    async with server.operator() as anna, server.operator(OLEG) as oleg:
        for id in (kept, lost):
            await mark(anna, id)
        await transfer(oleg, lost, department_id=shop.service)
        await oleg.receive("conversation_assigned")
        assert await marks_of(server) == [kept]
        await transfer(oleg, lost, department_id=shop.sales)
        await oleg.receive("conversation_assigned")
        assert await ids_in(anna, "department") == [lost]
        assert await marks_of(server) == [kept]


async def test_mark_is_told_to_the_screens_of_its_operator_on_other_servers(
    database_url: str, database: Database
) -> None:
    async with AsyncExitStack() as stack:
        near = await stack.enter_async_context(serving(database_url, database))
        far = await stack.enter_async_context(another_server(database_url, database, near.site))
        here = await stack.enter_async_context(near.operator())
        there = await stack.enter_async_context(far.operator())
        visitor = await stack.enter_async_context(near.visitor())
        id = (await visitor.say("Вопрос"))["conversation_id"]
        await there.receive("message_posted")
        await mark(here, id)
        assert await there.receive("unread_marked") == {
            "type": "unread_marked", "conversation_id": id, "unread": True,
        }  # fmt: skip


@pytest.fixture
async def crowd(database: Database, server: Server) -> tuple[UUID, UUID, list[UUID]]:
    """The site, an operator, and more conversations than somebody may mark."""
    first = UUID(await asked(server))
    async with database.connection() as connection:
        rows = await connection.fetch(
            "INSERT INTO conversations (site_id, id, visitor_id, status)"
            " SELECT c.site_id, gen_random_uuid(), c.visitor_id, 'closed'"
            " FROM conversations AS c, generate_series(1, $2)"
            " WHERE c.id = $1 RETURNING id",
            first,
            3_000,
        )
        await connection.execute(
            "INSERT INTO unread_marks (site_id, conversation_id, operator_id, marked_at)"
            " SELECT c.site_id, c.id, o.id, now() - random() * interval '1 day'"
            " FROM conversations AS c, operators AS o WHERE o.email = $1",
            BORIS,
        )
        await connection.execute("ANALYZE conversations, unread_marks")
        operator_id = await connection.fetchval("SELECT id FROM operators WHERE email = 'anna@shop.test'")
    return server.site.id, operator_id, [row["id"] for row in rows]


async def test_of_too_many_marks_the_oldest_go_and_each_query_starts_from_an_index(
    database: Database, crowd: tuple[UUID, UUID, list[UUID]]
) -> None:
    site_id, operator_id, ids = crowd
    async with database.transaction() as connection:
        for id in ids[: MAX_MARKS + 1]:
            assert await insert_mark(connection, site_id=site_id, conversation_id=id, operator_id=operator_id)
        # Marked anew, the oldest is the newest
        assert await insert_mark(connection, site_id=site_id, conversation_id=ids[1], operator_id=operator_id)
        listed = await take_unread_marks(connection, operator_id, site_ids=[site_id])
        assert listed == [ids[1], *reversed(ids[2 : MAX_MARKS + 1])]
        key: dict[str, Any] = {"site_id": site_id, "conversation_id": ids[1], "operator_id": operator_id}
        limited = Purview(operator_id=operator_id, department_ids=frozenset({new_id()}))
        assert await delete_mark(connection, **key)
        assert not await delete_mark(connection, **key)
        for mode in ("force_custom_plan", "force_generic_plan"):
            of_reader = {"operator_id": operator_id, "site_ids": [site_id], "row_limit": MAX_MARKS}
            for purview in (None, limited):
                query, narrowing = _list_seen.of(purview)
                listing = await plan_of(connection, query, of_reader | narrowing, mode)
                assert used_indexes(listing, "unread_marks") == {"unread_marks_operator"}
                assert used_indexes(listing, "conversations") <= CONVERSATION_BY_ID
                assert "Seq Scan" not in listing
            marking = await plan_of(connection, _queries.insert_mark, key | {"most_others": 199}, mode)
            taking = await plan_of(connection, _queries.delete_mark, key, mode)
            assert used_indexes(marking, "unread_marks") <= MARKS_OF_ONE
            assert used_indexes(marking, "conversations") <= CONVERSATION_BY_ID
            assert used_indexes(taking, "unread_marks") <= MARKS_OF_ONE
            assert not any("Seq Scan" in plan for plan in (marking, taking))
