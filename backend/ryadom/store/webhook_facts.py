"""What events tell of that programs know no object of: consents, who closed a conversation, subjects' requests."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import AuthorKind
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class ConsentFact(Struct, frozen=True, kw_only=True):
    """A consent that was given or withdrawn: to which purpose, of which version, and by what means."""

    purpose: str
    version: int
    method: str
    at: datetime


class Closer(Struct, frozen=True, kw_only=True):
    """Who closed a conversation, as authors of messages are told: a visitor's name is the customer's alone."""

    author_kind: AuthorKind
    author_id: UUID
    author_name: str
    is_bot: bool


class RequestFact(Struct, frozen=True, kw_only=True):
    """A subject's request without who asks: its number, what is asked for, and the last day for the answer."""

    id: UUID
    number: int
    kind: str
    status: str
    received_at: datetime
    due_on: date | None


async def load_consents(
    connection: Connection, keys: Collection[tuple[UUID, UUID, int]]
) -> dict[tuple[UUID, UUID, int], ConsentFact]:
    """Consents by site, visitor and ordinal."""
    if not keys:
        return {}
    rows = await _queries.load_consents.all(
        connection,
        site_ids=[site_id for site_id, _, _ in keys],
        visitor_ids=[visitor_id for _, visitor_id, _ in keys],
        ordinals=[ordinal for _, _, ordinal in keys],
    )
    return {
        (row["site_id"], row["visitor_id"], row["ordinal"]): ConsentFact(
            purpose=row["purpose"], version=row["version"], method=row["method"], at=row["created_at"]
        )
        for row in rows
    }


async def load_closers(
    connection: Connection, keys: Collection[tuple[UUID, UUID, int]]
) -> dict[tuple[UUID, int], Closer]:
    """Who wrote these entries, of a site, conversation and place, by the latter two."""
    if not keys:
        return {}
    rows = await _queries.load_closers.all(
        connection,
        site_ids=[site_id for site_id, _, _ in keys],
        conversation_ids=[id for _, id, _ in keys],
        seqs=[seq for _, _, seq in keys],
    )
    return {
        (row["conversation_id"], row["seq"]): Closer(
            author_kind=AuthorKind(row["author_kind"]),
            author_id=row["author_id"],
            author_name=row["author_name"],
            is_bot=row["is_bot"],
        )
        for row in rows
    }


async def load_requests(connection: Connection, ids: Collection[UUID]) -> dict[UUID, RequestFact]:
    """Subjects' requests by their ids."""
    if not ids:
        return {}
    rows = await _queries.load_requests.all(connection, ids=list(ids))
    return {row["id"]: RequestFact(**{name: row[name] for name in RequestFact.__struct_fields__}) for row in rows}
