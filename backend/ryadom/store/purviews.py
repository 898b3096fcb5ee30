"""What of their sites' conversations an operator sees who is limited to their own departments.

That is what is of a department of theirs, what they lead themselves, and what is of no department: nobody's yet, and
somebody must answer. Everything else is to them as if it did not exist.

A statement that finds conversations (aliased as `c`) says IN_PURVIEW where that is to be asked: in its form for who is
limited the condition stands there, and `true` in the one for everybody else, whose plan stays as it was without. One
that is about a single conversation asks `sees_conversation` of Postgres instead: that takes no other statement, looks
up for itself who is limited, and counts as well where the conversation has been locked first.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.operators import LIMITABLE_ROLES
from ryadom.store.sites import Site, site_of
from ryadom.store.sql import Connection, Query, queries_beside

_queries = queries_beside(__file__)

_MARK = "IN_PURVIEW"

CONVERSATION = (
    "(c.department_id IS NULL OR c.assignee_id IS NOT DISTINCT FROM :reader_id"
    " OR c.department_id = ANY(CAST(:reader_department_ids AS uuid[])))"
)
"""What is asked of a conversation."""

ROUND = (
    "(r.department_id IS NULL OR coalesce(r.operator_id, r.answered_by) IS NOT DISTINCT FROM :reader_id"
    " OR r.department_id = ANY(CAST(:reader_department_ids AS uuid[])))"
)
"""What is asked of a round (`r`) of one, for reports."""


class Purview(Struct, frozen=True, kw_only=True):
    """Whose it is, and all departments they are in, of whatever site; None stands for who sees all of their sites."""

    operator_id: UUID
    department_ids: frozenset[UUID]

    def covers(self, *, department_id: UUID | None, leader_id: UUID | None) -> bool:
        """Whether a conversation of this department, led by this operator, is seen."""
        return department_id is None or department_id in self.department_ids or leader_id == self.operator_id


class Seers(Struct, frozen=True, kw_only=True):
    """Which of some limited operators see a conversation."""

    is_everybody: bool
    operator_ids: frozenset[UUID]

    def include(self, operator_id: UUID) -> bool:
        """Whether this one does."""
        return self.is_everybody or operator_id in self.operator_ids


NOBODY = Seers(is_everybody=False, operator_ids=frozenset())


class Narrowed:
    """One statement that says IN_PURVIEW, in both of its forms."""

    def __init__(self, query: Query, condition: str = CONVERSATION) -> None:
        if _MARK not in query.source:
            raise ValueError(f"{query.name} does not say {_MARK}")
        self._whole = query.filled(**{_MARK: "true"})
        self._narrow = query.filled(**{_MARK: condition})

    def of(self, purview: Purview | None) -> tuple[Query, dict[str, object]]:
        """The form for this purview, and the parameters that it takes beside its own."""
        if purview is None:
            return self._whole, {}
        return self._narrow, values_in(purview)


def values_in(purview: Purview) -> dict[str, object]:
    """The parameters of statements that are for whoever is limited."""
    return {"reader_id": purview.operator_id, "reader_department_ids": list(purview.department_ids)}


async def find_purview(connection: Connection, operator_id: UUID) -> Purview | None:
    """How far an operator sees, now; None: all of their sites."""
    row = await _queries.find_purview.first(connection, operator_id=operator_id, roles=list(LIMITABLE_ROLES))
    return Purview(operator_id=operator_id, department_ids=frozenset(row["department_ids"])) if row else None


async def sites_in_purview(connection: Connection, operator_id: UUID) -> tuple[list[Site], Purview | None]:
    """The sites that an operator works on, oldest first, and how far they see there; one statement for both."""
    rows = await _queries.sites_in_purview.all(connection, operator_id=operator_id, roles=list(LIMITABLE_ROLES))
    ids = rows[0]["seen_department_ids"] if rows else None
    purview = None if ids is None else Purview(operator_id=operator_id, department_ids=frozenset(ids))
    return [site_of(row) for row in rows], purview


async def who_sees(
    connection: Connection, keys: Sequence[tuple[UUID, UUID]], *, operator_ids: Collection[UUID]
) -> Mapping[UUID, Seers]:
    """Which of these limited operators see the conversations with these keys (site and id), by id.

    A conversation that there is not, or whose visitor is blocked, is left out: nobody sees it.
    """
    rows = await _queries.who_sees.all(
        connection,
        site_ids=[site_id for site_id, _ in keys],
        ids=[id for _, id in keys],
        operator_ids=list(operator_ids),
    )
    return {
        row["id"]: Seers(is_everybody=row["is_seen_by_all"], operator_ids=frozenset(row["operator_ids"]))
        for row in rows
    }
