"""The count of people whom an incident touches, by a query that is kept with its result.

The question after a stolen password is whose data that account was shown. The journal answers it for lists, threads and
cards. An open panel also shows what comes in meanwhile, which is no record of its own: so beside the journal's number
stands an upper bound, with everybody who wrote on the account's sites in the period.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from ryadom.store import affected as store
from ryadom.store.affected import Period, Weight
from ryadom.store.database import Database
from ryadom.store.incidents import Affected
from ryadom.store.sites import sites_of_operator

PAGE = 10_000
JOURNAL_STRETCH = 20_000
OPEN_PANEL = timedelta(days=30)
"""A panel that was opened so long before the period may still have been open in it."""


class CountQuery(Struct, frozen=True, kw_only=True):
    """Who is asked for: visitors of these sites, active in the period, on whom something of the categories is held.

    With `operator_id`: those whom this account was shown in the period instead. Without a period: all who are held.
    """

    site_ids: tuple[UUID, ...]
    since: datetime | None = None
    before: datetime | None = None
    operator_id: UUID | None = None
    operator_name: str = ""
    categories: tuple[Affected, ...] = ()


class Count(CountQuery, frozen=True, kw_only=True):
    """A query with its result. Of an account `people` are in the journal, `at_most` could have been seen besides."""

    people: int
    at_most: int
    contact: int
    message: int
    page: int
    network: int


async def count_affected(database: Database, controller_id: UUID, query: CountQuery) -> Count:
    """Counts. Every statement is bounded, so that a large site or a long journal takes longer, but is never refused."""
    period = Period(query.since, query.before)
    if query.operator_id is None:
        weight = await _weigh(database, query, await _active(database, query.site_ids, period))
        at_most = weight.people
    else:
        seen = await _seen(database, controller_id, query.operator_id, period)
        weight = await _weigh(database, query, seen)
        at_most = weight.people
        if await _had_panel_open(database, controller_id, query.operator_id, period):
            async with database.connection() as connection:
                worked_on = {site.id for site in await sites_of_operator(connection, query.operator_id)}
            shared = [site_id for site_id in query.site_ids if site_id in worked_on]
            at_most = (await _weigh(database, query, seen | await _active(database, shared, period))).people
    asked = {name: getattr(query, name) for name in CountQuery.__struct_fields__}
    held = {name: getattr(weight, name) for name in Weight.__struct_fields__}
    return Count(**asked, **held, at_most=at_most)


async def _active(database: Database, site_ids: Iterable[UUID], period: Period) -> set[UUID]:
    active: set[UUID] = set()
    for site_id in site_ids:
        async for ids in _pages(database, site_id):
            if period.is_open:
                active.update(ids)
                continue
            async with database.connection() as connection:
                active.update(await store.active_among(connection, site_ids=[site_id], ids=ids, period=period))
    return active


async def _pages(database: Database, site_id: UUID) -> AsyncIterator[Sequence[UUID]]:
    after: UUID | None = None
    while True:
        async with database.connection() as connection:
            ids = await store.visitors_after(connection, site_id=site_id, after=after, limit=PAGE)
        if ids:
            yield ids
        if len(ids) < PAGE:
            return
        after = ids[-1]


async def _seen(database: Database, controller_id: UUID, actor_id: UUID, period: Period) -> set[UUID]:
    seen: set[UUID] = set()
    async for after, up_to in _stretches(database, controller_id):
        async with database.connection() as connection:
            seen.update(
                await store.seen_by(
                    connection,
                    controller_id=controller_id,
                    actor_id=actor_id,
                    period=period,
                    after=after,
                    up_to=up_to,
                )
            )
    return seen


async def _had_panel_open(database: Database, controller_id: UUID, actor_id: UUID, period: Period) -> bool:
    since = period.since - OPEN_PANEL if period.since else None
    async for after, up_to in _stretches(database, controller_id):
        async with database.connection() as connection:
            if await store.has_opened_panel(
                connection,
                controller_id=controller_id,
                actor_id=actor_id,
                period=Period(since, period.before),
                after=after,
                up_to=up_to,
            ):
                return True
    return False


async def _stretches(database: Database, controller_id: UUID) -> AsyncIterator[tuple[int, int]]:
    async with database.connection() as connection:
        last = await store.last_number(connection, controller_id)
    for after in range(0, last, JOURNAL_STRETCH):
        yield after, min(after + JOURNAL_STRETCH, last)


async def _weigh(database: Database, query: CountQuery, ids: Iterable[UUID]) -> Weight:
    ordered, weight = sorted(ids), Weight()
    for start in range(0, len(ordered), PAGE):
        async with database.connection() as connection:
            weight += await store.weigh(
                connection,
                site_ids=query.site_ids,
                ids=ordered[start : start + PAGE],
                categories=query.categories,
            )
    return weight
