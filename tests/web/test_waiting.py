"""What visitors are told of how long they wait: their place in the queue, and in what time a site usually answers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ryadom.core.reply_times import FEWEST_SAMPLES
from ryadom.core.waiting_line import WaitingLine
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.conversations import insert_conversation, lock_head
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.ids import new_id
from ryadom.store.visitors import lock_visitor
from ryadom.store.waiting import first_answers
from tests.web.client import Client, Server


def line(server: Server) -> WaitingLine:
    found: WaitingLine = server.app.state.context.visitor_desk.waiting_line
    return found


async def look(server: Server) -> None:
    """What the server does by itself every few seconds."""
    await line(server).look()


async def place(visitor: Client) -> int | None:
    told: int | None = (await visitor.receive("queue_moved"))["place"]
    return told


async def hears_nothing(visitor: Client) -> bool:
    await visitor.send("ping")
    answer = await visitor.receive("queue_moved", "pong")
    return bool(answer["type"] == "pong")


class Waiter:
    """A visitor who has written, and their conversation."""

    def __init__(self, client: Client, conversation_id: str) -> None:
        self.client = client
        self.conversation_id = conversation_id


@pytest.fixture
async def crowd(server: Server) -> AsyncIterator[list[Waiter]]:
    """Three visitors who have written, one after the other."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(server.visitor()) for _ in range(3)]
        yield [Waiter(visitor, (await visitor.say("Здравствуйте"))["conversation_id"]) for visitor in visitors]


async def take(anna: Client, waiter: Waiter) -> None:
    """Takes the conversation, and returns once the visitor has heard of it."""
    own_id = anna.welcome["operator"]["id"]
    given = {"conversation_id": waiter.conversation_id, "operator_id": own_id}
    await anna.send("assign_conversation", echo_id=uuid4(), **given)
    await waiter.client.receive("conversation_assigned")


async def test_visitors_are_told_their_place_and_hear_when_it_moves(server: Server, crowd: list[Waiter]) -> None:
    first, second, third = crowd
    async with server.operator() as anna:
        await look(server)
        assert [await place(one.client) for one in crowd] == [1, 2, 3]
        await take(anna, first)
        await look(server)
        assert [await place(one.client) for one in crowd] == [None, 1, 2]
        await look(server)
        assert all([await hears_nothing(one.client) for one in crowd])
        await anna.send("set_status", echo_id=uuid4(), conversation_id=second.conversation_id, status="closed")
        await second.client.receive("status_changed")
        await look(server)
        assert (await place(second.client), await place(third.client)) == (None, 1)
        # Back in the queue, where the wait of who has not been answered goes on.
        given = {"conversation_id": first.conversation_id, "operator_id": None}
        await anna.send("assign_conversation", echo_id=uuid4(), **given)
        await first.client.receive("conversation_assigned")
        await look(server)
        assert (await place(first.client), await place(third.client)) == (1, 2)


async def test_queue_that_nobody_serves_is_none(server: Server, crowd: list[Waiter]) -> None:
    await look(server)
    assert all([await hears_nothing(one.client) for one in crowd])
    async with server.operator():
        await look(server)
        assert await place(crowd[1].client) == 2


async def test_other_tab_and_a_visitor_who_comes_back_are_told_too(server: Server, crowd: list[Waiter]) -> None:
    async with server.operator():
        await look(server)
        assert await place(crowd[1].client) == 2
        async with server.visitor(token=crowd[1].client.welcome["token"]) as tab:
            await look(server)
            assert (await place(tab), await place(crowd[1].client)) == (2, 2)
        await look(server)
        assert await hears_nothing(crowd[1].client)


async def test_departments_have_queues_of_their_own(server: Server, crowd: list[Waiter]) -> None:
    async with server.database.connection() as connection:
        department_id = new_id()
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Продажи', 0)",
            server.site.id,
            department_id,
        )
        await connection.execute(
            "UPDATE conversations SET department_id = $1 WHERE id = $2", department_id, UUID(crowd[1].conversation_id)
        )
    async with server.operator():
        await look(server)
        assert [await place(one.client) for one in crowd] == [1, 1, 2]


async def test_letter_that_has_waited_for_days_stands_before_nobody_and_another_sites_queue_neither(
    server: Server, crowd: list[Waiter]
) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET queued_at = now() - INTERVAL '2 days' WHERE id = $1",
            UUID(crowd[0].conversation_id),
        )
    async with (
        server.operator(),
        server.visitor(origin="http://other.test", site="other-key-1") as stranger,
    ):
        await stranger.say("Здравствуйте")
        await look(server)
        assert [await place(one.client) for one in crowd[1:]] == [1, 2]
        assert await hears_nothing(crowd[0].client)
        assert await hears_nothing(stranger)


async def test_nothing_is_kept_of_who_has_gone(server: Server, crowd: list[Waiter]) -> None:
    for waiter in crowd:
        await waiter.client.connection.close()
        await waiter.client.connection.wait_closed()
    # The server notices each end by itself; a hello afterwards is handled after them.
    async with server.visitor() as last:
        await last.ping()
    assert line(server)._watched == {}


async def past_conversation(
    database: Database, site_id: UUID, *, ago: timedelta, answered_in: timedelta | None
) -> None:
    """A conversation that began some time ago, and was answered, or has not been."""
    async with database.transaction() as connection:
        visitor_id, id = new_id(), new_id()
        await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale="ru")
        await insert_conversation(connection, site_id=site_id, id=id, visitor_id=visitor_id, page=None)
        head = await lock_head(connection, site_id=site_id, id=id)
        assert head is not None
        await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=NewMessage(body="?"))
        if answered_in is not None:
            operator_id = await connection.fetchval("SELECT id FROM operators WHERE email = 'anna@shop.test'")
            anna = Author(kind=AuthorKind.OPERATOR, id=operator_id, name="Анна")
            await append_entry(connection, head=head, author=anna, echo_id=None, content=NewMessage(body="!"))
            await append_entry(connection, head=head, author=anna, echo_id=None, content=NewMessage(body="!"))
        await connection.execute("UPDATE conversations SET created_at = now() - $1::interval WHERE id = $2", ago, id)
        await connection.execute(
            "UPDATE entries SET created_at = now() - $1::interval + (seq - 1) * $2::interval"
            " WHERE conversation_id = $3",
            ago,
            answered_in or timedelta(0),
            id,
        )


async def test_first_answers_are_measured_from_the_first_words(server: Server) -> None:
    day, minute = timedelta(days=1), timedelta(minutes=1)
    for ago, answered_in in [(day, minute), (day, None), (minute, None), (40 * day, minute), (2 * minute, minute)]:
        await past_conversation(server.database, server.site.id, ago=ago, answered_in=answered_in)
    async with server.database.connection() as connection:
        answers = await first_answers(connection, server.site.id, limit=200)
        assert sorted(-1 if one is None else round(one) for one in answers) == [-1, 60, 60]
        assert await first_answers(connection, server.site.id, limit=1) == [pytest.approx(60)]


async def test_visitor_is_told_in_what_time_the_site_usually_answers(server: Server) -> None:
    for _ in range(FEWEST_SAMPLES):
        await past_conversation(
            server.database, server.site.id, ago=timedelta(days=2), answered_in=timedelta(minutes=4)
        )
    async with server.visitor() as visitor:
        assert visitor.welcome["site"]["answers_in_s"] == 300
    async with server.visitor(origin="http://other.test", site="other-key-1") as stranger:
        assert stranger.welcome["site"]["answers_in_s"] is None
