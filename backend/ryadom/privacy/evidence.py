"""The evidence of one visitor's consents, with the texts they agreed to: what proves them to whoever asks."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.privacy.consent_documents import find_document, site_with_key
from ryadom.privacy.consent_gate import PAGES, VisitorConsents
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import Circumstances, Method, events_of_visitor
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record


class EvidenceEvent(Struct, frozen=True, kw_only=True):
    """One consent that was given or withdrawn; `sha256` (hexadecimal) is of the text it is about."""

    action: str
    at: datetime
    purpose: Purpose
    document_id: UUID
    version: int
    sha256: str
    method: Method
    ip: str | None
    user_agent: str
    page_url: str


class EvidenceDocument(Struct, frozen=True, kw_only=True):
    """A text that events are about, as it was published: its UTF-8 bytes have the SHA-256."""

    id: UUID
    purpose: Purpose
    version: int | None
    published_at: datetime | None
    page: str
    sha256: str
    text: str


class Evidence(Struct, frozen=True, kw_only=True):
    """All that is kept of one visitor's consents on a site; events are oldest first."""

    site: str
    site_name: str
    controller: str
    inn: str | None
    visitor_id: UUID
    exported_at: datetime
    events: list[EvidenceEvent]
    documents: list[EvidenceDocument]

    @property
    def json(self) -> bytes:
        """As a file for people and programs."""
        return msgspec.json.format(msgspec.json.encode(self)) + b"\n"


async def gather_evidence(database: Database, *, site_key: str, visitor_id: UUID, now: datetime) -> Evidence:
    """The evidence; without events for a visitor who has never agreed to anything.

    Raises:
        SiteUnknown: no site has this key.
    """
    async with database.connection() as connection:
        site = await site_with_key(connection, site_key)
        controller = next(one for one in await all_controllers(connection) if one.id == site.controller_id)
        events = await events_of_visitor(connection, site_id=site.id, visitor_id=visitor_id)
        ids = dict.fromkeys(event.document_id for event in events)
        documents = [await find_document(connection, document_id) for document_id in ids]
    return Evidence(
        site=site.key,
        site_name=site.name,
        controller=controller.legal_name,
        inn=controller.inn,
        visitor_id=visitor_id,
        exported_at=now,
        events=[
            EvidenceEvent(
                action=event.action,
                at=event.created_at,
                purpose=event.purpose,
                document_id=event.document_id,
                version=event.version,
                sha256=event.sha256.hex(),
                method=event.method,
                ip=event.ip,
                user_agent=event.user_agent,
                page_url=event.page_url,
            )
            for event in events
        ],
        documents=[
            EvidenceDocument(
                id=document.id,
                purpose=document.purpose,
                version=document.version,
                published_at=document.published_at,
                page=f"{PAGES}{document.id}",
                sha256=(document.sha256 or b"").hex(),
                text=(document.content or b"").decode(),
            )
            for document in documents
        ],
    )


async def withdraw_for_visitor(
    database: Database, *, site_key: str, visitor_id: UUID, purpose: Purpose | None, by: Actor = COMMAND_LINE
) -> int:
    """Notes a withdrawal that an operator was told of, e.g. in a letter; it counts at once in every open chat.

    Gives how many documents were withdrawn; who noted it (`by`) is journalled in the same transaction.

    Raises:
        SiteUnknown: no site has this key.
    """
    async with database.connection() as connection:
        site = await site_with_key(connection, site_key)
    record = Record(
        controller_id=site.controller_id,
        action=Action.CONSENT_WITHDRAWN,
        actor=by,
        site_id=site.id,
        visitor_ids=(visitor_id,),
        details={"purpose": purpose.value} if purpose else {},
    )
    return await VisitorConsents(database, site, visitor_id=visitor_id, locale="ru").withdraw(
        purpose, echo_id=new_id(), circumstances=Circumstances(method=Method.OPERATOR), records=[record]
    )
