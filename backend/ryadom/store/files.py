"""Files of conversations: whose they are, which message has them, and what may be told of them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Author, AuthorKind, FileRef
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, Row, queries_beside
from ryadom.store.visitors import Standing

_queries = queries_beside(__file__)
_find_file = Narrowed(_queries.find_file)

FIRST = UUID(int=0)
"""Before all ids."""


class StoredFile(Struct, frozen=True, kw_only=True):
    """An uploaded file. `visitor_id`: for whose conversation it is; `seq` is None while no message has it.

    `is_hidden`: its visitor is blocked, so operators do not see it; `is_erased`: their erasure has begun.
    """

    site_id: UUID
    visitor_id: UUID
    author_kind: AuthorKind
    author_id: UUID
    conversation_id: UUID | None
    seq: int | None
    sha256: bytes
    is_hidden: bool
    is_erased: bool
    ref: FileRef


class Recent(Struct, frozen=True, kw_only=True):
    """What a visitor has uploaded within a day; `unsent`: how many of these files are in no message."""

    files: int
    bytes: int
    unsent: int


class Kept(Struct, frozen=True):
    """A file of a visitor's conversations, to be given to them."""

    id: UUID
    sha256: bytes
    name: str
    size: int
    author_kind: AuthorKind


async def hold_standing(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Standing:
    """What the visitor may still do, and will until the transaction ends; everything, where nothing is stored of them.

    So an erasure that begins meanwhile finds what this transaction stores.
    """
    row = await _queries.hold_standing.first(connection, site_id=site_id, visitor_id=visitor_id)
    return Standing(**row) if row else Standing()


async def insert_file(
    connection: Connection, ref: FileRef, *, site_id: UUID, visitor_id: UUID, author: Author, sha256: bytes
) -> None:
    """Notes an uploaded file; its content must be noted already."""
    await _queries.insert_file.run(
        connection,
        site_id=site_id,
        id=ref.id,
        visitor_id=visitor_id,
        author_kind=author.kind,
        author_id=author.id,
        sha256=sha256,
        name=ref.name,
        media_type=ref.type,
        size_bytes=ref.size,
        width=ref.width,
        height=ref.height,
    )


async def lock_unsent(
    connection: Connection, ids: Collection[UUID], *, site_id: UUID, visitor_id: UUID, author: Author
) -> dict[UUID, FileRef]:
    """Those of these files that the author has uploaded for this visitor's conversation, and that no message has yet.

    They stay so until the transaction ends: of two messages that name the same file one has it.
    """
    rows = await _queries.lock_unsent.all(
        connection,
        ids=list(ids),
        site_id=site_id,
        visitor_id=visitor_id,
        author_kind=author.kind,
        author_id=author.id,
    )
    return {row["id"]: _ref(row) for row in rows}


async def have_same_contents(
    connection: Connection, ids: Sequence[UUID], sent: Sequence[UUID], *, site_id: UUID, uploader_id: UUID
) -> bool:
    """Whether these files of an uploader are those that were sent, in their order: by id, or name and content."""
    if list(ids) == list(sent):
        return True
    return bool(
        await _queries.have_same_contents.value(
            connection, ids=list(ids), sent=list(sent), site_id=site_id, uploader_id=uploader_id
        )
    )


async def attach(
    connection: Connection, ids: Collection[UUID], *, site_id: UUID, conversation_id: UUID, seq: int
) -> None:
    """Notes the message that has these files now. The caller holds them by `lock_unsent`."""
    await _queries.attach.run(connection, ids=list(ids), site_id=site_id, conversation_id=conversation_id, seq=seq)


async def find_file(
    connection: Connection, id: UUID, *, site_ids: Sequence[UUID], purview: Purview | None = None
) -> StoredFile | None:
    """A file of these sites; None also where its message was erased, or its conversation is not in sight."""
    query, narrowing = _find_file.of(purview)
    row = await query.first(connection, id=id, site_ids=list(site_ids), **narrowing)
    if row is None:
        return None
    return StoredFile(
        site_id=row["site_id"],
        visitor_id=row["visitor_id"],
        author_kind=AuthorKind(row["author_kind"]),
        author_id=row["author_id"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        sha256=row["sha256"],
        is_hidden=row["is_blocked"],
        is_erased=row["is_erased"],
        ref=_ref(row),
    )


async def count_recent(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Recent:
    """What the visitor has uploaded within a day."""
    return Recent(**await _queries.count_recent.one(connection, site_id=site_id, visitor_id=visitor_id))


async def list_of_visitor(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, after: UUID = FIRST, limit: int = 100
) -> list[Kept]:
    """A page of all the files of a visitor's conversations, in the order of uploading."""
    rows = await _queries.list_of_visitor.all(
        connection, site_id=site_id, visitor_id=visitor_id, after=after, row_limit=limit
    )
    return [
        Kept(row["id"], row["sha256"], row["name"], row["size_bytes"], AuthorKind(row["author_kind"])) for row in rows
    ]


async def delete_unsent(connection: Connection, *, older_than_hours: int, limit: int) -> int:
    """Forgets at most `limit` files that no message has named for so long; gives how many it were."""
    deleted: int = await _queries.delete_unsent.value(connection, hours=older_than_hours, row_limit=limit)
    return deleted


def _ref(row: Row) -> FileRef:
    return FileRef(
        id=row["id"],
        name=row["name"],
        size=row["size_bytes"],
        type=row["media_type"],
        width=row["width"],
        height=row["height"],
    )
