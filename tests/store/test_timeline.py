"""Entries and heads: numbering, what either audience sees, waiting and queue, and two sites that share nothing."""

from uuid import uuid4

import asyncpg
import pytest

from ryadom.protocol.operator import Folder
from ryadom.protocol.shared import AuthorKind, Status
from ryadom.store import conversations as conversations_store
from ryadom.store.conversations import find_head, mark_read
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewMessage, NewStatus, append_entry, read_history
from ryadom.store.ids import new_id
from ryadom.store.inbox import list_folder
from ryadom.store.inbox_pages import Reader
from tests.store.scenes import make_scene


async def test_waiting_and_queue_follow_the_rules(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)

        async def state() -> tuple[bool, bool, object]:
            queued_at, waiting_since, status = await scene.columns("queued_at", "waiting_since", "status")
            return queued_at is not None, waiting_since is not None, status

        assert await state() == (True, False, "open")
        await scene.append(NewMessage(body="вопрос"), by_operator=False)
        assert await state() == (True, True, "open")
        await scene.append(NewAssignment(operator=scene.operator))
        assert await state() == (False, True, "open")
        await scene.append(NewMessage(body="ответ"))
        assert await state() == (False, False, "open")
        await scene.append(NewMessage(body="ещё"), by_operator=False)
        await scene.append(NewStatus(status=Status.CLOSED))
        assert await state() == (False, True, "closed")
        await scene.append(NewAssignment(operator=None))
        assert await state() == (False, True, "closed")
        await scene.append(NewStatus(status=Status.OPEN), by_operator=False)
        assert await state() == (True, False, "open")


async def test_undoing_a_close_keeps_the_visitor_waiting_since_the_same_moment(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await scene.append(NewMessage(body="вопрос"), by_operator=False)
        [waiting_since] = await scene.columns("waiting_since")
        await scene.append(NewStatus(status=Status.CLOSED))
        await scene.append(NewStatus(status=Status.OPEN))
        assert await scene.columns("waiting_since", "queued_at") == [waiting_since, waiting_since]


async def test_waiting_counts_from_the_first_unanswered_message(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await scene.append(NewMessage(body="раз"), by_operator=False)
        before = await scene.columns("waiting_since")
        await scene.append(NewMessage(body="два"), by_operator=False)
        assert await scene.columns("waiting_since") == before


async def test_history_pages_meet_without_overlap_from_either_end(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        for number in range(7):
            await scene.append(NewMessage(body=str(number)), by_operator=False)
        head = await find_head(connection, site_id=scene.head.site_id, id=scene.head.id)
        assert head is not None

        async def page(**bounds: int) -> tuple[list[int], bool, bool]:
            history = await read_history(
                connection, head=head, audience=AuthorKind.VISITOR, limit=3, request_id=None, **bounds
            )
            return [entry.seq for entry in history.entries], history.has_before, history.has_after

        assert await page() == ([5, 6, 7], True, False)
        assert await page(before_seq=5) == ([2, 3, 4], True, True)
        assert await page(before_seq=2) == ([1], False, True)
        assert await page(after_seq=0) == ([1, 2, 3], False, True)
        assert await page(after_seq=3) == ([4, 5, 6], True, True)
        assert await page(after_seq=7) == ([], True, False)


async def test_entry_that_visitors_may_not_see_leaves_a_gap_they_can_step_over(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await scene.append(NewMessage(body="видно"), by_operator=False)
        # What a later version will write: a note for operators only.
        await connection.execute(
            """WITH head AS (UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1 RETURNING site_id, last_seq)
            INSERT INTO entries
                (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body)
            SELECT site_id, $1, last_seq, 'message', false, 1, 'operator', $2, 'тайна' FROM head""",
            scene.head.id,
            scene.operator.id,
        )
        await scene.append(NewMessage(body="снова видно"), by_operator=False)
        head = await find_head(connection, site_id=scene.head.site_id, id=scene.head.id)
        assert head is not None
        seen = {}
        for audience in AuthorKind:
            history = await read_history(connection, head=head, audience=audience, limit=10, request_id=None)
            seen[audience] = [(entry.seq, entry.prev_seq) for entry in history.entries]
        assert seen[AuthorKind.VISITOR] == [(1, 0), (3, 1)]
        assert seen[AuthorKind.OPERATOR] == [(1, 0), (2, 1), (3, 2)]


async def test_same_ids_on_two_sites_share_nothing(database: Database) -> None:
    async with database.transaction() as connection:
        first = await make_scene(connection)
        second = await make_scene(connection, conversation_id=first.head.id)
        await first.append(NewMessage(body="первый"), by_operator=False)
        await second.append(NewMessage(body="второй"), by_operator=False)
        for scene, body in ((first, "первый"), (second, "второй")):
            history = await read_history(
                connection, head=scene.head, audience=AuthorKind.OPERATOR, limit=10, request_id=None, after_seq=0
            )
            assert [getattr(entry, "body", None) for entry in history.entries] == [body]
            rows, _ = await list_folder(
                connection,
                Reader(site_ids=[scene.head.site_id], operator_id=scene.operator.id),
                folder=Folder.WAITING,
                after=None,
                limit=10,
            )
            assert [row.site_id for row in rows] == [scene.head.site_id]
        assert await mark_read(
            connection, site_id=first.head.site_id, id=first.head.id, reader=AuthorKind.OPERATOR, seq=1
        )
        other = await find_head(connection, site_id=second.head.site_id, id=second.head.id)
        assert other is not None
        assert other.operator_read_seq == 0


async def test_conversation_of_no_site_of_mine_has_no_owner(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        find = conversations_store.find_owner
        assert await find(connection, id=scene.head.id, site_ids=[new_id()]) is None
        assert await find(connection, id=scene.head.id, site_ids=[]) is None
        assert await find(connection, id=scene.head.id, site_ids=[scene.head.site_id]) == (
            scene.head.site_id,
            scene.head.visitor.id,
        )


async def test_database_itself_refuses_a_second_entry_with_one_echo_id(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
    echo_id = uuid4()

    async def append() -> None:
        async with database.transaction() as connection:
            message = NewMessage(body="раз")
            await append_entry(connection, head=scene.head, author=scene.head.visitor, echo_id=echo_id, content=message)

    await append()
    with pytest.raises(asyncpg.UniqueViolationError):
        await append()


@pytest.mark.parametrize("by_operator", [False, True])
@pytest.mark.parametrize(
    "content", [NewMessage(body="вопрос"), NewAssignment(operator=None), NewStatus(status=Status.OPEN)]
)
async def test_conversation_moves_at_the_very_time_that_its_entry_tells(
    database: Database, content: NewMessage | NewAssignment | NewStatus, by_operator: bool
) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await connection.execute("UPDATE conversations SET assignee_id = $1, queued_at = NULL", scene.operator.id)
        if isinstance(content, NewStatus):
            await connection.execute("UPDATE conversations SET assignee_id = NULL, status = 'closed'")
        stored = await scene.append(content, by_operator=by_operator)
        told = {await connection.fetchval("SELECT created_at FROM entries WHERE seq = $1", stored)}
        moved = set(await scene.columns("active_at", "waiting_since", "queued_at")) - {None}
        assert moved == told
