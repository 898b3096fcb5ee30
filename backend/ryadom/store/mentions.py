"""Whom notes have called who has not looked yet."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.operator import Mention
from ryadom.store.operators import LIMITABLE_ROLES
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)
_unseen_mentions = Narrowed(_queries.unseen_mentions)

MAX_UNSEEN = 100
"""Conversations that one operator is told of at once."""


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody whom a note may call. `seen_department_ids`: of which departments they see conversations; None: all."""

    id: UUID
    name: str
    seen_department_ids: tuple[UUID, ...] | None


async def unseen_mentions(
    connection: Connection, operator_id: UUID, *, site_ids: Collection[UUID], purview: Purview | None = None
) -> list[Mention]:
    """What calls an operator on these sites, one note for each conversation in sight, the newest of these first."""
    query, narrowing = _unseen_mentions.of(purview)
    rows = await query.all(
        connection, operator_id=operator_id, site_ids=list(site_ids), row_limit=MAX_UNSEEN, **narrowing
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


async def blind_among(
    connection: Connection, ids: Sequence[UUID], *, site_id: UUID, conversation_id: UUID
) -> set[UUID]:
    """Those of these who may not see this conversation, being limited to their own departments."""
    rows = await _queries.blind_among.all(
        connection,
        ids=list(ids),
        site_id=site_id,
        conversation_id=conversation_id,
        limitable_roles=list(LIMITABLE_ROLES),
    )
    return {row["id"] for row in rows}


async def operators_to_call(connection: Connection, *, site_id: UUID) -> list[Colleague]:
    """Everybody who works on the site and may sign in, by name."""
    rows = await _queries.operators_to_call.all(connection, site_id=site_id, limitable_roles=list(LIMITABLE_ROLES))
    return [
        Colleague(
            id=row["id"],
            name=row["name"],
            seen_department_ids=None if row["seen_department_ids"] is None else tuple(row["seen_department_ids"]),
        )
        for row in rows
    ]
