"""How many conversations a view of the inbox has, as far as that costs the same however many there are."""

from msgspec import Struct
from msgspec.structs import replace

from ryadom.protocol.filters import NONE, Filter
from ryadom.store.inbox import MEETS_CONDITIONS, Reader, filter_values, tried_statuses
from ryadom.store.purviews import Narrowed
from ryadom.store.sql import Connection, Query, queries_beside

_queries = queries_beside(__file__)

MAX_COUNT = 99
MAX_LOOKED = 1_000
"""Of each status so many are looked at, whatever is found among them: a millisecond, where a walk to the end of what is
closed would be a second. Rejected: the index of tags, which finds all that have a tag before the first is counted."""


class ViewCount(Struct, frozen=True, kw_only=True):
    """At least `count`, at most 99; `is_more`: there are more, or there may be among older ones."""

    count: int
    is_more: bool


def _by(named_ids: str, is_named: str) -> Narrowed:
    text = _queries.count_view.source
    marks = {"NAMED_IDS": named_ids, "IS_NAMED": is_named, "MEETS_CONDITIONS": MEETS_CONDITIONS}
    for mark, said in marks.items():
        text = text.replace(mark, said)
    return Narrowed(Query(_queries.count_view.name, text))


_by_state = _by("CAST(ARRAY[NULL] AS uuid[])", "true")
_by_operator = _by("CAST(:operator_ids AS uuid[])", "c.assignee_id = named.id")
_by_department = _by("CAST(:department_ids AS uuid[])", "c.department_id = named.id")
_by_score = _by("CAST(:scores AS smallint[])", "c.score = named.id")


async def count_view(
    connection: Connection, reader: Reader, filter: Filter, *, unanswered_min: int | None
) -> ViewCount:
    """How many of it this reader sees. `unanswered_min`: only whose visitor has waited for so many minutes."""
    if unanswered_min is not None:
        filter = replace(filter, is_unanswered=True)
    query, narrowing = _driver_of(filter).of(reader.purview)
    values = filter_values(reader, filter) | narrowing | {"unanswered_min": unanswered_min, "max_looked": MAX_LOOKED}
    # One after the other: of all that is open, and of what is closed.
    del values["statuses"]
    count, is_more = 0, False
    for status in tried_statuses(filter):
        row = await query.one(connection, **values, status=status)
        count += row["met"]
        is_more |= row["looked"] >= MAX_LOOKED
        if count > MAX_COUNT:
            break
    return ViewCount(count=min(count, MAX_COUNT), is_more=is_more or count > MAX_COUNT)


def _driver_of(filter: Filter) -> Narrowed:
    if filter.scores and not filter.is_unanswered:
        return _by_score
    if filter.operator_ids and NONE not in filter.operator_ids:
        return _by_operator
    if filter.department_ids and NONE not in filter.department_ids:
        return _by_department
    return _by_state
