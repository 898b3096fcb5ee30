"""Files of exports that are taken by a link: who may go on with which of them."""

from uuid import UUID

from msgspec import Struct, structs

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Taking(Struct, frozen=True, kw_only=True):
    """One file, taken by one link in one session, known by a tag. All but the ids are hashes."""

    job_id: UUID
    tag_sha256: bytes
    link_sha256: bytes
    session_id: UUID


async def insert_taking(connection: Connection, taking: Taking) -> None:
    """Begins it."""
    await _queries.insert_taking.run(connection, **structs.asdict(taking))


async def is_taking(connection: Connection, taking: Taking) -> bool:
    """Whether it was begun, and its file may be had yet."""
    return bool(await _queries.is_taking.value(connection, **structs.asdict(taking)))
