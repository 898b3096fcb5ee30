"""A conversation leaves an operator's sight while they write to it: that is refused, as if there were none.

The row is held by whoever hands it on, so that the operator is let in before that is committed and writes after it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.web.context import Context
from tests.waiting import until, until_waiting_for_locks
from tests.web.client import Client, Server
from tests.web.conftest import lift_limits
from tests.web.own_departments import OLEG, Shop, add_colleague, code_of_fetching, divide

VERA = "vera@shop.test"


class Scene(Struct, frozen=True):
    """Anna leads a conversation of sales and has said something in it, at `said_seq`; another one is of sales too."""

    server: Server
    shop: Shop
    anna: Client
    id: str
    other_id: str
    said_seq: int

    @asynccontextmanager
    async def handing_on(self) -> AsyncIterator[None]:
        """Whoever hands it to Vera of the service holds it while the block runs, and then commits."""
        async with self.server.database.transaction() as connection:
            await connection.execute(
                "UPDATE conversations SET department_id = $2, assignee_id = o.id FROM operators AS o"
                " WHERE conversations.id = $1 AND o.email = $3",
                UUID(self.id),
                UUID(self.shop.service),
                VERA,
            )
            yield

    async def state(self) -> list[tuple[object, ...]]:
        """All that a write would change."""
        async with self.server.database.connection() as connection:
            heads = await connection.fetch(
                "SELECT id, last_seq, operator_read_seq, status, tag_ids, snoozed_until FROM conversations ORDER BY id"
            )
            bodies = await connection.fetch(
                "SELECT conversation_id, seq, body FROM entries ORDER BY conversation_id, seq"
            )
        return [tuple(row.values()) for row in (*heads, *bodies)]


@pytest.fixture
async def scene(server: Server) -> AsyncIterator[Scene]:
    lift_limits(server)
    shop = await divide(server)
    await add_colleague(server)
    await add_colleague(server, VERA, name="Вера")
    async with AsyncExitStack() as stack:
        visitor, neighbour = [await stack.enter_async_context(server.visitor()) for _ in range(2)]
        anna = await stack.enter_async_context(server.operator())
        id = (await visitor.say("Вопрос", department=shop.sales))["conversation_id"]
        other_id = (await neighbour.say("Другой", department=shop.sales))["conversation_id"]
        said = await anna.say("Ответ", conversation_id=id)
        yield Scene(server, shop, anna, id, other_id, said["seq"])


def _commands(scene: Scene) -> dict[str, dict[str, object]]:
    here: dict[str, object] = {"conversation_id": scene.id}
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    return {
        "answer to a message": here | {"type": "send_message", "body": "Ещё", "reply_to_seq": 1},
        "note": here | {"type": "add_note", "body": "Заметка"},
        "hand-over": here | {"type": "assign_conversation", "operator_id": None, "department_id": scene.shop.sales},
        "close": here | {"type": "set_status", "status": "closed"},
        "snooze": here | {"type": "snooze_conversation", "until": soon},
        "tags": here | {"type": "tag_conversation"},
        "edit": here | {"type": "edit_message", "message_seq": scene.said_seq, "body": "Иначе"},
        "deletion": here | {"type": "delete_message", "message_seq": scene.said_seq},
        "merger": here | {"type": "merge_conversations", "into_id": scene.other_id},
        "merger into it": {
            "type": "merge_conversations",
            "conversation_id": scene.other_id,
            "into_id": scene.id,
        },
    }


@pytest.mark.parametrize(
    "deed",
    [
        "answer to a message",
        "note",
        "hand-over",
        "close",
        "snooze",
        "tags",
        "edit",
        "deletion",
        "merger",
        "merger into it",
    ],
)
async def test_what_is_written_to_what_has_left_ones_sight_meanwhile_is_refused(scene: Scene, deed: str) -> None:
    fields = _commands(scene)[deed]
    before = await scene.state()
    async with scene.handing_on():
        await scene.anna.send(str(fields.pop("type")), echo_id=uuid4(), **fields)
        await until_waiting_for_locks(scene.server.database, 1)
    refused = await scene.anna.receive("error")
    assert (refused["code"], refused["field"]) == (
        "conversation_unknown",
        "into_id" if deed == "merger into it" else "conversation_id",
    )
    assert await scene.state() == before


async def test_plain_message_to_what_has_left_ones_sight_meanwhile_is_refused(scene: Scene) -> None:
    context: Context = scene.server.app.state.context
    queue = context.operator_desk.conversations._writer._posts
    before = await scene.state()
    async with scene.handing_on():
        await scene.anna.send("send_message", echo_id=uuid4(), conversation_id=scene.id, body="Ещё")
        # It is past the look by which she is let in, and finds the row held each time it is tried.
        await until(lambda: queue._under_way > 0)
    assert (await scene.anna.receive("error"))["code"] == "conversation_unknown"
    assert await scene.state() == before


async def test_read_mark_of_what_has_left_ones_sight_meanwhile_stays(scene: Scene) -> None:
    async with scene.server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET operator_read_seq = 1 WHERE id = $1", UUID(scene.id))
    before = await scene.state()
    async with scene.handing_on():
        await scene.anna.send("mark_read", conversation_id=scene.id, seq=2)
        await until_waiting_for_locks(scene.server.database, 1)
    await scene.anna.ping()
    assert await scene.state() == before


async def test_whoever_has_been_limited_a_moment_ago_writes_no_more_to_what_they_do_not_see(scene: Scene) -> None:
    """Their socket is open and has not heard yet that its session is over."""
    async with scene.handing_on():
        pass
    async with scene.server.operator(OLEG) as oleg:
        assert await code_of_fetching(oleg, scene.id) == ""
        async with scene.server.database.connection() as connection:
            await connection.execute("UPDATE operators SET sees_own_departments_only = true WHERE email = $1", OLEG)
        before = await scene.state()
        message = {"conversation_id": scene.id, "body": "Ещё"}
        for quoted in (None, 1):
            await oleg.send("send_message", echo_id=uuid4(), **message, reply_to_seq=quoted)
            assert (await oleg.receive("error"))["code"] == "conversation_unknown"
        await oleg.send("mark_read", conversation_id=scene.id, seq=scene.said_seq)
        await oleg.ping()
        assert await scene.state() == before


async def test_what_somebody_else_leads_meanwhile_and_stays_in_sight_is_written_to(scene: Scene) -> None:
    async with scene.server.database.transaction() as connection:
        await connection.execute(
            "UPDATE conversations SET assignee_id = NULL, queued_at = now() WHERE id = $1", UUID(scene.id)
        )
        posting = asyncio.create_task(scene.anna.say("Ещё", conversation_id=scene.id, reply_to_seq=1))
        await until_waiting_for_locks(scene.server.database, 1)
    assert (await posting)["body"] == "Ещё"
