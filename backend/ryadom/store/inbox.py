"""Pages and sizes of the inbox's folders, and of what a filter lets through."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.protocol.filters import NONE, Filter, State
from ryadom.protocol.operator import Conversation, Counts, Folder
from ryadom.protocol.shared import Status
from ryadom.store.conditions import statuses_of, values_of
from ryadom.store.conversations import Cursor, conversation_of
from ryadom.store.purviews import Narrowed, Purview, values_in
from ryadom.store.sql import Connection, Query, queries_beside

_queries = queries_beside(__file__)


MEETS_CONDITIONS = """(cardinality(CAST(:department_ids AS uuid[])) = 0 OR c.department_id = ANY(:department_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:department_ids AS uuid[])) AND c.department_id IS NULL)
    AND (cardinality(CAST(:operator_ids AS uuid[])) = 0 OR c.assignee_id = ANY(:operator_ids)
        OR '00000000-0000-0000-0000-000000000000' = ANY(CAST(:operator_ids AS uuid[]))
        AND c.assignee_id IS NULL AND c.bot_id IS NULL)
    AND (cardinality(CAST(:tag_ids AS uuid[])) = 0 OR c.tag_ids && :tag_ids)
    AND (cardinality(CAST(:scores AS smallint[])) = 0 OR c.score = ANY(:scores))"""
"""What a filter asks of a conversation besides its state, its wait and its time; the id of zeros is `NONE`."""

_ON_PAGE = """c.active_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    AND c.active_at < coalesce(CAST(:until AS timestamptz), 'infinity')
    AND c.active_minute > coalesce(CAST(:since AS timestamptz) - interval '1 minute', '-infinity')
    AND c.active_minute <= coalesce(CAST(:sort_at AS timestamptz), CAST(:until AS timestamptz), 'infinity')
    AND (c.active_at, c.id) < (
    coalesce(CAST(:sort_at AS timestamptz), 'infinity'),
    coalesce(CAST(:after_id AS uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )"""
"""In the filter's time, and behind where the page before has ended, the newest activity first."""


def _filled(query: Query, **marks: str) -> Narrowed:
    text = query.source
    for mark, said in {"MEETS_CONDITIONS": MEETS_CONDITIONS, "ON_PAGE": _ON_PAGE, **marks}.items():
        text = text.replace(mark, said)
    return Narrowed(Query(query.name, text))


_NOBODYS = "c.assignee_id IS NULL AND c.bot_id IS NULL"
_OF_NO_DEPARTMENT = "c.department_id IS NULL"

_list_waiting = Narrowed(_queries.list_waiting)
_list_by_status = _filled(_queries.list_by_status)
_list_snoozed = Narrowed(_queries.list_snoozed)
_list_by_state = _filled(_queries.list_by_state)
_list_of_nobody = _filled(_queries.list_of_none, OF_NONE=_NOBODYS)
_list_of_no_department = _filled(_queries.list_of_none, OF_NONE=_OF_NO_DEPARTMENT)
_list_of_nobody_and_operators = _filled(
    _queries.list_of_none_and_named,
    OF_NONE=_NOBODYS,
    OF_NAMED="c.assignee_id = named.id",
    NAMED_IDS=":operator_ids",
)
_list_of_no_department_and_departments = _filled(
    _queries.list_of_none_and_named,
    OF_NONE=_OF_NO_DEPARTMENT,
    OF_NAMED="c.department_id = named.id",
    NAMED_IDS=":department_ids",
)
_list_by_operator = _filled(_queries.list_by_operator)
_list_by_department = _filled(_queries.list_by_department)
_list_by_score = _filled(_queries.list_by_score)
_list_by_tag = _filled(_queries.list_by_tag)
_list_unanswered = _filled(_queries.list_unanswered)
_count_folders = Narrowed(_queries.count_folders)

MAX_COUNT = 1_000
MAX_LARGE_COUNT = 100
EVERYTHING = Filter()


class Reader(Struct, frozen=True, kw_only=True):
    """Whose inbox it is: an operator, the sites that they work on, and which departments of these they are in.

    `served_site_ids`: the sites where they are in any. `purview`: how far they see on these sites; None: everything.
    """

    operator_id: UUID
    site_ids: Collection[UUID]
    department_ids: Collection[UUID] = ()
    served_site_ids: Collection[UUID] = ()
    purview: Purview | None = None


async def list_folder(
    connection: Connection,
    reader: Reader,
    *,
    folder: Folder,
    filter: Filter = EVERYTHING,
    after: Cursor | None,
    limit: int,
) -> tuple[list[Conversation], Cursor | None]:
    """A page of a folder in its order, and the cursor of the next; None on the last page. Without blocked visitors.

    `filter` counts for `filtered` and `unanswered` only. `limit`: 100 at most. In a transaction Postgres keeps the plan
    of a folder that has no conditions, and takes a third of the time.
    """
    query, values = _query_of(reader, folder, filter)
    if values.get("statuses") == []:
        return [], None
    if folder not in {Folder.DEPARTMENT, Folder.FILTERED, Folder.UNANSWERED}:
        await _queries.keep_plans.run(connection)
    rows = await query.all(
        connection,
        sort_at=after.sort_at if after else None,
        after_id=after.id if after else None,
        row_limit=limit + 1,
        **values,
    )
    page = [conversation_of(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return page, None
    return page, Cursor(rows[limit - 1]["sort_at"], page[-1].id)


async def count_folders(connection: Connection, reader: Reader) -> Counts:
    """How many are in each folder; `waiting`, `own_waiting` and `mine` at most 1,000, the others at most 100.

    `own_waiting` is counted among the first 1,000 of each site's queue, which is all of one that is no longer.
    """
    query, narrowing = _count_folders.of(reader.purview)
    site_ids = list(reader.site_ids)
    row = await query.one(
        connection,
        **narrowing,
        site_ids=site_ids,
        operator_id=reader.operator_id,
        department_ids=list(reader.department_ids),
        served_site_ids=list(reader.served_site_ids),
        max_own_count=MAX_COUNT if reader.served_site_ids else 0,
        max_count=MAX_COUNT,
        max_large_count=MAX_LARGE_COUNT,
        max_closed_count=0 if reader.purview else MAX_LARGE_COUNT,
    )
    closed = row["closed"]
    if reader.purview:
        closed = await _queries.count_closed_in_sight.value(
            connection, site_ids=site_ids, max_count=MAX_LARGE_COUNT, **narrowing
        )
    return Counts(
        waiting=row["waiting"],
        mine=row["mine"],
        department=row["department"],
        all=row["all_open"],
        snoozed=row["snoozed"],
        closed=closed,
        own_waiting=row["own_waiting"] if reader.served_site_ids else row["waiting"],
    )


def _query_of(reader: Reader, folder: Folder, filter: Filter) -> tuple[Query, dict[str, object]]:
    sites: dict[str, object] = {"site_ids": list(reader.site_ids)}
    match folder:
        case Folder.WAITING:
            return _narrowed(_list_waiting, reader, sites)
        case Folder.MINE:
            return _queries.list_mine, sites | {"operator_id": reader.operator_id}
        case Folder.ALL:
            return _narrowed(_list_by_status, reader, sites | {"status": Status.OPEN})
        case Folder.CLOSED if reader.purview:
            return _queries.list_closed_in_sight, sites | values_in(reader.purview)
        case Folder.CLOSED:
            return _narrowed(_list_by_status, reader, sites | {"status": Status.CLOSED})
        case Folder.SNOOZED:
            return _narrowed(_list_snoozed, reader, sites)
        case Folder.DEPARTMENT:
            own = Filter(department_ids=tuple(reader.department_ids), states=(State.OPEN,))
            return _narrowed(_list_by_department, reader, filter_values(reader, own))
        case Folder.UNANSWERED:
            values = filter_values(reader, replace(filter, is_unanswered=True))
            # The statement asks for that whatever the filter says
            del values["is_unanswered"]
            return _narrowed(_list_unanswered, reader, values)
        case Folder.FILTERED:
            return _narrowed(_driver_of(filter), reader, filter_values(reader, filter))


def _narrowed(statement: Narrowed, reader: Reader, values: dict[str, object]) -> tuple[Query, dict[str, object]]:
    query, narrowing = statement.of(reader.purview)
    return query, values | narrowing


def _driver_of(filter: Filter) -> Narrowed:
    if filter.tag_ids:
        return _list_by_tag
    if filter.scores and not filter.is_unanswered:
        return _list_by_score
    if filter.operator_ids:
        return _driver_by(
            filter.operator_ids,
            named=_list_by_operator,
            of_none=_list_of_nobody,
            both=_list_of_nobody_and_operators,
        )
    if filter.department_ids:
        return _driver_by(
            filter.department_ids,
            named=_list_by_department,
            of_none=_list_of_no_department,
            both=_list_of_no_department_and_departments,
        )
    return _list_by_state


def _driver_by(ids: Collection[UUID], *, named: Narrowed, of_none: Narrowed, both: Narrowed) -> Narrowed:
    if NONE not in ids:
        return named
    return of_none if set(ids) == {NONE} else both


def tried_statuses(filter: Filter) -> list[Status]:
    """Of which statuses there may be something in it, what is open first."""
    # Only what is closed is rated, and nobody waits for an answer there: nothing is read to find that again.
    left_out = {Status.OPEN} if filter.scores else set()
    left_out |= {Status.CLOSED} if filter.is_unanswered else set()
    return [status for status in statuses_of(filter) if status not in left_out]


def filter_values(reader: Reader, filter: Filter) -> dict[str, object]:
    """What the statements that try a filter on a reader's sites take."""
    return values_of(filter) | {
        "site_ids": [id for id in reader.site_ids if not filter.site_ids or id in filter.site_ids],
        "statuses": tried_statuses(filter),
        "since": filter.since,
        "until": filter.until,
    }
