"""Pages and sizes of the inbox's folders."""

from ryadom.protocol.filters import Filter
from ryadom.protocol.operator import Conversation, Counts, Folder
from ryadom.protocol.shared import Status
from ryadom.store.conversations import Cursor, conversation_of
from ryadom.store.inbox_filters import list_of, list_of_departments, list_of_unanswered
from ryadom.store.inbox_pages import ROWS_OF_PAGE, Reader, narrowed
from ryadom.store.purviews import Narrowed, values_in
from ryadom.store.sql import Connection, Query, queries_beside

_queries = queries_beside(__file__)


def _of_rows(query: Query) -> Query:
    return query.filled(ROWS_OF_PAGE=ROWS_OF_PAGE)


_list_waiting = Narrowed(_of_rows(_queries.list_waiting))
_list_mine = _of_rows(_queries.list_mine)
_list_by_status = Narrowed(_of_rows(_queries.list_by_status))
_list_closed_in_sight = _of_rows(_queries.list_closed_in_sight)
_list_snoozed = Narrowed(_of_rows(_queries.list_snoozed))
_count_folders = Narrowed(_queries.count_folders)

MAX_COUNT = 1_000
MAX_LARGE_COUNT = 100
EVERYTHING = Filter()


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
            return narrowed(_list_waiting, reader, sites)
        case Folder.MINE:
            return _list_mine, sites | {"operator_id": reader.operator_id}
        case Folder.ALL:
            return narrowed(_list_by_status, reader, sites | {"status": Status.OPEN})
        case Folder.CLOSED if reader.purview:
            return _list_closed_in_sight, sites | values_in(reader.purview)
        case Folder.CLOSED:
            return narrowed(_list_by_status, reader, sites | {"status": Status.CLOSED})
        case Folder.SNOOZED:
            return narrowed(_list_snoozed, reader, sites)
        case Folder.DEPARTMENT:
            return list_of_departments(reader)
        case Folder.UNANSWERED:
            return list_of_unanswered(reader, filter)
        case Folder.FILTERED:
            return list_of(reader, filter)
