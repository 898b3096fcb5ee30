"""The feed of changes: which entries, of whatever process, were committed since it was last read.

A number that counts up would not do: a transaction that takes its number first may commit last, and who has read beyond
it by then never sees it. So the cursor is a snapshot of Postgres: the set of transactions that had ended.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.entries import Stored, stored_entry
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

REWIND_XACTS = 10_000
"""How far back to begin anew where numbers may be given out again: after a crash, or where a standby took over."""


class Key(Struct, frozen=True):
    """Which entry, and whose conversation it is of. Of a blocked visitor's, operators are not told."""

    site_id: UUID
    visitor_id: UUID
    conversation_id: UUID
    seq: int
    is_blocked: bool = False


class Cursor(Struct, frozen=True):
    """How far the feed has been read: all that `snapshot` sees. `page_end` is where a page of what came since ended.

    `life` is the server's, which a crash ends: what was not flushed by then (a rolled back transaction, a notification)
    gives its number back, and the snapshot would hide the entry that gets it next.
    """

    snapshot: str
    life: str | None = None
    next_snapshot: str | None = None
    page_end: tuple[int, UUID, int] = (0, UUID(int=0), 0)

    @property
    def is_between_pages(self) -> bool:
        """Whether more pages follow at once."""
        return self.next_snapshot is not None

    def begins_anew_after(self, earlier: "Cursor") -> bool:
        """Whether numbers of transactions that were known under the earlier cursor may now be those of others."""
        is_other_life = earlier.life is not None and self.life != earlier.life
        return is_other_life or self.oldest_running_xact_id < earlier.oldest_running_xact_id

    @property
    def oldest_running_xact_id(self) -> int:
        """No transaction before this one will come again."""
        return int(self.snapshot.split(":")[0])


async def feed_end(connection: Connection) -> Cursor:
    """The cursor of somebody who wants only what is yet to come."""
    row = await _queries.snapshot.one(connection)
    return Cursor(row["snapshot"], row["life"])


async def read_feed(
    connection: Connection,
    cursor: Cursor,
    *,
    limit: int,
    but_xact_ids: Collection[int] = (),
    read_at: datetime | None = None,
) -> tuple[list[Key], Cursor]:
    """At most `limit` entries committed since the cursor, and the next cursor. Reads on while it `is_between_pages`.

    Nothing is ever skipped but what the transactions `but_xact_ids` stored, and what was an hour old at `read_at`: when
    the cursor was made, or now. What is committed while pages are read may come twice.
    """
    xact_id, conversation_id, seq = cursor.page_end
    rows = await _queries.list_since.all(
        connection,
        since=cursor.snapshot,
        after_xact_id=str(xact_id),
        after_conversation_id=conversation_id,
        after_seq=seq,
        but_xact_ids=list(but_xact_ids),
        read_at=read_at,
        row_limit=limit,
    )
    seen, life = rows[0]["snapshot"], rows[0]["life"]
    is_ahead = _xmax(seen) < _xmax(cursor.snapshot)
    if cursor.life not in (None, life) or is_ahead:
        first = max(3, _xmax(seen) - REWIND_XACTS)
        if not is_ahead:
            # There may be more to read than that.
            first = min(first, cursor.oldest_running_xact_id)
        return [], Cursor(f"{first}:{first}:", life)
    keys = [
        Key(row["site_id"], row["visitor_id"], row["conversation_id"], row["seq"], row["is_blocked"])
        for row in rows
        if row["seq"] is not None
    ]
    # The first page's snapshot is where the next reading begins: later pages may miss what it does not see.
    following = cursor.next_snapshot or seen
    if len(keys) < limit:
        return keys, Cursor(following, life)
    last = rows[-1]
    return keys, Cursor(cursor.snapshot, life, following, (last["xact_id"], last["conversation_id"], last["seq"]))


async def load_entries(connection: Connection, keys: Sequence[Key]) -> list[Stored]:
    """The entries with these keys, each conversation's oldest first."""
    rows = await _queries.load.all(
        connection,
        site_ids=[key.site_id for key in keys],
        conversation_ids=[key.conversation_id for key in keys],
        seqs=[key.seq for key in keys],
    )
    return [stored_entry(row) for row in rows]


def _xmax(snapshot: str) -> int:
    return int(snapshot.split(":")[1])
