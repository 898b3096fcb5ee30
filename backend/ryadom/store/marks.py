"""What operators have put on a conversation: its tags and its snooze; and who was quicker with it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.conversations import Head
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Marks(Struct, frozen=True, kw_only=True):
    """The tags of a conversation, in the order in which they came, and its snooze.

    `is_due`: the time of the snooze has come, by Postgres' clock. `snoozed_by`: None where it is not snoozed.
    """

    tag_ids: tuple[UUID, ...]
    snoozed_until: datetime | None
    is_due: bool
    snoozed_by: Author | None


class Sleeper(Struct, frozen=True):
    """A snoozed conversation, and whose it is."""

    site_id: UUID
    visitor_id: UUID
    id: UUID


async def find_marks(connection: Connection, head: Head) -> Marks:
    """The marks of a conversation, whose lock is held."""
    row = await _queries.find_marks.one(connection, site_id=head.site_id, id=head.id)
    by = None
    if row["snoozed_until"] is not None and row["snoozed_by_name"] is not None:
        by = Author(
            kind=AuthorKind.OPERATOR,
            id=row["snoozed_by"],
            name=row["snoozed_by_name"],
            public_name=row["snoozed_by_public_name"],
            avatar=row["snoozed_by_avatar"] or "",
            bot=row["is_snoozed_by_bot"],
        )
    return Marks(
        tag_ids=tuple(row["tag_ids"]), snoozed_until=row["snoozed_until"], is_due=bool(row["is_due"]), snoozed_by=by
    )


async def list_due(connection: Connection, *, limit: int) -> Sequence[Sleeper]:
    """Snoozed conversations whose time has come, soonest first; without those of blocked visitors."""
    rows = await _queries.list_due.all(connection, row_limit=limit)
    return [Sleeper(row["site_id"], row["visitor_id"], row["id"]) for row in rows]


async def is_time_to_come(connection: Connection, until: datetime, *, max_days: int) -> bool:
    """Whether a time lies ahead, and less than `max_days`, by Postgres' clock."""
    return bool(await _queries.check_snooze.value(connection, until=until, max_days=max_days))


async def is_overtaken(connection: Connection, head: Head, *, operator_id: UUID, over_seq: int) -> bool:
    """Whether another operator has assigned, closed, opened or snoozed the conversation after this seq."""
    row = await _queries.find_overtaking.first(
        connection, site_id=head.site_id, conversation_id=head.id, over_seq=over_seq, operator_id=operator_id
    )
    return row is not None
