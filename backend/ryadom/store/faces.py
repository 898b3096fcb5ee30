"""What visitors see of an operator: a name and a picture."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Face(Struct, frozen=True, kw_only=True):
    """An operator's: `name` as colleagues see it, `public_name` empty where visitors see the same.

    `avatar`: the digest of the picture, empty where there is none.
    """

    name: str
    public_name: str
    avatar: str


async def find_face(connection: Connection, operator_id: UUID) -> Face:
    """The face of an operator who is there."""
    row = await _queries.find_face.one(connection, id=operator_id)
    return Face(name=row["name"], public_name=row["public_name"], avatar=row["avatar_digest"] or "")


async def set_public_name(connection: Connection, operator_id: UUID, public_name: str) -> None:
    """Changes the name that visitors see; empty: as colleagues."""
    await _queries.set_public_name.run(connection, id=operator_id, public_name=public_name)


async def set_avatar(connection: Connection, operator_id: UUID, avatar: bytes | None) -> str:
    """Replaces the picture, or (None) takes it away; gives its digest, empty for none."""
    digest: str | None = await _queries.set_avatar.value(connection, id=operator_id, avatar=avatar)
    return digest or ""


async def find_avatar(connection: Connection, digest: str) -> bytes | None:
    """The picture with this digest."""
    avatar: bytes | None = await _queries.find_avatar.value(connection, digest=digest)
    return avatar
