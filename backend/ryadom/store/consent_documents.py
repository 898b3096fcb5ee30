"""Documents of consent: drafts, and the versions that were published of them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.visitor import Purpose
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Document(Struct, frozen=True, kw_only=True):
    """One document of a controller, or of one of its sites; a draft where `version` is None, and then without content.

    `wording` is JSON: what its author wrote. `content` is the text as published, `sha256` is of these very bytes.
    """

    id: UUID
    controller_id: UUID
    site_id: UUID | None
    purpose: Purpose
    wording: str
    version: int | None = None
    content: bytes | None = None
    sha256: bytes | None = None
    published_at: datetime | None = None


async def insert_draft(connection: Connection, draft: Document) -> None:
    """Stores a draft where there is none for the purpose, under `lock_controller`."""
    await _queries.insert_draft.run(
        connection,
        id=draft.id,
        controller_id=draft.controller_id,
        site_id=draft.site_id,
        purpose=draft.purpose,
        wording=draft.wording,
    )


async def set_wording(connection: Connection, document_id: UUID, wording: str) -> None:
    """Replaces the wording of a draft, under `lock_controller`."""
    await _queries.set_wording.run(connection, id=document_id, wording=wording)


async def lock_controller(connection: Connection, controller_id: UUID) -> None:
    """Holds the controller until the transaction ends: nobody else publishes a document of theirs meanwhile."""
    await _queries.lock_controller.first(connection, id=controller_id)


async def next_version(connection: Connection, draft: Document) -> int:
    """The version that the draft will be, 1 for the first; under `lock_controller`."""
    version: int = await _queries.next_version.value(
        connection, controller_id=draft.controller_id, site_id=draft.site_id, purpose=draft.purpose
    )
    return version


async def publish(connection: Connection, draft: Document, *, version: int, content: bytes) -> Document | None:
    """Makes a draft a version; None where it is a draft no more."""
    row = await _queries.publish.first(connection, id=draft.id, version=version, content=content)
    return _document(row) if row else None


async def find_document(connection: Connection, document_id: UUID) -> Document | None:
    """The document with this id, a draft or a version."""
    row = await _queries.find_document.first(connection, id=document_id)
    return _document(row) if row else None


async def newest_document(
    connection: Connection, *, controller_id: UUID, site_id: UUID | None, purpose: Purpose
) -> Document | None:
    """The draft for a purpose, else the newest version, of exactly this controller or site."""
    row = await _queries.newest_document.first(
        connection, controller_id=controller_id, site_id=site_id, purpose=purpose
    )
    return _document(row) if row else None


async def all_documents(connection: Connection) -> list[Document]:
    """Every document, by controller, site, purpose and version; drafts last."""
    return [_document(row) for row in await _queries.all_documents.all(connection)]


def _document(row: Row) -> Document:
    columns = {name: row[name] for name in Document.__struct_fields__}
    return Document(**{**columns, "purpose": Purpose(row["purpose"])})
