"""Whom notes have called who has not looked yet."""

from collections.abc import Collection, Sequence
from uuid import UUID

from ryadom.protocol.operator import Mention
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

MAX_UNSEEN = 100
"""Conversations that one operator is told of at once."""


async def unseen_mentions(connection: Connection, operator_id: UUID, *, site_ids: Collection[UUID]) -> list[Mention]:
    """What calls an operator on these sites, one note for each conversation, the newest conversations first."""
    rows = await _queries.unseen_mentions.all(
        connection, operator_id=operator_id, site_ids=list(site_ids), row_limit=MAX_UNSEEN
    )
    return [Mention(conversation_id=row["conversation_id"], seq=row["seq"]) for row in rows]


async def see_mentions(
    connection: Connection, *, site_id: UUID, conversation_id: UUID, operator_id: UUID, seq: int
) -> bool:
    """Forgets what called an operator in a conversation up to `seq`; gives whether anything did."""
    values = {"site_id": site_id, "conversation_id": conversation_id, "operator_id": operator_id, "seq": seq}
    return bool(await _queries.see_mentions.value(connection, **values))


async def operators_among(connection: Connection, ids: Sequence[UUID], *, site_id: UUID) -> tuple[UUID, ...]:
    """Those of these who work on the site and may sign in, in their order and each once."""
    rows = await _queries.operators_among.all(connection, ids=list(ids), site_id=site_id)
    found = {row["operator_id"] for row in rows}
    return tuple(id for id in dict.fromkeys(ids) if id in found)


async def operators_to_call(connection: Connection, *, site_id: UUID) -> list[Author]:
    """Everybody who works on the site and may sign in, by name."""
    return [
        Author(
            kind=AuthorKind.OPERATOR,
            id=row["id"],
            name=row["name"],
            public_name=row["public_name"],
            avatar=row["avatar_digest"] or "",
        )
        for row in await _queries.operators_to_call.all(connection, site_id=site_id)
    ]
