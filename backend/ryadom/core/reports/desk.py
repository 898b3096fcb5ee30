"""Who asks for reports: within their own sites, and every file is in the journal before it is given."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.core.reports.periods import Period, make_period
from ryadom.core.reports.report import Known, Report, make_report
from ryadom.core.reports.sheets import as_csv_file, as_workbook, table_of
from ryadom.core.reports.words import Language, Section
from ryadom.errors import SiteUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.purviews import Purview, sites_in_purview
from ryadom.store.reports import (
    Counted,
    ListedRound,
    Named,
    RoundPlace,
    Scope,
    list_departments,
    list_rounds,
    make_room,
)
from ryadom.store.rounds import find_progress
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

PAGE_ROUNDS = 50


class Form(StrEnum):
    """Of a file."""

    CSV = "csv"
    XLSX = "xlsx"


class Asked(Struct, frozen=True, kw_only=True):
    """What a report is to be about: days, both included, of a calendar in a zone; without them the last 7."""

    since: date | None = None
    until: date | None = None
    zone: str = "Europe/Moscow"
    site_id: UUID | None = None
    department_id: UUID | None = None
    operator_id: UUID | None = None
    language: Language = Language.RU


class Answer(Struct, frozen=True, kw_only=True):
    """A report with what it is about.

    `counted_at`: when what is stored was reckoned in last; None: never yet. `is_whole`: nothing older is left to do.
    """

    period: Period
    report: Report
    sites: Sequence[Named]
    departments: Sequence[Named]
    counted_at: datetime | None
    is_whole: bool


class Listed(Struct, frozen=True, kw_only=True):
    """A page of what a figure counts (`count` in all), the newest first; nobody of whom it tells is a visitor."""

    count: int
    rounds: Sequence[ListedRound]
    next: RoundPlace | None


class ReportDesk:
    """Makes reports. `database` lends few connections: who counts a year waits for others who do, chats for none."""

    def __init__(self, database: Database, journal: JournalQueue, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._journal = journal
        self._now = now

    async def read(self, session: OperatorSession, asked: Asked) -> Answer:
        """A report of the operator's sites, or of one of them.

        Raises:
            SiteUnknown: they work on no such site.
            BadFrame: see `make_period`.
        """
        _, answer = await self._count(session, asked)
        return answer

    async def listed(
        self, session: OperatorSession, asked: Asked, counted: Counted, *, after: RoundPlace | None
    ) -> Listed:
        """Which conversations a figure of the same report counts: one that came back twice is there twice.

        Raises:
            SiteUnknown, BadFrame: as for `read`.
        """
        now = self._now()
        period = period_of(asked, now=now)
        async with self._database.transaction() as connection:
            own, purview = await sites_in_purview(connection, session.operator_id)
            scope = scope_of(asked, _chosen(own, asked), period, purview)
            await make_room(connection)
            rounds, count, following = await list_rounds(
                connection, scope, counted, now=now, after=after, limit=PAGE_ROUNDS
            )
        return Listed(count=count, rounds=rounds, next=following)

    async def export(self, session: OperatorSession, asked: Asked, section: Section, form: Form, *, by: Actor) -> bytes:
        """One table of a report as a file, which is journalled first.

        Raises:
            SiteUnknown, BadFrame: as for `read`.
            JournalUnavailable: the journal can't be written, so nothing is given.
        """
        sites, answer = await self._count(session, asked)
        table = table_of(answer.report, section, asked.language)
        if form is Form.CSV:
            content = as_csv_file(table, asked.language)
        else:
            content = await asyncio.to_thread(as_workbook, table, section, asked.language)
        await self._journal.write(
            [
                record_of_file(answer, section, form, controller_id=controller_id, site_id=asked.site_id, by=by)
                for controller_id in dict.fromkeys(site.controller_id for site in sites)
            ]
        )
        return content

    async def _count(self, session: OperatorSession, asked: Asked) -> tuple[list[Site], Answer]:
        now = self._now()
        period = period_of(asked, now=now)
        async with self._database.transaction() as connection:
            own, purview = await sites_in_purview(connection, session.operator_id)
            chosen = _chosen(own, asked)
            return chosen, await count(connection, own, chosen, asked, period, now=now, purview=purview)


def _chosen(own: Sequence[Site], asked: Asked) -> list[Site]:
    chosen = [site for site in own if asked.site_id in (None, site.id)]
    if asked.site_id is not None and not chosen:
        raise SiteUnknown("You work on no site with this id.", field="site_id")
    return chosen


def scope_of(asked: Asked, chosen: Sequence[Site], period: Period, purview: Purview | None) -> Scope:
    """Which rounds are asked about, of the sites that are chosen."""
    return Scope(
        site_ids=[site.id for site in chosen],
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        department_id=asked.department_id,
        operator_id=asked.operator_id,
        purview=purview,
    )


def period_of(asked: Asked, *, now: datetime) -> Period:
    """Which time is asked about.

    Raises:
        BadFrame: see `make_period`.
    """
    return make_period(since=asked.since, until=asked.until, zone_name=asked.zone, now=now)


async def count(
    connection: Connection,
    own: Sequence[Site],
    chosen: Sequence[Site],
    asked: Asked,
    period: Period,
    *,
    now: datetime,
    purview: Purview | None = None,
) -> Answer:
    """A report of the sites that are chosen of one's own, inside one transaction.

    Whoever is limited to some departments counts what they may see, and chooses among these departments.
    """
    departments = await list_departments(connection, [site.id for site in own])
    sites = [Named(site.id, site.name) for site in own]
    scope = scope_of(asked, chosen, period, purview)
    known = Known(sites=sites, departments=departments, language=asked.language)
    report = await make_report(connection, scope, period, known, now=now)
    progress = await find_progress(connection)
    return Answer(
        period=period,
        report=report,
        sites=sites,
        departments=[one for one in departments if purview is None or one.id in purview.department_ids],
        counted_at=progress.read_at,
        is_whole=progress.cursor is not None and progress.swept is None,
    )


def record_of_file(
    answer: Answer, section: Section, form: Form, *, controller_id: UUID, site_id: UUID | None, by: Actor
) -> Record:
    """That a table of a report was taken out as a file."""
    details = {
        "what": "report",
        "section": section.value,
        "format": form.value,
        "since": answer.period.since.isoformat(),
        "until": answer.period.until.isoformat(),
        "zone": answer.period.zone.key,
    }
    return Record(controller_id=controller_id, action=Action.EXPORTED, actor=by, site_id=site_id, details=details)
