"""How many conversations a view of the inbox has, as far as that costs the same however many there are."""

from msgspec import Struct
from msgspec.structs import replace

from ryadom.protocol.filters import NONE, Filter
from ryadom.store.inbox_filters import MEETS_CONDITIONS, filter_values, tried_statuses
from ryadom.store.inbox_pages import Reader
from ryadom.store.purviews import Narrowed
from ryadom.store.sql import Connection, Query, queries_beside

_queries = queries_beside(__file__)

MAX_COUNT = 99
MAX_LOOKED = 1_000
"""Of each status so many are looked at, whatever is found among them: a millisecond, where a walk to the end of what is
closed would be a second. Rejected: the index of tags, which finds all that have a tag before the first is counted."""
MIN_LOOKED = 100
"""Of each site and named one, however many these are: as many as a page of its list."""

_MEETS_REST = f"""NOT c.is_blocked AND IN_PURVIEW
    AND {MEETS_CONDITIONS}
    AND c.active_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    AND c.active_at < coalesce(CAST(:until AS timestamptz), 'infinity')"""


class ViewCount(Struct, frozen=True, kw_only=True):
    """At least `count`, at most 99; `is_more`: there are more, or may be where nobody has looked."""

    count: int
    is_more: bool


def _filled(query: Query, **marks: str) -> Narrowed:
    return Narrowed(query.filled(MEETS_REST=_MEETS_REST, **marks))


def _by(named_ids: str, is_named: str) -> Narrowed:
    return _filled(_queries.count_view, NAMED_IDS=named_ids, IS_NAMED=is_named)


_by_state = _by("CAST(ARRAY[NULL] AS uuid[])", "true")
_by_operator = _by("CAST(:operator_ids AS uuid[])", "c.assignee_id = named.id")
_by_department = _by("CAST(:department_ids AS uuid[])", "c.department_id = named.id")
_by_score = _by("CAST(:scores AS smallint[])", "c.score = named.id")
_by_wait = _filled(_queries.count_unanswered)


async def count_view(
    connection: Connection, reader: Reader, filter: Filter, *, unanswered_min: int | None
) -> ViewCount:
    """How many of it this reader sees. `unanswered_min`: only whose visitor has waited for so many minutes."""
    if unanswered_min is not None:
        filter = replace(filter, is_unanswered=True)
    query, values = _query_of(reader, filter)
    if filter.is_unanswered:
        values["unanswered_min"] = unanswered_min
    # One after the other: of all that is open, and of what is closed.
    count, is_more = 0, False
    for status in tried_statuses(filter):
        row = await query.one(connection, **values | ({} if filter.is_unanswered else {"status": status}))
        count += row["met"]
        is_more |= row["is_cut"]
        if count > MAX_COUNT:
            break
    return ViewCount(count=min(count, MAX_COUNT), is_more=is_more or count > MAX_COUNT)


def _query_of(reader: Reader, filter: Filter) -> tuple[Query, dict[str, object]]:
    statement, named = _driver_of(filter)
    query, narrowing = statement.of(reader.purview)
    values = filter_values(reader, filter) | narrowing
    del values["statuses"], values["is_unanswered"]
    sites = sum(not filter.site_ids or id in filter.site_ids for id in reader.site_ids)
    # Each gets its share: a large site leaves the others theirs.
    return query, values | {"max_looked": max(MIN_LOOKED, MAX_LOOKED // max(1, sites * named))}


def _driver_of(filter: Filter) -> tuple[Narrowed, int]:
    """The statement of its most telling condition, and how many that names on each site."""
    # Among the newest there is nobody who has waited long
    if filter.is_unanswered:
        return _by_wait, 1
    if filter.scores:
        return _by_score, len(set(filter.scores))
    if filter.operator_ids and NONE not in filter.operator_ids:
        return _by_operator, len(set(filter.operator_ids))
    if filter.department_ids and NONE not in filter.department_ids:
        return _by_department, len(set(filter.department_ids))
    return _by_state, 1
