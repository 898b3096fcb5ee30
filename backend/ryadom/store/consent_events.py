"""Who gave and withdrew which consent: rows are added, and never changed."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.visitor import Purpose
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Action(StrEnum):
    """What somebody did with a consent."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Method(StrEnum):
    """By which way: the box in the chat, the document's page, or an operator who was told."""

    WIDGET_CHECKBOX = "widget_checkbox"
    PAGE = "page"
    OPERATOR = "operator"


class Circumstances(Struct, frozen=True, kw_only=True):
    """What is kept as evidence of how it was done; `ip` is None where no address is known."""

    method: Method
    ip: str | None = None
    user_agent: str = ""
    page_url: str = ""


class ConsentEvent(Struct, frozen=True, kw_only=True):
    """One row of the evidence."""

    action: Action
    document_id: UUID
    purpose: Purpose
    version: int
    sha256: bytes
    method: Method
    ip: str | None
    user_agent: str
    page_url: str
    created_at: datetime


class AskedDocument(Struct, frozen=True, kw_only=True):
    """A document in force on a site, and whether one visitor agrees to this very version."""

    id: UUID
    purpose: Purpose
    version: int
    sha256: bytes
    is_agreed: bool


async def asked_documents(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, whatever_basis: bool = False
) -> list[AskedDocument]:
    """The documents in force on the site, one for each purpose, `processing` first.

    None where consent is not its basis, unless `whatever_basis`.
    """
    rows = await _queries.asked_documents.all(
        connection, site_id=site_id, visitor_id=visitor_id, whatever_basis=whatever_basis
    )
    return [
        AskedDocument(
            id=row["id"],
            purpose=Purpose(row["purpose"]),
            version=row["version"],
            sha256=row["sha256"],
            is_agreed=row["is_agreed"],
        )
        for row in rows
    ]


async def insert_events(
    connection: Connection,
    *,
    site_id: UUID,
    visitor_id: UUID,
    action: Action,
    document_ids: Collection[UUID],
    echo_id: UUID,
    circumstances: Circumstances,
) -> None:
    """Notes that somebody gave or withdrew these consents; what this `echo_id` has noted before is not noted again."""
    for document_id in document_ids:
        await _queries.insert_event.run(
            connection,
            site_id=site_id,
            visitor_id=visitor_id,
            action=action,
            document_id=document_id,
            echo_id=echo_id,
            method=circumstances.method,
            ip=circumstances.ip,
            user_agent=circumstances.user_agent,
            page_url=circumstances.page_url,
        )


async def given_documents(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, purpose: Purpose | None = None
) -> set[UUID]:
    """What a visitor has agreed to and not withdrawn (for this purpose only), be it the newest version or not."""
    rows = await _queries.given_documents.all(connection, site_id=site_id, visitor_id=visitor_id, purpose=purpose)
    return {row["document_id"] for row in rows}


async def events_of_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> list[ConsentEvent]:
    """All of a visitor's evidence, oldest first."""
    rows = await _queries.events_of_visitor.all(connection, site_id=site_id, visitor_id=visitor_id)
    return [
        ConsentEvent(
            action=Action(row["action"]),
            document_id=row["document_id"],
            purpose=Purpose(row["purpose"]),
            version=row["version"],
            sha256=row["sha256"],
            method=Method(row["method"]),
            ip=row["ip"],
            user_agent=row["user_agent"],
            page_url=row["page_url"],
            created_at=row["created_at"],
        )
        for row in rows
    ]
