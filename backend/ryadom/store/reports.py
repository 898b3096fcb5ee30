"""What reports count: figures of rounds that began in a time, by what they are split by, and which these are."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.purviews import ROUND, Narrowed, Purview
from ryadom.store.sql import Connection, Query, Row, queries_beside

_queries = queries_beside(__file__)
_hours = Narrowed(_queries.hours, ROUND)
_scores = Narrowed(_queries.scores, ROUND)

MAX_SOURCES = 100
MAX_GROUPS = 5_000


class By(StrEnum):
    """What figures are split by. `answerer`: who answered first; `operator`: whom it was given to last, else them."""

    ALL = "all"
    DAY = "day"
    OPERATOR = "operator"
    ANSWERER = "answerer"
    DEPARTMENT = "department"
    SITE = "site"
    SOURCE = "source"


class Scope(Struct, frozen=True, kw_only=True):
    """Which rounds: of these sites, begun from `starts_at` on and before `ends_at`, of one department or operator.

    `purview`: of whoever asks; None: they see everything.
    """

    site_ids: Sequence[UUID]
    starts_at: datetime
    ends_at: datetime
    department_id: UUID | None = None
    operator_id: UUID | None = None
    purview: Purview | None = None

    def narrowed(self, statement: Narrowed) -> tuple[Query, dict[str, object]]:
        """A statement of rounds in its form for this scope, and the parameters that all of them have."""
        query, narrowing = statement.of(self.purview)
        own = {name: getattr(self, name) for name in Scope.__struct_fields__ if name != "purview"}
        return query, own | {"site_ids": list(self.site_ids)} | narrowing


class Counted(StrEnum):
    """A figure that is a number of rounds, which can be listed."""

    CONVERSATIONS = "conversations"
    RETURNED = "returned"
    ANSWERED = "answered"
    MISSED = "missed"
    BY_BOT = "by_bot"
    OPEN = "open"


class ListedRound(Struct, frozen=True, kw_only=True):
    """One of them. `operator_id`: whom it was given to last, else who answered; `is_shown`: it can be opened."""

    site_id: UUID
    conversation_id: UUID
    number: int
    department_id: UUID | None
    operator_id: UUID | None
    asked_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    score: int | None
    is_shown: bool


class RoundPlace(Struct, frozen=True):
    """Where a page of rounds ended."""

    asked_at: datetime
    conversation_id: UUID
    number: int


class Times(Struct, frozen=True):
    """Seconds: half take at most `median`, nine of ten at most `p90`. None where there is none to reckon with."""

    median: float | None = None
    p90: float | None = None


class Figures(Struct, frozen=True, kw_only=True):
    """What is counted of some rounds; docs/reports.md defines each."""

    conversations: int = 0
    returned: int = 0
    answered: int = 0
    missed: int = 0
    by_bot: int = 0
    open: int = 0
    visitor_messages: int = 0
    operator_messages: int = 0
    answer_s: Times = Times()
    answer_work_s: Times = Times()
    resolution_s: Times = Times()
    rating: float | None = None
    rated: int = 0
    comments: int = 0


class Scored(Struct, frozen=True):
    """How many have a rating, and how many of them a comment with it."""

    score: int
    conversations: int
    comments: int


class Person(Struct, frozen=True):
    """An operator; `is_here`: they work on one of the sites still; `is_active`: they may sign in."""

    id: UUID
    name: str
    is_here: bool
    is_active: bool


class Named(Struct, frozen=True):
    """What a filter may choose; `site_id` of a department. `is_past`: an archived one, or somebody without access."""

    id: UUID
    name: str
    site_id: UUID | None = None
    is_past: bool = False


async def make_room(connection: Connection) -> None:
    """Prepares this transaction for queries of many rows."""
    await _queries.make_room.first(connection)


async def count_figures(
    connection: Connection, scope: Scope, by: By, *, now: datetime, day_starts: Sequence[datetime] = ()
) -> dict[str, Figures]:
    """The figures by key, the largest group first: an id, a source, "1", "2" … for a day of `day_starts`, "" for all.

    Of sources the 100 largest; "" is none, and "?" where nothing is kept that would tell.
    """
    query, values = scope.narrowed(_FIGURES[by])
    values |= {"now": now, "row_limit": MAX_SOURCES if by is By.SOURCE else MAX_GROUPS}
    if by is By.DAY:
        values["day_starts"] = list(day_starts)
    rows = await query.all(connection, **values)
    return {row["key"] or "": _figures(row) for row in rows}


async def count_hours(connection: Connection, scope: Scope, hour_starts: Sequence[datetime]) -> dict[int, int]:
    """How many rounds began in each hour, by its index in `hour_starts`, from 0 on."""
    query, values = scope.narrowed(_hours)
    rows = await query.all(connection, **values, hour_starts=list(hour_starts))
    return {row["hour"] - 1: row["conversations"] for row in rows}


async def count_scores(connection: Connection, scope: Scope) -> list[Scored]:
    """How many rounds have each rating, from 1 to 5."""
    query, values = scope.narrowed(_scores)
    rows = {row["score"]: row for row in await query.all(connection, **values)}
    return [
        Scored(score, rows[score]["conversations"], rows[score]["comments"]) if score in rows else Scored(score, 0, 0)
        for score in range(1, 6)
    ]


async def list_rounds(
    connection: Connection, scope: Scope, counted: Counted, *, now: datetime, after: RoundPlace | None, limit: int
) -> tuple[list[ListedRound], int, RoundPlace | None]:
    """The rounds that a figure counts, the newest first; how many it counts; and where the next page begins, if any."""
    query, values = scope.narrowed(_COUNTED[counted])
    rows = await query.all(
        connection,
        **values,
        now=now,
        seer_id=scope.purview.operator_id if scope.purview else None,
        after_at=after.asked_at if after else None,
        after_id=after.conversation_id if after else None,
        after_number=after.number if after else None,
        row_limit=limit + 1,
    )
    page = [_listed(row) for row in rows[:limit]]
    last = page[-1] if len(rows) > limit else None
    whole = rows[0]["whole"] if rows else 0
    return page, whole, RoundPlace(last.asked_at, last.conversation_id, last.number) if last else None


async def list_people(
    connection: Connection, *, site_ids: Sequence[UUID], operator_ids: Sequence[UUID]
) -> list[Person]:
    """Who works on these sites, and these others, by name."""
    rows = await _queries.list_people.all(connection, site_ids=list(site_ids), operator_ids=list(operator_ids))
    return [Person(row["id"], row["name"], row["is_here"], row["is_active"]) for row in rows]


async def list_departments(connection: Connection, site_ids: Sequence[UUID]) -> list[Named]:
    """The departments of these sites in their order, those that are archived too."""
    rows = await _queries.list_departments.all(connection, site_ids=list(site_ids))
    return [Named(row["id"], row["name"], row["site_id"], row["is_archived"]) for row in rows]


def _listed(row: Row) -> ListedRound:
    told = {name: row[name] for name in ListedRound.__struct_fields__ if name != "operator_id"}
    return ListedRound(operator_id=row["lead_id"], **told)


def _figures(row: Row) -> Figures:
    told = {name: row[name] for name in Figures.__struct_fields__}
    times = {name: Times(*(row[name] or ())) for name in ("answer_s", "answer_work_s", "resolution_s")}
    return Figures(**(told | times))


def _of_picked(query: Query, mark: str, said: str, *, with_sources: bool = False) -> Narrowed:
    picked = _queries.picked.source.rstrip().rstrip(";").replace("WITH_SOURCES", str(with_sources).lower())
    return Narrowed(query.filled(PICKED=picked, **{mark: said}), ROUND)


def _by(key: str, *, with_sources: bool = False) -> Narrowed:
    return _of_picked(_queries.figures, "BY_KEY", key, with_sources=with_sources)


_FIGURES = {
    By.ALL: _by("CAST(NULL AS text)"),
    By.DAY: _by("width_bucket(asked_at, CAST(:day_starts AS timestamptz[]))"),
    By.OPERATOR: _by("lead_id"),
    By.ANSWERER: _by("answered_by"),
    By.DEPARTMENT: _by("department_id"),
    By.SITE: _by("site_id"),
    By.SOURCE: _by('source COLLATE "C"', with_sources=True),
}
_COUNTED = {
    counted: _of_picked(_queries.list_rounds, "IS_COUNTED", is_counted)
    for counted, is_counted in {
        Counted.CONVERSATIONS: "true",
        Counted.RETURNED: "number > 1",
        Counted.ANSWERED: "answered_at IS NOT NULL",
        Counted.MISSED: "is_left AND NOT is_bots",
        Counted.BY_BOT: "is_left AND is_bots",
        Counted.OPEN: "closed_at IS NULL",
    }.items()
}
