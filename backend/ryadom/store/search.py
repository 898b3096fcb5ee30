"""The tables of the search, as searches read them: hits in the order of time, what they say, and words in use."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from ryadom.protocol.shared import FileRef, Status
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)
_list_hits = Narrowed(_queries.list_hits)
_texts_of_hits = Narrowed(_queries.texts_of_hits)


class SearchCursor(Struct, frozen=True, array_like=True):
    """Where a page ended: everything later has been looked at."""

    said_at: Annotated[datetime, Meta(tz=True)]
    conversation_id: UUID
    seq: Annotated[int, Meta(ge=0, le=2**62)]

    @property
    def order(self) -> tuple[datetime, UUID, int]:
        """What hits are sorted by, newest first."""
        return self.said_at, self.conversation_id, self.seq


class SearchFilter(Struct, frozen=True, kw_only=True):
    """Which hits are wanted; None: all. `since` is within the period, `until` is not."""

    department_id: UUID | None = None
    operator_id: UUID | None = None
    tag_id: UUID | None = None
    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None
    has_files: bool = False


class Hit(Struct, frozen=True, kw_only=True):
    """One hit of the index. `is_wanted`: in sight, let through by the filters, and its conversation's newest."""

    site_id: UUID
    conversation_id: UUID
    seq: int
    said_at: datetime
    is_wanted: bool

    @property
    def cursor(self) -> SearchCursor:
        """Its place in the order."""
        return SearchCursor(self.said_at, self.conversation_id, self.seq)


class HitText(Struct, frozen=True, kw_only=True):
    """What a hit says now: a message or a note, or (`seq` 0) nothing, where the visitor's card is what was found."""

    conversation_id: UUID
    seq: int
    said_at: datetime
    author_kind: str
    author_name: str
    visitor_id: UUID
    body: str
    file_names: tuple[str, ...]
    is_note: bool


async def list_hits(
    connection: Connection,
    *,
    tsquery: str,
    site_ids: Collection[UUID],
    slots: Collection[int],
    since: datetime,
    before: SearchCursor,
    wanted: SearchFilter,
    limit: int,
    purview: Purview | None = None,
) -> list[Hit]:
    """The newest hits before a place and not older than `since`, newest first; `slots` must cover that stretch."""
    query, narrowing = _list_hits.of(purview)
    rows = await query.all(
        connection,
        **narrowing,
        tsquery=tsquery,
        site_ids=list(site_ids),
        slots=list(slots),
        since=since,
        before_at=before.said_at,
        before_id=before.conversation_id,
        before_seq=before.seq,
        until=wanted.until,
        department_id=wanted.department_id,
        operator_id=wanted.operator_id,
        tag_id=wanted.tag_id,
        status=wanted.status,
        has_files=wanted.has_files,
        row_limit=limit,
    )
    return [
        Hit(
            site_id=row["site_id"],
            conversation_id=row["conversation_id"],
            seq=row["seq"],
            said_at=row["said_at"],
            is_wanted=row["is_wanted"],
        )
        for row in rows
    ]


async def texts_of_hits(
    connection: Connection,
    hits: Sequence[Hit],
    *,
    tsquery: str,
    wanted: SearchFilter,
    limit: int,
    purview: Purview | None = None,
) -> list[HitText]:
    """What is said in the newest `limit` hits of each of these conversations, newest first within each."""
    query, narrowing = _texts_of_hits.of(purview)
    rows = await query.all(
        connection,
        **narrowing,
        site_ids=[hit.site_id for hit in hits],
        conversation_ids=[hit.conversation_id for hit in hits],
        tsquery=tsquery,
        since=wanted.since,
        until=wanted.until,
        has_files=wanted.has_files,
        row_limit=limit,
    )
    return [_hit_text(row) for row in rows]


async def known_words(connection: Connection, *, site_ids: Collection[UUID], words: Collection[str]) -> set[str]:
    """Those of these lexemes that are in use on any of these sites."""
    rows = await _queries.known_words.all(connection, site_ids=list(site_ids), words=list(words))
    return {row["word"] for row in rows}


async def near_words(connection: Connection, *, site_ids: Collection[UUID], cuts: Collection[str]) -> list[str]:
    """Words in use that have one of these cuts, those that most customers' conversations have first."""
    rows = await _queries.near_words.all(connection, site_ids=list(site_ids), cuts=list(cuts))
    return [row["word"] for row in rows]


async def words_from(connection: Connection, *, site_ids: Collection[UUID], prefix: str, limit: int) -> list[str]:
    """Words in use that begin so."""
    rows = await _queries.words_from.all(
        connection, site_ids=list(site_ids), prefix=prefix, beyond=prefix + "\U0010ffff", row_limit=limit
    )
    return [row["word"] for row in rows]


def _hit_text(row: Row) -> HitText:
    files = msgspec.json.decode(row["files"], type=list[FileRef]) if row["files"] else []
    return HitText(
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        said_at=row["said_at"],
        author_kind=row["author_kind"],
        author_name=row["author_name"],
        visitor_id=row["visitor_id"],
        body=row["body"],
        file_names=tuple(file.name for file in files),
        is_note=row["is_note"],
    )
