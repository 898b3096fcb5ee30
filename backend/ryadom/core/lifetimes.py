"""How long each kind of data is kept on a site, and what that would erase today. Source: 152-FZ article 5 part 7."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.privacy.overruling import check_overruled, noted_of
from ryadom.privacy.retention import Due, count_due, cutoff
from ryadom.store import journal
from ryadom.store import lifetimes as store
from ryadom.store.database import Database
from ryadom.store.journal import Naming
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.lifetimes import Lifetime, SiteLifetime
from ryadom.store.sites import Site, hold_site


class LifetimeTerms(Struct, frozen=True, kw_only=True):
    """The fewest days that a kind may be kept, and how many docs/personal-data.md recommends."""

    min_days: int
    recommended_days: int


MAX_DAYS = 36_500
TERMS: Mapping[Lifetime, LifetimeTerms] = {
    Lifetime.MESSAGES: LifetimeTerms(min_days=1, recommended_days=365),
    Lifetime.CARD: LifetimeTerms(min_days=1, recommended_days=1_095),
    Lifetime.PAGES: LifetimeTerms(min_days=1, recommended_days=90),
    # ГК РФ, статья 196: three years in which somebody may sue.
    Lifetime.CONSENTS: LifetimeTerms(min_days=1_095, recommended_days=1_095),
}


async def list_lifetimes(database: Database, site_ids: Collection[UUID]) -> list[SiteLifetime]:
    """All lifetimes of these sites; a kind that is not there is kept until somebody erases it."""
    async with database.connection() as connection:
        return await store.list_lifetimes(connection, site_ids)


async def set_lifetimes(
    database: Database,
    site: Site,
    days: Mapping[Lifetime, int | None],
    *,
    seen: Mapping[Lifetime, int | None] | None = None,
    by: Actor = COMMAND_LINE,
) -> list[Lifetime]:
    """Sets these kinds' lifetimes, or (None) takes them away; others stay. Gives the kinds that changed.

    The first run that honours it is after the next midnight in Moscow. `seen`: what they were when somebody decided.

    Raises:
        BadBody: a number of days that can't be; `field` says of which kind.
        SettingsChanged: somebody else has set another one since they were `seen`; `field` says of which kind.
        JournalUnavailable: the journal can't be written; nothing changes.
    """
    for kind, number in days.items():
        check_days(kind, number)
    changed = []
    async with database.transaction() as connection:
        await hold_site(connection, site.id)
        stored = {one.kind: one.days for one in await store.list_lifetimes(connection, [site.id])}
        noted = noted_of(site, "lifetimes", naming=Naming.KEYS)
        now = {kind: stored.get(kind) for kind in Lifetime}
        await check_overruled(connection, days, seen=seen, now=now, noted=noted, by=by)
        for kind, number in sorted(days.items()):
            if await store.set_lifetime(connection, site_id=site.id, kind=kind, days=number):
                changed.append(kind)
        if changed:
            told = {kind.value: str(days[kind] or "unlimited") for kind in changed}
            record = Record(
                controller_id=site.controller_id,
                action=Action.SETTINGS_CHANGED,
                actor=by,
                site_id=site.id,
                details={"what": "lifetimes", **told},
            )
            await journal.append(connection, [record])
    return changed


async def count_due_of(
    database: Database,
    site_id: UUID,
    days: Mapping[Lifetime, int | None],
    *,
    now: datetime,
    at_most: int | None = None,
) -> dict[Lifetime, Due]:
    """What a run would erase today if these were the lifetimes; without those kinds that have none.

    Raises:
        BadBody: as for `set_lifetimes`.
    """
    for kind, number in days.items():
        check_days(kind, number)
    swept = {one.kind: one.swept_until for one in await list_lifetimes(database, [site_id])}
    return {
        kind: await count_due(
            database,
            site_id=site_id,
            kind=kind,
            before=cutoff(now, number),
            swept_until=swept.get(kind),
            at_most=at_most,
        )
        for kind, number in days.items()
        if number is not None
    }


def check_days(kind: Lifetime, days: int | None) -> None:
    """Refuses what can't be a lifetime.

    Raises:
        BadBody: fewer days than the kind needs, or over a hundred years.
    """
    least = TERMS[kind].min_days
    if days is not None and not least <= days <= MAX_DAYS:
        raise BadBody(f"{kind} can be kept for {least} to {MAX_DAYS} days, or without a lifetime.", field=kind.value)
