"""Rounds of conversations, which reports are made of, and how far they are kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.feed import Cursor
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)

Key = tuple[UUID, UUID]
"""A site's id and a conversation's."""

ZERO = UUID(int=0)


class Round(Struct, frozen=True, kw_only=True):
    """One round of a conversation; see migrations 0029 and 0052 for what each column says."""

    number: int
    last_seq: int = 0
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    answer_work_s: float | None = None
    closed_at: datetime | None = None
    operator_id: UUID | None = None
    department_id: UUID | None = None
    score: int | None = None
    has_comment: bool = False
    visitor_messages: int = 0
    operator_messages: int = 0
    bot_id: UUID | None = None
    bot_messages: int = 0
    led_seq: int | None = 0
    is_merged: bool = False

    @property
    def is_led_known(self) -> bool:
        """Whether `bot_id` and `bot_messages` are told by all entries that are reckoned in."""
        return self.led_seq in (None, self.last_seq)


class Unled(Struct, frozen=True, kw_only=True):
    """A round of which it is not known whose it was: its entries are those behind `after_seq`, up to `last_seq`."""

    site_id: UUID
    conversation_id: UUID
    number: int
    after_seq: int
    last_seq: int

    @property
    def key(self) -> Key:
        """Of its conversation."""
        return self.site_id, self.conversation_id


class Step(Struct, frozen=True, kw_only=True):
    """What an entry of a timeline says to reports.

    `has_words`: of a rating, whether there is a comment; `bot_id`: of an assignment, the bot that leads from here on;
    `is_merged`: of a closing, whether the conversation goes on in another one.
    """

    seq: int
    kind: str
    by_visitor: bool
    author_id: UUID
    at: datetime
    bot_id: UUID | None = None
    operator_id: UUID | None = None
    department_id: UUID | None = None
    status: str | None = None
    score: int | None = None
    has_words: bool = False
    is_merged: bool = False


class Behind(Struct, frozen=True, kw_only=True):
    """A conversation with entries that its rounds do not know; `newest` is its newest round, if there is one."""

    site_id: UUID
    id: UUID
    department_id: UUID | None
    newest: Round | None

    @property
    def key(self) -> Key:
        """What it is found by."""
        return self.site_id, self.id


class Progress(Struct, frozen=True, kw_only=True):
    """How far rounds are kept. `swept`: the last conversation that was gone through; None where all have been."""

    cursor: Cursor | None
    swept: Key | None
    read_at: datetime | None


async def lock_progress(connection: Connection) -> Progress | None:
    """How far rounds are kept, held until the transaction ends; None while another process keeps them."""
    row = await _queries.lock_progress.first(connection)
    return _progress(row) if row else None


async def find_progress(connection: Connection) -> Progress:
    """How far rounds are kept."""
    return _progress(await _queries.find_progress.one(connection))


async def put_progress(connection: Connection, progress: Progress) -> None:
    """Says how far; `lock_progress` comes first."""
    site_id, id = progress.swept or (None, None)
    await _queries.put_progress.run(
        connection,
        feed_cursor=msgspec.json.encode(progress.cursor).decode() if progress.cursor else None,
        swept_site_id=site_id,
        swept_id=id,
        read_at=progress.read_at,
    )


async def list_conversations(connection: Connection, *, after: Key, limit: int) -> list[Key]:
    """The next conversations of all sites, by site and id."""
    site_id, id = after
    rows = await _queries.list_conversations.all(connection, site_id=site_id, after_id=id, row_limit=limit)
    return [(row["site_id"], row["id"]) for row in rows]


async def find_behind(connection: Connection, keys: Sequence[Key]) -> list[Behind]:
    """Those of these conversations whose rounds are behind."""
    rows = await _queries.find_behind.all(
        connection, site_ids=[site_id for site_id, _ in keys], ids=[id for _, id in keys]
    )
    return [
        Behind(
            site_id=row["site_id"],
            id=row["id"],
            department_id=row["current_department_id"],
            newest=_round(row) if row["number"] is not None else None,
        )
        for row in rows
    ]


async def read_steps(connection: Connection, spans: Mapping[Key, tuple[int, int | None]]) -> dict[Key, list[Step]]:
    """What the timelines of these conversations say behind an entry, up to another or to the end, oldest first."""
    rows = await _queries.read_steps.all(
        connection,
        site_ids=[site_id for site_id, _ in spans],
        ids=[id for _, id in spans],
        after_seqs=[after_seq for after_seq, _ in spans.values()],
        up_to_seqs=[up_to_seq for _, up_to_seq in spans.values()],
    )
    steps: dict[Key, list[Step]] = {}
    for row in rows:
        steps.setdefault((row["site_id"], row["conversation_id"]), []).append(
            Step(
                seq=row["seq"],
                kind=row["kind"],
                by_visitor=row["author_kind"] == "visitor",
                author_id=row["author_id"],
                at=row["created_at"],
                bot_id=row["bot_id"],
                operator_id=row["operator_id"],
                department_id=row["department_id"],
                status=row["status"],
                score=row["score"],
                has_words=row["has_words"],
                is_merged=row["is_merged"],
            )
        )
    return steps


async def put_rounds(connection: Connection, rounds: Sequence[tuple[Key, Round]]) -> None:
    """Stores new rounds, and changes those that are there."""
    columns = {name: [getattr(one, name) for _, one in rounds] for name in Round.__struct_fields__}
    await _queries.put_rounds.run(
        connection,
        site_ids=[site_id for (site_id, _), _ in rounds],
        conversation_ids=[id for (_, id), _ in rounds],
        **columns,
    )


async def list_unled(connection: Connection, *, limit: int) -> list[Unled]:
    """Rounds of which it is not known whose they were, one of a conversation at most."""
    rows = await _queries.list_unled.all(connection, row_limit=limit)
    return [Unled(**{name: row[name] for name in Unled.__struct_fields__}) for row in rows]


async def put_leads(connection: Connection, rounds: Sequence[tuple[Key, Round]]) -> None:
    """Stores whose these rounds were, and nothing else of them: all of their entries told it."""
    await _queries.put_leads.run(
        connection,
        site_ids=[site_id for (site_id, _), _ in rounds],
        conversation_ids=[id for (_, id), _ in rounds],
        **{name: [getattr(one, name) for _, one in rounds] for name in ("number", "bot_id", "bot_messages")},
    )


def _progress(row: Row) -> Progress:
    cursor = row["feed_cursor"]
    return Progress(
        cursor=msgspec.json.decode(cursor, type=Cursor) if cursor else None,
        swept=(row["swept_site_id"], row["swept_id"]) if row["swept_id"] is not None else None,
        read_at=row["read_at"],
    )


def _round(row: Row) -> Round:
    return Round(**{name: row[name] for name in Round.__struct_fields__})
