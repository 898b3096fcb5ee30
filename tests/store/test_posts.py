"""Many messages in one statement: stored, known, busy and other; two workers with one echo_id."""

import asyncio
from uuid import UUID, uuid4

import pytest

from ryadom.protocol.shared import Status
from ryadom.store.conversations import Head, lock_head, set_blocked
from ryadom.store.database import Database, open_database
from ryadom.store.entries import NewMessage, NewStatus, Stored, append_entry
from ryadom.store.posts import NotStored, Post, post_messages
from tests.store.scenes import make_scene


@pytest.fixture
async def heads(database: Database) -> list[Head]:
    async with database.transaction() as connection:
        return [(await make_scene(connection)).head for _ in range(4)]


def _post(head: Head, body: str = "привет", echo_id: UUID | None = None) -> Post:
    return Post(
        site_id=head.site_id,
        conversation_id=head.id,
        author=head.visitor,
        echo_id=echo_id or uuid4(),
        body=body,
    )


async def test_batch_gives_each_conversation_its_own_next_seq(database: Database, heads: list[Head]) -> None:
    async with database.connection() as connection:
        for expected_seq in (1, 2):
            outcomes = await post_messages(connection, [_post(head, str(n)) for n, head in enumerate(heads)])
            assert [outcome.entry.seq for outcome in outcomes if isinstance(outcome, Stored)] == [expected_seq] * 4
            assert [getattr(outcome.entry, "body", "") for outcome in outcomes if isinstance(outcome, Stored)] == list(
                "0123"
            )


async def test_what_is_no_plain_message_is_left_alone(database: Database, heads: list[Head]) -> None:
    closed, foreign, gone, fine = heads
    async with database.transaction() as connection:
        await append_entry(
            connection, head=closed, author=closed.visitor, echo_id=None, content=NewStatus(status=Status.CLOSED)
        )
        echo_id = uuid4()
        await append_entry(connection, head=fine, author=fine.visitor, echo_id=echo_id, content=NewMessage(body="была"))
        posts = [
            _post(closed),
            Post(
                site_id=foreign.site_id, conversation_id=foreign.id, author=fine.visitor, echo_id=uuid4(), body="чужое"
            ),
            Post(site_id=gone.site_id, conversation_id=uuid4(), author=gone.visitor, echo_id=uuid4(), body="никуда"),
            _post(fine, "другое тело", echo_id),
        ]
        assert await post_messages(connection, posts) == [
            NotStored.OTHER,
            NotStored.OTHER,
            NotStored.OTHER,
            NotStored.KNOWN,
        ]
        assert await connection.fetchval("SELECT count(*) FROM entries") == 2


async def test_conversation_held_by_somebody_else_holds_up_no_other(
    database: Database, database_url: str, heads: list[Head]
) -> None:
    held, free = heads[:2]
    async with open_database(database_url) as other, other.transaction() as eraser:
        await lock_head(eraser, site_id=held.site_id, id=held.id)
        async with database.connection() as connection, asyncio.timeout(5):
            outcomes = await post_messages(connection, [_post(held), _post(free)])
    assert outcomes[0] is NotStored.BUSY
    assert isinstance(outcomes[1], Stored)


async def test_same_echo_id_in_two_workers_at_once_burns_no_seq(
    database: Database, database_url: str, heads: list[Head]
) -> None:
    head = heads[0]
    async with open_database(database_url) as other:

        async def send(worker: Database, echo_id: UUID) -> None:
            while True:
                async with worker.connection() as connection:
                    [outcome] = await post_messages(connection, [_post(head, echo_id=echo_id)])
                if outcome is not NotStored.BUSY:
                    return

        for _ in range(20):
            echo_id = uuid4()
            await asyncio.gather(send(database, echo_id), send(other, echo_id))
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT seq FROM entries ORDER BY seq")
    assert [row["seq"] for row in rows] == list(range(1, 21))


async def test_nothing_is_stored_for_a_blocked_visitor_whoever_writes(database: Database, heads: list[Head]) -> None:
    blocked, fine = heads[:2]
    async with database.transaction() as connection:
        await set_blocked(connection, site_id=blocked.site_id, visitor_id=blocked.visitor.id, is_blocked=True)
        outcomes = await post_messages(connection, [_post(blocked), _post(fine)])
        assert outcomes[0] is NotStored.OTHER
        assert isinstance(outcomes[1], Stored)
        await set_blocked(connection, site_id=blocked.site_id, visitor_id=blocked.visitor.id, is_blocked=False)
        assert all(isinstance(one, Stored) for one in await post_messages(connection, [_post(blocked)]))
