"""Objects as programs are given them, loaded by their keys: each whole as it is now, or as gone."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.protocol.public import (
    PublicConversation,
    PublicCustomer,
    PublicKind,
    PublicMessage,
    Tombstone,
    message_id,
)
from ryadom.protocol.shared import AuthorKind, FileRef, Status
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)
_files = msgspec.json.Decoder(tuple[FileRef, ...])

ObjectKey = tuple[UUID, UUID]
"""Of a customer or a conversation: its site, and its id."""


class MessageKey(Struct, frozen=True, gc=False):
    """Of a message: its site, its conversation and its place there."""

    site_id: UUID
    conversation_id: UUID
    seq: int


async def load_customers(connection: Connection, keys: Collection[ObjectKey]) -> list[PublicCustomer | Tombstone]:
    """These customers, in their order; who is blocked, erased, or has never written, as gone."""
    if not keys:
        return []
    rows = await _queries.load_customers.all(connection, **_columns(keys))
    return [_customer(row) if row["is_shown"] else _gone(PublicKind.CUSTOMER, row) for row in rows]


async def load_conversations(
    connection: Connection, keys: Collection[ObjectKey]
) -> list[PublicConversation | Tombstone]:
    """These conversations, in their order; those of who is blocked or erased as gone."""
    if not keys:
        return []
    rows = await _queries.load_conversations.all(connection, **_columns(keys))
    return [_conversation(row) if row["is_shown"] else _gone(PublicKind.CONVERSATION, row) for row in rows]


async def shown_conversations(connection: Connection, keys: Collection[ObjectKey]) -> set[UUID]:
    """Those of these conversations that are there, and of nobody who is blocked or erased."""
    if not keys:
        return set()
    rows = await _queries.shown_conversations.all(connection, **_columns(keys))
    return {row["id"] for row in rows}


async def load_messages(connection: Connection, keys: Collection[MessageKey]) -> list[PublicMessage | Tombstone]:
    """These messages, in their order, without what is no message. Their conversations must be known to be shown."""
    if not keys:
        return []
    rows = await _queries.load_messages.all(
        connection,
        site_ids=[key.site_id for key in keys],
        conversation_ids=[key.conversation_id for key in keys],
        seqs=[key.seq for key in keys],
    )
    return [_gone_message(row) if row["is_gone"] else _message(row) for row in rows]


def _columns(keys: Collection[ObjectKey]) -> dict[str, Sequence[UUID]]:
    return {"site_ids": [site_id for site_id, _ in keys], "ids": [id for _, id in keys]}


def _gone(kind: PublicKind, row: Row) -> Tombstone:
    return Tombstone(object=kind, id=str(row["id"]), site=row["site"])


def _gone_message(row: Row) -> Tombstone:
    return Tombstone(object=PublicKind.MESSAGE, id=message_id(row["conversation_id"], row["seq"]), site=row["site"])


def _customer(row: Row) -> PublicCustomer:
    return PublicCustomer(
        id=str(row["id"]),
        site=row["site"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        name=row["name"],
        phone=row["phone"],
        email=row["email"],
        company=row["company"],
        about=row["about"],
        external_id=row["external_id"],
        basis=row["basis"],
        processing_consent=row["processing_consent"],
        advertising_consent=row["advertising_consent"],
        metrica_client_id=row["metrica_client_id"],
    )


def _conversation(row: Row) -> PublicConversation:
    return PublicConversation(
        id=str(row["id"]),
        site=row["site"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        version=row["last_seq"],
        customer_id=row["visitor_id"],
        status=Status(row["status"]),
        operator_id=row["assignee_id"],
        operator_name=row["operator_name"],
        department_id=row["department_id"],
        department_name=row["department_name"],
        result=row["result"],
        tags=tuple(row["tags"]),
        score=row["score"],
        waiting_since=row["waiting_since"],
        snoozed_until=row["snoozed_until"],
        landing_url=row["landing_url"],
        referrer=row["referrer"],
        led_by_bot=row["led_by_bot"],
        merged_into=row["merged_into_id"],
        metrica_client_id=row["metrica_client_id"],
        rating_comment=row["rating_comment"],
    )


def _message(row: Row) -> PublicMessage:
    return PublicMessage(
        id=message_id(row["conversation_id"], row["seq"]),
        site=row["site"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        author_kind=AuthorKind(row["author_kind"]),
        author_id=row["author_id"],
        author_name=row["author_name"],
        body=row["body"],
        files=_files.decode(row["files"]) if row["files"] else (),
        reply_to_seq=row["reply_to_seq"],
        is_edited=row["is_edited"],
        is_deleted=row["is_deleted"],
        is_bot=row["is_bot"],
        choices=tuple(row["choices"] or ()),
        choice_of=row["choice_of"],
    )
