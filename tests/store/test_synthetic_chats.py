"""The generator of chats in bench/growth: its rows are such as the product itself would have left."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from bench.growth.chats import CONVERSATION_COLUMNS, ENTRY_COLUMNS, Cast, Chat, Size, make_chats
from bench.growth.fill import fill
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.protocol.operator import Folder
from ryadom.protocol.shared import Author, AuthorKind, Status
from ryadom.store.conversations import insert_conversation, lock_head
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewMessage, NewStatus, append_entry
from ryadom.store.inbox import list_folder
from ryadom.store.inbox_pages import Reader
from ryadom.store.sql import Connection
from ryadom.store.visitors import lock_visitor
from tests.store.scenes import make_scene

SIZE = Size(conversations=1_200, messages=6_000)
UNTIL = datetime(2026, 3, 1, tzinfo=UTC)
KEPT = ("status", "assignee_id", "last_seq", "last_public_seq")
# Of these the moment is another in a replay, but not whether there is one.
MOMENTS = ("queued_at", "waiting_since")


def chats_of(site_id: UUID, operator_id: UUID, *, seed: int = 1) -> Iterator[Chat]:
    cast = Cast(site_id=site_id, operator_ids=[operator_id], origin="https://shop.test", until=UNTIL)
    return make_chats(SIZE, cast, seed=seed)


def columns_of(chat: Chat) -> dict[str, Any]:
    return dict(zip(CONVERSATION_COLUMNS, chat.conversation, strict=True))


def entries_of(chat: Chat) -> Iterator[dict[str, Any]]:
    return (dict(zip(ENTRY_COLUMNS, row, strict=True)) for row in chat.entries)


def test_same_seed_makes_the_same_chats_and_another_one_others() -> None:
    site_id, operator_id = uuid4(), uuid4()
    first, again, other = (list(chats_of(site_id, operator_id, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_chats_have_all_the_messages_that_were_asked_for_and_end_within_the_year() -> None:
    entries = [entry for chat in chats_of(uuid4(), uuid4()) for entry in entries_of(chat)]
    assert sum(entry["kind"] == "message" for entry in entries) == SIZE.messages
    assert all(entry["created_at"] < UNTIL for entry in entries)
    assert (UNTIL - min(entry["created_at"] for entry in entries)).days in (364, 365)


async def test_replayed_by_the_store_a_chat_ends_as_the_generator_says(database: Database) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        chats = list(islice(chats_of(scene.head.site_id, scene.operator.id), None, None, 6))
        for chat in chats:
            told = columns_of(chat)
            replayed = await _replay(connection, chat, scene.operator)
            assert {name: told[name] for name in KEPT} == {name: replayed[name] for name in KEPT}
            for name in MOMENTS:
                assert (told[name] is None) == (replayed[name] is None), name
            for name in ("visitor_read_seq", "operator_read_seq"):
                assert replayed[name] <= told[name] <= told["last_seq"], name
    endings = {(told["status"], told["assignee_id"] is None) for told in map(columns_of, chats)}
    assert endings >= {("open", True), ("open", False), ("closed", False)}


async def test_filled_database_has_gapless_timelines_and_full_folders(database: Database, database_url: str) -> None:
    site = await add_site(database, name="Лавка", origins=["https://shop.test"])
    operator = await add_operator(
        database, email="anna@shop.test", name="Анна", password="correct horse battery", site_keys=[site.key]
    )

    await fill(database_url, SIZE, site_key=site.key, seed=1)

    async with database.connection() as connection:
        broken = await connection.fetchval(
            """SELECT count(*)
            FROM conversations AS c
            CROSS JOIN LATERAL (
                SELECT
                    count(*) AS entry_count, min(seq) AS first_seq, max(seq) AS last_seq,
                    bool_and(prev_public_seq = seq - 1) AS is_chained, max(created_at) AS last_at,
                    array_agg(seq ORDER BY created_at, seq) = array_agg(seq ORDER BY seq) AS is_in_order
                FROM entries AS e
                WHERE e.site_id = c.site_id AND e.conversation_id = c.id
            ) AS e
            WHERE NOT (
                e.first_seq = 1 AND e.last_seq = c.last_seq AND e.entry_count = c.last_seq AND e.is_chained
                AND e.is_in_order AND e.last_at = c.active_at AND c.created_at <= c.active_at AND c.active_at < now()
            )"""
        )
        assert await connection.fetchval("SELECT count(*) FROM conversations") == SIZE.conversations
        assert await connection.fetchval("SELECT count(*) FROM messages") == SIZE.messages
        assert broken == 0
        reader = Reader(site_ids=[site.id], operator_id=operator.id)
        for folder in set(Folder) - {Folder.DEPARTMENT, Folder.SNOOZED}:
            page, following = await list_folder(connection, reader, folder=folder, after=None, limit=50)
            assert len(page) == 50
            assert following is not None


async def _replay(connection: Connection, chat: Chat, operator: Author) -> dict[str, Any]:
    """The same entries appended by the store to a conversation of the same ids; gives the conversation's row."""
    told = columns_of(chat)
    site_id, conversation_id, visitor_id = told["site_id"], told["id"], told["visitor_id"]
    await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale="ru")
    await insert_conversation(connection, site_id=site_id, id=conversation_id, visitor_id=visitor_id, page=None)
    head = await lock_head(connection, site_id=site_id, id=conversation_id)
    assert head is not None
    for entry in entries_of(chat):
        content: NewMessage | NewAssignment | NewStatus
        if entry["kind"] == "message":
            content = NewMessage(body=entry["body"])
        elif entry["kind"] == "assignment":
            content = NewAssignment(operator=operator if entry["operator_id"] else None)
        else:
            content = NewStatus(status=Status(entry["status"]))
        author = head.visitor if entry["author_kind"] == AuthorKind.VISITOR else operator
        stored = await append_entry(connection, head=head, author=author, echo_id=uuid4(), content=content)
        assert stored.entry.seq == entry["seq"]
    names = (*KEPT, *MOMENTS, "visitor_read_seq", "operator_read_seq")
    row = await connection.fetchrow(
        f"SELECT {', '.join(names)} FROM conversations WHERE id = $1",  # noqa: S608 - names from this file
        conversation_id,
    )
    assert row is not None
    return dict(row)
