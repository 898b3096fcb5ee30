"""Which statement lists what a filter of the inbox lets through, and what it takes."""

from collections.abc import Collection
from uuid import UUID

from msgspec.structs import replace

from ryadom.protocol.filters import NONE, Filter, State
from ryadom.protocol.shared import Status
from ryadom.store.conditions import statuses_of, values_of
from ryadom.store.inbox_pages import ROWS_OF_PAGE, Reader, narrowed
from ryadom.store.purviews import Narrowed
from ryadom.store.sql import Query, queries_beside

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
    common = {"MEETS_CONDITIONS": MEETS_CONDITIONS, "ON_PAGE": _ON_PAGE, "ROWS_OF_PAGE": ROWS_OF_PAGE}
    return Narrowed(query.filled(**common, **marks))


_NOBODYS = "c.assignee_id IS NULL AND c.bot_id IS NULL"
_OF_NO_DEPARTMENT = "c.department_id IS NULL"
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


def list_of(reader: Reader, filter: Filter) -> tuple[Query, dict[str, object]]:
    """The page of what a filter lets through, the newest activity first."""
    return narrowed(_driver_of(filter), reader, filter_values(reader, filter))


def list_of_departments(reader: Reader) -> tuple[Query, dict[str, object]]:
    """The page of what is open in the reader's own departments; of nothing where they are in none."""
    own = Filter(department_ids=tuple(reader.department_ids), states=(State.OPEN,))
    return narrowed(_list_by_department, reader, filter_values(reader, own))


def list_of_unanswered(reader: Reader, filter: Filter) -> tuple[Query, dict[str, object]]:
    """The page of those of it who wait for a person, the longest wait first."""
    values = filter_values(reader, replace(filter, is_unanswered=True))
    # The statement asks for that whatever the filter says
    del values["is_unanswered"]
    return narrowed(_list_unanswered, reader, values)


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
